"""Keeps a route on disk in step with what a provider does."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.ports import RouteStore
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret

Saved = TypeVar("Saved")


class RouteMemory:
    """Keeps the route up to date on disk while a provider works.

    A route that can't be written doesn't stop the provider: `failure` holds why, for the end.
    """

    def __init__(
        self,
        store: RouteStore,
        route: Route,
        written: Route | None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        self._store = store
        self._written = written
        self._values = route.values if values is None else values
        """The answers that hold once the route leads where the provider says."""
        self.route = route
        self.failure: RouteStoreError | None = None

    @property
    def written(self) -> Route | None:
        """The route as it is on disk."""
        return self._written

    async def remember(
        self,
        thing: Remembered,
        left: Collection[str] = (),
        gone: Collection[str] = (),
        url: Secret | None = None,
    ) -> None:
        """As in `Memory`."""
        route = self.route.leaving(left) if left else self.route
        for kind in gone:
            route = route.without_thing(kind)
        route = route.with_thing(thing)
        if url is not None:
            route = route.leading_to(url, self._values)
        await self.keep(route)

    async def lead_to(self, url: Secret, kept: Mapping[str, str]) -> None:
        """Write down where alerts are posted from now on, and what its provider keeps there.

        What stands there already is saved anew: whoever watches the file learns by that that the
        place was looked after. Where that fails nothing is amiss.
        """
        route = replace(self.route.leading_to(url, self._values), kept=kept)
        if route != self._written:
            await self.keep(route)
            return
        self.route, self.failure = route, None
        with suppress(RouteStoreError):
            await unbroken(self._store.save, route)

    async def forget(self, kind: str) -> None:
        """Write down that the thing of this kind is gone."""
        await self.keep(self.route.without_thing(kind))

    async def keep(self, route: Route) -> None:
        """Write the route down as it is now, unless it stands there already."""
        self.route = route
        if route == self._written:
            self.failure = None
            return
        try:
            await unbroken(self._store.save, route)
        except RouteStoreError as error:
            self.failure = error
        else:
            self.failure = None
            self._written = route


async def unbroken(change: Callable[[Saved], None], what: Saved) -> None:
    """Change what is saved in a thread that nothing breaks off: cancelled, this ends when it has.

    The project's lock is held until then. Raises `RouteStoreError`.
    """
    # No task: the end of the event loop cancels those, and the thread would go on unwatched.
    saving = asyncio.get_running_loop().run_in_executor(None, change, what)
    cancelled: asyncio.CancelledError | None = None
    while not saving.done():
        try:
            await asyncio.wait([saving])
        except asyncio.CancelledError as error:
            cancelled = error
    failure = saving.exception()  # asked in any case: asyncio reports one that nobody heard of
    if cancelled:
        raise cancelled
    if failure:
        raise failure
