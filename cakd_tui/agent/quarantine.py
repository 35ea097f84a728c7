"""The places nothing is sent to any more: a service that hears of a dead one again and again
restricts whoever asks.

A place is opened again when no route leads there any more, or when its route was saved anew: that
is how `cakd create` says that it looked after it.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from cakd_tui.agent.destinations import Destination, Destinations
from cakd_tui.agent.queue import Quarantine, Queue
from cakd_tui.core.courier import Gone
from cakd_tui.core.troubleshooting import Entry, matching

_log: Final = logging.getLogger(__name__)


class Quarantines:
    """The closed places, kept in the spool."""

    def __init__(self, queue: Queue, clock: Callable[[], float] = time.time) -> None:
        self._queue = queue
        self._clock = clock
        self._closed: dict[str, Quarantine] = {}

    def __contains__(self, place: object) -> bool:
        return place in self._closed

    @property
    def closed(self) -> Mapping[str, Quarantine]:
        """Them, by place."""
        return self._closed

    async def recall(self) -> None:
        """Take over what an earlier run has written down."""
        self._closed = {each.place: each for each in await self._queue.quarantines()}
        for each in self._closed.values():
            _log.warning("Nothing is sent to %s, as it was gone (%s)", each.place, each.entry)

    async def close(self, where: Destination, error: Gone, whose: Collection[str]) -> None:
        """Send nothing there from now on, write it down, and say why and what mends it."""
        entries = matching(where.carrier.entries, error.symptom)
        entry = entries[0].id if entries else ""
        closed = Quarantine(where.place, entry, self._clock())
        self._closed[where.place] = closed
        _log.error(
            "Alerts of %s are held, as their place at %s (%s) is gone: %s%s",
            ", ".join(whose) or "all without a route",
            where.carrier.title,
            where.place,
            error,
            _advice(entries),
        )
        await self._queue.close_place(closed)

    async def review(self, now: Destinations, saved: Collection[str]) -> None:
        """Open what no route leads to, and what these projects' routes, saved anew, lead to."""
        asked_for = {each.place for name in saved if isinstance(each := now.of(name), Destination)}
        for place in [*self._closed]:
            if place in asked_for or place not in now.places:
                del self._closed[place]
                _log.info("%s is given up, or tried again as its route was saved anew", place)
                await self._queue.open_place(place)


def _advice(entries: Iterable[Entry]) -> str:
    return "".join(f" [{each.id}] {each.problem}. {each.cause} {each.fix}" for each in entries)
