"""Discord without a socket: requests answered by a function of this process.

What that function raises in place of an answer becomes what a socket would make of it.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence

import httpx

from cakd_tui.discord.http.answering import Answering


class InProcessTransport(httpx.AsyncBaseTransport):
    """Asks a function instead of a server, with the read timeout of the request."""

    def __init__(self, answer: Answering) -> None:
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The function's answer, or the error of httpx that belongs to its `OSError`."""
        target = request.url.raw_path.decode("ascii")
        body = await request.aread()
        limits: Mapping[str, float | None] = request.extensions.get("timeout", {})
        try:
            async with asyncio.timeout(limits.get("read")):
                reply = await self._answer(request.method, target, request.headers, body)
        except OSError as error:
            raise _as_a_socket_would(error) from error
        return httpx.Response(
            reply.status, headers=list(reply.headers), stream=_Stream(reply.headers, reply.body)
        )


class _Stream(httpx.AsyncByteStream):
    def __init__(self, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        lengths = [value for name, value in headers if name.lower() == "content-length"]
        self._is_whole = not lengths or int(lengths[0]) <= len(body)
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body
        if not self._is_whole:
            raise httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body"
            )


def _as_a_socket_would(error: OSError) -> httpx.TransportError:
    if isinstance(error, TimeoutError):
        return httpx.ReadTimeout(str(error))
    never_connected = isinstance(error, ConnectionRefusedError | socket.gaierror | ssl.SSLError)
    if isinstance(error, ConnectionError) and not never_connected:
        return httpx.ReadError(str(error))
    return httpx.ConnectError(str(error))
