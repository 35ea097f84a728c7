"""Who is busy with which namespaces: an alert is never on its way to two places.

A route that comes to lead elsewhere gives its namespace to another lane while a message of the
former one may still be under way.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager


class Claims:
    """The namespaces somebody is busy with."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._given_back = asyncio.Event()

    @asynccontextmanager
    async def of(self, wanted: Callable[[], Collection[str]]) -> AsyncIterator[frozenset[str]]:
        """Wait until nobody else is busy with any of these, and be so within the block.

        What is wanted is asked for again after each wait, as it may be something else by then.
        """
        while not self._taken.isdisjoint(names := frozenset(wanted())):
            await self._given_back.wait()
        self._taken |= names
        try:
            yield names
        finally:
            self._taken -= names
            self._given_back.set()
            self._given_back = asyncio.Event()
