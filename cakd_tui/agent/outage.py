"""Whether a whole service is away, and who tries whether it is back: one, and the others wait.

A service that is down, or that has had enough of this machine, is not to be asked by every lane.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from cakd_tui.agent.backoff import Pause, random_pause

Sleep = Callable[[float], Awaitable[None]]

LEAST: Final = 0.1
"""Seconds before anything is tried again, whatever the service says."""


class Turn:
    """The permission to send one message; what comes of it is to be told."""

    def __init__(self, outage: "Outage", number: int) -> None:
        self._outage = outage
        self._number = number

    @property
    def is_over(self) -> bool:
        """Whether more was learnt since, so that another turn is to be taken before sending."""
        return not self._outage.is_at(self._number)

    def answered(self) -> None:
        """The service is there, whatever it had to say."""
        self._outage.over(self._number)

    def away(self, after: float | None) -> bool:
        """The service is away as a whole, for so many seconds if it said so.

        False where that was known already.
        """
        return self._outage.worse(self._number, after)


class Outage:
    """What is known of one service; nothing is, to begin with, and so it is there."""

    def __init__(
        self,
        pause: Pause = random_pause,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._number = 0
        """Grows with everything learnt: what was sent before tells nothing new."""
        self._failures = 0
        self._until = 0.0
        self._being_tried = False
        self._changed = asyncio.Event()

    @property
    def is_away(self) -> bool:
        """Whether the service is away."""
        return self._failures > 0

    @property
    def seconds_left(self) -> float:
        """Seconds until it is tried again."""
        return max(0.0, self._until - self._clock()) if self.is_away else 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """Wait until a message may be sent, within the block.

        While the service is away the first to come waits for the end of the pause and tries, the
        others for what comes of that. Who leaves without a word lets the next one try.
        """
        while self.is_away and self._being_tried:
            await self._changed.wait()
        if not self.is_away:
            yield Turn(self, self._number)
            return
        self._being_tried = True
        try:
            await self._sleep(self.seconds_left)
            yield Turn(self, self._number)
        finally:
            self._being_tried = False
            self._wake()

    def is_at(self, number: int) -> bool:
        """Whether nothing was learnt since that time."""
        return number == self._number

    def over(self, number: int) -> None:
        """The service has answered a message of that time."""
        if number == self._number and self.is_away:
            self._failures = 0
            self._number += 1
            self._wake()

    def worse(self, number: int, after: float | None) -> bool:
        """The service was away for a message of that time; of many sent then one counts."""
        if number != self._number:
            return False
        self._failures += 1
        self._number += 1
        pause = self._pause(self._failures) if after is None else after
        self._until = self._clock() + max(LEAST, pause)
        return True

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
