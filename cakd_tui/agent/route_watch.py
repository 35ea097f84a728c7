"""Keeps an eye on the saved routes: where alerts go follows the files without a restart."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final

from cakd_tui.agent.carrier import Carrier, Carriers
from cakd_tui.agent.destinations import Destination, Destinations, destinations
from cakd_tui.agent.saved_routes import RouteFiles, SavedRoutes, looked_again
from cakd_tui.core.troubleshooting import Entry

_log: Final = logging.getLogger(__name__)
_OTHERS: Final = "all other projects"


class RouteWatch:
    """Where alerts go, as of the last look at the files."""

    def __init__(
        self, files: RouteFiles, carriers: Carriers, default: Destination | None = None
    ) -> None:
        self._files = files
        self._carriers = carriers
        self.default = default
        """The one that was given, which takes the place of a saved one."""
        self._looking = asyncio.Lock()
        self.saved = SavedRoutes()
        self.destinations = Destinations(default=default)
        self.generation = 0
        """Grows whenever an alert may have to go elsewhere than before."""

    async def look(self) -> frozenset[str] | None:
        """Look again, off the event loop; whose files were saved anew, None if nothing changed."""
        async with self._looking:
            before, was = self.saved, self.destinations
            saved = await asyncio.to_thread(looked_again, before, self._files)
            self.saved = saved
            _tell_listing(before.unlisted, saved.unlisted)
            _tell_unreadable(before, saved)
            if saved.routes == before.routes and saved.unreadable == before.unreadable:
                return saved.saved or None
            self.destinations = destinations(saved, self._carriers, self.default)
            self.generation += 1
            _tell_held(was.nowhere, self.destinations.nowhere)
            return saved.saved

    @property
    def away(self) -> Sequence[Carrier]:
        """Those whose service is away."""
        return [each for each in self._carriers.all if each.outage.is_away]

    def entry(self, name: str) -> Entry | None:
        """The troubleshooting row of this id, of any provider in use."""
        rows = (row for each in self._carriers.all for row in each.entries)
        return next((row for row in rows if row.id == name), None)

    async def aclose(self) -> None:
        """Let go of the providers it leads to."""
        await self._carriers.aclose()


def _tell_listing(before: str, now: str) -> None:
    if now and now != before:
        _log.error("The routes can't be listed, so those known stay in use: %s", now)
    elif before and not now:
        _log.info("The routes can be listed again")


def _tell_unreadable(before: SavedRoutes, now: SavedRoutes) -> None:
    for name, why in now.unreadable.items():
        if name in now.routes and before.unreadable.get(name) != why:
            told = name or _OTHERS
            _log.warning("The route of %s stays as it was, as it can't be read: %s", told, why)


def _tell_held(before: Mapping[str, str], now: Mapping[str, str]) -> None:
    for name, why in now.items():
        if before.get(name) != why:
            _log.warning("Alerts of %s are held: %s", name or _OTHERS, why)
