"""What a failure needs to be brought about: servers on real sockets, files, clients, and an end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext

import pytest

from cakd_tui.core.errors import CakdError
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import DiscordClient, open_client
from cakd_tui.discord.http.patience import Patience
from cakd_tui.rehearsal.faults import Effect, Fault
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.troubleshooting.certificates import Authority

Ask = Callable[[DiscordApi], Awaitable[object]]
Accept = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
TOKEN = Secret("a.b.c")


@dataclass
class Stage:
    """A place to let something fail in."""

    directory: Path
    patch: pytest.MonkeyPatch
    authority: Authority
    stack: AsyncExitStack

    async def refused(self, effect: Effect, ask: Ask, patience: Patience | None = None) -> Symptom:
        """What the client raises when this befalls all it asks of the rehearsal's server."""
        rehearsal = scenario("ready", tempo=0)
        rehearsal.faults.add(Fault(effect, times=None))
        base = await self.stack.enter_async_context(serve(rehearsal))
        return await self.asked(base, ask, patience)

    async def asked(
        self, base: str, ask: Ask, patience: Patience | None = None, token: Secret = TOKEN
    ) -> Symptom:
        """What the client raises when it asks at this address."""
        api = DiscordApi(await self.client(base, patience), token)
        with pytest.raises(CakdError) as raised:
            await ask(api)
        return raised.value.symptom

    async def client(self, base: str, patience: Patience | None = None) -> DiscordClient:
        """A client to this address, which waits for nothing between two attempts."""
        client = open_client(base, patience=patience, sleep=_at_once)
        await self.stack.enter_async_context(client)
        return client

    async def listening(self, accept: Accept, context: SSLContext | None = None) -> int:
        """The port of a server that does this with every connection."""
        return await self.stack.enter_async_context(_listening(accept, context))


@asynccontextmanager
async def staged(
    directory: Path, patch: pytest.MonkeyPatch, authority: Authority
) -> AsyncIterator[Stage]:
    """A stage that is cleared when the block is left."""
    async with AsyncExitStack() as stack:
        yield Stage(directory, patch, authority, stack)


async def _at_once(seconds: float) -> None:
    del seconds


@asynccontextmanager
async def _listening(accept: Accept, context: SSLContext | None) -> AsyncIterator[int]:
    tasks: set[asyncio.Task[None]] = set()

    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await accept(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()

    def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(conversation(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accepted, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
