"""Turns work that reports to a callback into one async stream of what it reported."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

from cakd_tui.core.events import Event

Emit = Callable[[Event], None]
"""Says an event; never blocks and never fails."""


async def stream(work: Callable[[Emit], Awaitable[None]]) -> AsyncGenerator[Event]:
    """Yield what `work` emits, in order, until it is done; then raise what it raised.

    Closing the stream early cancels the work and waits until it has stopped, so consume it with
    `contextlib.aclosing`.
    """
    told: asyncio.Queue[Event | None] = asyncio.Queue()

    async def run() -> None:
        try:
            await work(told.put_nowait)
        finally:
            told.put_nowait(None)

    task = asyncio.create_task(run())
    try:
        while (event := await told.get()) is not None:
            yield event
        await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
