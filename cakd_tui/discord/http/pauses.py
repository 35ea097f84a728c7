"""Sleeps that somebody in a hurry can end before their time."""

import asyncio
from collections.abc import Awaitable, Callable

Sleep = Callable[[float], Awaitable[bool | None]]
"""Sleeps for so many seconds; gives True where it was cut short."""


class Pauses:
    """A `Sleep` for all that wait in one connection."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep
        self._under_way: set[asyncio.Timeout] = set()
        self.hurries = 0
        """How many times they were cut short."""

    async def __call__(self, seconds: float) -> bool:
        """Sleep; whether it was cut short. A cancellation comes through as one."""
        scope = asyncio.timeout(None)
        try:
            async with scope:
                self._under_way.add(scope)
                try:
                    await self._sleep(seconds)
                finally:
                    self._under_way.discard(scope)
        except TimeoutError:
            if not scope.expired():
                raise
        return scope.expired()

    def hurry(self) -> None:
        """End the sleeps under way; those that begin later are not touched."""
        self.hurries += 1
        now = asyncio.get_running_loop().time()
        for scope in self._under_way:
            if not scope.expired():
                scope.reschedule(now)
