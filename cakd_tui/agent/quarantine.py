"""The places nothing is sent to any more: a service that hears of a dead one again and again
restricts whoever asks.

A place is opened again when no route leads there any more, or when its route was saved anew: that
is how `cakd create` says that it looked after it. One that may be mended as it is, which nobody
might tell of, is opened from time to time; the first message shows whether it was mended.
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

    def __init__(self, queue: Queue, retry: float, clock: Callable[[], float] = time.time) -> None:
        """`retry` is in seconds, between two messages to a place that may be mended."""
        self._queue = queue
        self._retry = retry
        self._clock = clock
        self._closed: dict[str, Quarantine] = {}
        self._due: dict[str, float] = {}
        """When a place that may be mended is tried again."""
        self._tried: dict[str, Quarantine] = {}
        """Those open to be tried, as they were closed."""

    def __contains__(self, place: object) -> bool:
        return place in self._closed

    @property
    def closed(self) -> Mapping[str, Quarantine]:
        """Them, by place."""
        return self._closed

    async def recall(self) -> None:
        """Take over what an earlier run has written down."""
        for each in await self._queue.quarantines():
            self._keep(each)
            _log.warning("Nothing is sent to %s, as it was gone (%s)", each.place, each.entry)

    async def try_at_start(self, place: str) -> None:
        """Open this one, which no file tells of when it is looked after: a start does."""
        await self._open_for_try(place)

    async def try_due(self) -> bool:
        """Open those whose time has come; whether there were any."""
        now = time.monotonic()
        due = [place for place, at in self._due.items() if at <= now]
        for place in due:
            await self._open_for_try(place)
        return bool(due)

    def delivered(self, place: str) -> None:
        """Something has arrived there."""
        if self._tried.pop(place, None):
            _log.info("%s takes alerts again", place)

    async def close(self, where: Destination, error: Gone, whose: Collection[str]) -> None:
        """Send nothing there from now on, write it down, and say why and what mends it."""
        entries = matching(where.carrier.entries, error.symptom)
        entry = entries[0].id if entries else ""
        before = self._tried.pop(where.place, None)
        since = before.since if before else self._clock()
        closed = Quarantine(where.place, entry, since, error.mendable)
        self._keep(closed)
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
        self._tried = {place: was for place, was in self._tried.items() if place in now.places}
        asked_for = {each.place for name in saved if isinstance(each := now.of(name), Destination)}
        for place in [*self._closed]:
            if place in asked_for or place not in now.places:
                _log.info("%s is given up, or tried again as its route was saved anew", place)
                await self._open(place)

    def _keep(self, closed: Quarantine) -> None:
        self._closed[closed.place] = closed
        if closed.mendable:
            self._due[closed.place] = time.monotonic() + self._retry

    async def _open_for_try(self, place: str) -> None:
        if (closed := self._closed.get(place)) is not None:
            self._tried[place] = closed
            _log.info("%s, which was gone, is tried again", place)
            await self._open(place)

    async def _open(self, place: str) -> None:
        self._closed.pop(place, None)
        self._due.pop(place, None)
        await self._queue.open_place(place)


def _advice(entries: Iterable[Entry]) -> str:
    return "".join(f" [{each.id}] {each.problem}. {each.cause} {each.fix}" for each in entries)
