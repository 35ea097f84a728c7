"""The lanes that run: one for each place that has work, begun when it comes and gone when it is
done.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from cakd_tui.agent.backoff import Pause, random_pause
from cakd_tui.agent.lane import Lane
from cakd_tui.core.mistake import place_of

_log: Final = logging.getLogger(__name__)


class Lanes:
    """Begins lanes, and ends them without cutting short what is under way."""

    def __init__(
        self,
        new: Callable[[str], Lane | None],
        mistaken: Callable[[str], None],
        pause: Pause = random_pause,
    ) -> None:
        """`new` gives a lane for a place, None where there is no work for one.

        `mistaken` is told of each place whose lane stopped by a mistake.
        """
        self._new = new
        self._mistaken = mistaken
        self._pause = pause
        self._running: dict[str, tuple[Lane, asyncio.Task[None]]] = {}
        self._failures: dict[str, int] = {}
        self._resting: set[str] = set()
        """Places whose lane stopped by a mistake, until they are tried again."""
        self.mistakes: dict[str, str] = {}
        """By place, the mistake by which its lane stopped, until something arrives there."""
        self._is_ending = False

    def wake(self, places: Iterable[str]) -> None:
        """There may be work for these."""
        if self._is_ending:
            return
        for place in places:
            if place in self._running:
                self._running[place][0].wake()
            elif place not in self._resting and (lane := self._new(place)) is not None:
                task = asyncio.create_task(lane.run(), name=f"lane {place}")
                self._running[place] = lane, task
                task.add_done_callback(partial(self._over, place))

    def delivered(self, place: str) -> None:
        """Something has arrived there."""
        self._failures.pop(place, None)
        self.mistakes.pop(place, None)

    async def end(self, grace: float) -> None:
        """Begin no message any more; those under way have so many seconds."""
        self._is_ending = True
        sending = []
        for lane, task in [*self._running.values()]:
            lane.end()
            if lane.is_sending:
                sending.append(task)
            else:
                task.cancel()
        if sending:
            await asyncio.wait(sending, timeout=grace)
        tasks = [task for _, task in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _over(self, place: str, task: asyncio.Task[None]) -> None:
        del self._running[place]
        error = None if task.cancelled() else task.exception()
        if error is None:
            self.delivered(place)
            self.wake([place])  # something may have come meanwhile
            return
        failures = self._failures[place] = self._failures.get(place, 0) + 1
        mistake = self.mistakes[place] = place_of(error)
        _log.error("Delivery to %s stopped by a mistake of the agent's own: %s", place, mistake)
        self._mistaken(place)
        self._resting.add(place)
        asyncio.get_running_loop().call_later(self._pause(failures), self._again, place)

    def _again(self, place: str) -> None:
        self._resting.discard(place)
        self.wake([place])
