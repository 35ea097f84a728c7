"""A scripted server on a real loopback socket, fake time, and clients that get closed."""

import asyncio
import json
import socket
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import MappingProxyType

import h11
import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi, WebhookApi
from cakd_tui.discord.http.client import DiscordClient, open_client
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.http.ratelimit import Wait
from cakd_tui.discord.http.retry import Retry

BOT_TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
WEBHOOK_TOKEN = "wh-S3cret_token-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
GENUINE = {"Via": "1.1 google"}
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass
class Request:
    """What the server was asked."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> object:
        value: object = json.loads(self.body)
        return value


@dataclass
class Reply:
    """What the server does about it."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    promised: int | None = None
    """`Content-Length`, if it is to lie."""
    raw: bytes | None = None
    """Bytes sent in place of any HTTP."""
    padding: int = 0
    """Spaces sent after the body, until the client has enough."""
    gate: asyncio.Event | None = None
    """Answered no sooner than this is set."""
    stall: bool = False
    """After the body, the rest promised never comes."""
    hang_up: bool = False
    """No answer: the connection is reset."""


Handler = Callable[[Request], Awaitable[Reply]]


class Server:
    """Answers with the replies scripted for it, in order, or as its handler says."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.arrived = asyncio.Event()
        self.connections = 0
        self.sent = 0
        self.handler: Handler | None = None
        self.url = ""
        self._script: deque[Reply] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    def script(self, *replies: Reply) -> None:
        self._script.extend(replies)

    def says(
        self, value: object, status: int = 200, headers: Mapping[str, str] = NO_HEADERS
    ) -> None:
        self.script(self.json(value, status, headers))

    def json(
        self, value: object, status: int = 200, headers: Mapping[str, str] = NO_HEADERS
    ) -> Reply:
        return Reply(status, {**GENUINE, **headers}, json.dumps(value).encode())

    def text(self, text: str, status: int = 200, headers: Mapping[str, str] = NO_HEADERS) -> Reply:
        return Reply(status, headers, text.encode())

    def reply(self, **fields: object) -> Reply:
        made = Reply()
        for name, value in fields.items():
            assert hasattr(made, name)
            setattr(made, name, value)
        return made

    def limited(self, retry_after: object = 3.0, headers: Mapping[str, str] = NO_HEADERS) -> Reply:
        value: dict[str, object] = {"message": "You are being rate limited.", "global": False}
        if retry_after is not None:
            value["retry_after"] = retry_after
        return self.json(value, 429, headers)

    async def serve(self, context: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=context)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{port}/api/v10"

    async def close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self._connection(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            wire = h11.Connection(h11.SERVER)
            while (request := await _read(wire, reader)) is not None:
                self.requests.append(request)
                self.arrived.set()
                if not await self._answered(await self._reply(request), writer):
                    break
                wire.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
                wire.send(h11.EndOfMessage())
                wire.start_next_cycle()
        except (ConnectionError, h11.RemoteProtocolError):
            pass
        finally:
            writer.transport.abort()

    async def _reply(self, request: Request) -> Reply:
        if self.handler is not None:
            return await self.handler(request)
        return self._script.popleft() if self._script else self.text("unscripted", 418)

    async def _answered(self, reply: Reply, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection goes on."""
        if reply.gate is not None:
            await reply.gate.wait()
        if reply.hang_up:
            return False
        if reply.raw is not None:
            writer.write(reply.raw)
            await writer.drain()
            return False
        length = reply.promised if reply.promised is not None else len(reply.body) + reply.padding
        lines = [f"HTTP/1.1 {reply.status} Scripted", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in reply.headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + reply.body)
        await writer.drain()
        for _ in range(reply.padding // 65536):
            writer.write(b" " * 65536)
            await writer.drain()
            self.sent += 65536
        if reply.stall:
            await asyncio.Event().wait()
        return reply.promised is None


async def _read(wire: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    asked: Request | None = None
    while True:
        event = wire.next_event()
        if event is h11.NEED_DATA:
            wire.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Request):
            headers = {name.decode(): value.decode("latin-1") for name, value in event.headers}
            asked = Request(event.method.decode(), event.target.decode(), headers, b"")
        elif isinstance(event, h11.Data):
            assert asked is not None
            asked.body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            return asked
        else:
            return None


class FakeTime:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 2))
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


class Notices(list[Wait | Retry]):
    """What was said while a call took longer."""

    def __call__(self, said: Wait | Retry) -> None:
        self.append(said)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server that speaks plain HTTP."""
    server = Server()
    await server.serve()
    yield server
    await server.close()


@pytest.fixture
async def bare_server() -> AsyncIterator[Server]:
    """A server still to be told how to serve."""
    server = Server()
    yield server
    await server.close()


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def said() -> Notices:
    return Notices()


Connect = Callable[..., DiscordClient]


@pytest.fixture
async def connect(server: Server, time: FakeTime) -> AsyncIterator[Connect]:
    """Opens a client to the scripted server, or to another base URL."""
    async with AsyncExitStack() as opened:
        clients: list[DiscordClient] = []

        def connect(base_url: str = "", patience: Patience | None = None) -> DiscordClient:
            client = open_client(
                base_url or server.url, patience=patience, clock=time.clock, sleep=time.sleep
            )
            clients.append(client)
            opened.push_async_callback(client.aclose)
            return client

        yield connect


@pytest.fixture
def token() -> Secret:
    return Secret(BOT_TOKEN)


@pytest.fixture
def webhook_token() -> Secret:
    return Secret(WEBHOOK_TOKEN)


@pytest.fixture
def api(connect: Connect, token: Secret, said: Notices) -> DiscordApi:
    """The whole API on the scripted server."""
    return DiscordApi(connect(), token, said)


@pytest.fixture
def hooks(connect: Connect, said: Notices) -> WebhookApi:
    """The routes that need no bot, on the scripted server."""
    return WebhookApi(connect(), said)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no certificates of the machine's."""
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def free_port() -> Iterator[int]:
    """A port of this machine that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
