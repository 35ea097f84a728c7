"""The rehearsal behind a real loopback socket, in HTTP/1.1 with keep-alive.

Failures are honest: a drop is a TCP reset, silence an open connection on which nothing comes, a
truncated answer ends before its Content-Length, and while the rehearsal is offline the port
refuses connections.
"""

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import h11

from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.routing import PREFIX

_LOOPBACK: Final = "127.0.0.1"
_READ: Final = 64 * 1024
_RESET_ON_CLOSE: Final = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


@asynccontextmanager
async def serve(rehearsal: Rehearsal, port: int = 0) -> AsyncIterator[str]:
    """Serve until the block is left; gives the base URL, which ends in `/api/v10`.

    Port 0 takes a free one. Raises `OSError` when the port is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_LOOPBACK, port))
        port = listener.getsockname()[1]
        listening = Listening(rehearsal, listener)
        await listening.begin()
        try:
            yield f"http://{_LOOPBACK}:{port}{PREFIX}"
        finally:
            await listening.end()


class Listening:
    """A bound socket that accepts connections unless the rehearsal is offline."""

    def __init__(self, rehearsal: Rehearsal, listener: socket.socket) -> None:
        self._rehearsal = rehearsal
        self._listener = listener
        self._server: asyncio.Server | None = None
        self._waiting: asyncio.Task[None] | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """Accept connections from now on, or once the rehearsal is back."""
        if self._rehearsal.reachable.is_set():
            await self._accept()
        else:
            self._waiting = asyncio.create_task(self._accept())

    async def end(self) -> None:
        """Close the socket and every connection."""
        tasks = [*self._connections, *filter(None, [self._waiting])]
        if self._server is not None:
            self._server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self) -> None:
        await self._rehearsal.reachable.wait()
        self._server = await asyncio.start_server(self._connected, sock=self._listener)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(Conversation(self._rehearsal, reader, writer).run())
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        task.add_done_callback(lambda _: writer.close())  # also where it is ended before it began


class Conversation:
    """One connection, request after request."""

    def __init__(
        self, rehearsal: Rehearsal, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._rehearsal = rehearsal
        self._reader = reader
        self._writer = writer
        self._protocol = h11.Connection(h11.SERVER)

    async def run(self) -> None:
        """Answer until either side closes."""
        try:
            while await self._exchange():
                self._protocol.start_next_cycle()
        except h11.RemoteProtocolError as broken:
            self._writer.write(f"HTTP/1.1 400 Bad Request\r\n\r\n{broken}".encode())
        except TimeoutError:
            await self._stay_silent()
        except ConnectionError:
            self._arm_reset()
        except asyncio.CancelledError:
            self._writer.transport.abort()
            raise
        finally:
            self._writer.close()

    async def _exchange(self) -> bool:
        """Answer one request; whether another may follow."""
        event = await self._next_event()
        if not isinstance(event, h11.Request):
            return False
        body = bytearray()
        while isinstance(part := await self._next_event(), h11.Data):
            body += part.data
        if not isinstance(part, h11.EndOfMessage):
            return False
        headers = {name.decode(): value.decode("latin-1") for name, value in event.headers}
        reply = await self._rehearsal.answer(
            event.method.decode(), event.target.decode(), headers, bytes(body)
        )
        await self._send(reply)
        return self._protocol.our_state is h11.DONE and self._protocol.their_state is h11.DONE

    async def _next_event(self) -> h11.Event | None:
        """The next event of the request, or none where there can't be one."""
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            self._protocol.receive_data(await self._reader.read(_READ))
        return event if isinstance(event, h11.Event) else None

    async def _send(self, reply: Reply) -> None:
        self._write(h11.Response(status_code=reply.status, headers=list(reply.headers)))
        for chunk in reply.chunks():
            self._write(h11.Data(data=chunk))
            await self._writer.drain()
        if not reply.cut_short:
            self._write(h11.EndOfMessage())
        await self._writer.drain()

    def _write(self, event: h11.Event) -> None:
        data = self._protocol.send(event)
        if data:
            self._writer.write(data)

    async def _stay_silent(self) -> None:
        """Keep the connection open without a word until the client gives up."""
        while await self._reader.read(_READ):
            pass

    def _arm_reset(self) -> None:
        """Have the connection closed with a TCP reset instead of a goodbye."""
        held: socket.socket | None = self._writer.get_extra_info("socket")
        if held is not None:
            with suppress(OSError):  # the client was quicker: it is closed already
                held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
