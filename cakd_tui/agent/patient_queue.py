"""The spool as the lanes use it: what fails there is tried again until it works.

A lane that gave up would send twice what it could not strike out, or never what it could not read.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Final, TypeVar

from cakd_tui.agent.backoff import Pause, random_pause
from cakd_tui.agent.queue import Held, Quarantine, Queue
from cakd_tui.agent.spool_error import SpoolError

_log: Final = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


class PatientQueue:
    """A `Queue` that raises nothing: it waits for the disk to come back, and says so once."""

    def __init__(self, queue: Queue, pause: Pause = random_pause) -> None:
        self._queue = queue
        self._pause = pause
        self._failing: dict[object, str] = {}

    @property
    def trouble(self) -> str:
        """What keeps the spool from being used now; empty where nothing does."""
        return next(iter(self._failing.values()), "")

    async def waiting(self, namespaces: Collection[str], most: int) -> Sequence[Held]:
        """The oldest alerts of these namespaces, in the order of arrival; what waits stays."""
        return await self._insisted(lambda: self._queue.waiting(namespaces, most))

    async def counts(self) -> Mapping[str, int]:
        """How many alerts wait, by namespace; alerts without one are under the empty name."""
        return await self._insisted(self._queue.counts)

    async def delivered(self, ids: Collection[int]) -> None:
        """Forget these: they have arrived."""
        await self._insisted(lambda: self._queue.delivered(ids))

    async def set_aside(self, ids: Collection[int], why: str) -> None:
        """Keep these out of the way: the service does not take them in any form."""
        await self._insisted(lambda: self._queue.set_aside(ids, why))

    async def quarantines(self) -> Sequence[Quarantine]:
        """The places that are closed."""
        return await self._insisted(self._queue.quarantines)

    async def close_place(self, quarantine: Quarantine) -> None:
        """Write down that a place is closed; one that is already stays as it was."""
        await self._insisted(lambda: self._queue.close_place(quarantine))

    async def open_place(self, place: str) -> None:
        """Write down that a place is open again."""
        await self._insisted(lambda: self._queue.open_place(place))

    async def _insisted(self, ask: Callable[[], Awaitable[_Answer]]) -> _Answer:
        failures, who = 0, object()
        try:
            while True:
                try:
                    return await ask()
                except SpoolError as error:
                    failures += 1
                    self._told(who, error.message)
                await asyncio.sleep(self._pause(failures))
        finally:
            if self._failing.pop(who, None) and not self._failing:
                _log.info("The spool can be used again")

    def _told(self, who: object, message: str) -> None:
        if message not in self._failing.values():
            _log.error("Deliveries wait for the spool: %s", message)
        self._failing[who] = message
