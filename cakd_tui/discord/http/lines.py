"""Connections to one host: each carries one request at a time, and the last used goes first.

What did not come to its end in good order is not used again.

A pool that picks among all its connections looks at every one of them for every request, and asks
the system about those that rest; with many requests side by side that costs more than they do.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Final

import httpx

IDLE: Final = 60.0
"""Seconds for which a connection is kept that nobody needs."""
ONE: Final = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=IDLE)
"""The limits of a transport that is one line."""


class Lines(httpx.AsyncBaseTransport):
    """A transport over as many lines as are needed at the same time, `most` at most.

    Raises `httpx.PoolTimeout` where none is free within the time the request has for that.
    """

    def __init__(
        self,
        new: Callable[[], httpx.AsyncBaseTransport],
        most: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`new` makes a line; the first here and now, so that what is wrong is told at once."""
        self._places = asyncio.Semaphore(most)
        self._new = new
        self._clock = clock
        self._free = [(new(), clock())]
        """Those that rest, and since when; the last used at the end."""
        self._busy: set[httpx.AsyncBaseTransport] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; its line is free again once that was read and closed."""
        await self._place(request)
        line = self._free.pop()[0] if self._free else self._new()
        self._busy.add(line)
        try:
            response = await line.handle_async_request(request)
        except BaseException:
            await self._done(line, in_order=False)
            raise
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Stream(response, partial(self._done, line)),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close all; what is under way fails."""
        every = [*self._busy, *(line for line, _ in self._free)]
        self._busy.clear()
        self._free.clear()
        for line in every:
            await line.aclose()

    async def _place(self, request: httpx.Request) -> None:
        patience: Mapping[str, float | None] = request.extensions.get("timeout", {})
        try:
            async with asyncio.timeout(patience.get("pool")):
                await self._places.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("no connection is free", request=request) from None

    async def _done(self, line: httpx.AsyncBaseTransport, in_order: bool) -> None:
        if line not in self._busy:
            return  # all are closed
        self._busy.remove(line)
        self._places.release()
        if not in_order:
            await line.aclose()
            return
        now = self._clock()
        self._free.append((line, now))
        while now - self._free[0][1] > IDLE:
            await self._free.pop(0)[0].aclose()


class _Stream(httpx.AsyncByteStream):
    """The body of a response; closing it closes that, and tells whether all of it was read."""

    def __init__(self, response: httpx.Response, closed: Callable[[bool], Awaitable[None]]) -> None:
        self._response = response
        self._closed = closed
        self._is_read = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_raw():
            yield part
        self._is_read = True

    async def aclose(self) -> None:
        in_order = False
        try:
            await self._response.aclose()
            in_order = self._is_read
        finally:
            await self._closed(in_order)
