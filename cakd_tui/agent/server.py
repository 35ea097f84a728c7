"""The HTTP server, on sockets that are bound already; whoever runs it says when it ends."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.applications import Starlette

_GRACE: Final = 10
"""Seconds the requests under way have to end, once the agent is told to."""

_KEEP_ALIVE: Final = 75
"""Seconds an idle connection stays open: longer than the pauses between the groups of one flush."""


class Server(uvicorn.Server):
    """Serves one application, and calls `ready` once it does."""

    def __init__(self, app: Starlette, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="auto",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_GRACE,
            )
        )
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: they are taken by whoever runs the agent."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections from now on."""
        await super().startup(sockets=sockets)
        self._ready()

    async def serve_until(self, stop: asyncio.Event, listeners: Sequence[socket.socket]) -> None:
        """Answer requests until `stop` is set and those under way have ended."""
        stopping = asyncio.create_task(self._exit_at(stop))
        try:
            await self.serve(sockets=list(listeners))
        finally:
            stopping.cancel()

    async def _exit_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.should_exit = True
