"""The agent in this process, on a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from starlette.applications import Starlette

from cakd_tui.agent.dispatch import Dispatch
from cakd_tui.agent.listening import addresses, listeners, shown
from cakd_tui.agent.measures import Measures
from cakd_tui.agent.server import Server
from cakd_tui.agent.service import run_agent
from cakd_tui.agent.settings import Settings
from cakd_tui.agent.spool import Spool
from tests.agent.resting import Resting

JSON = {"Content-Type": "application/json"}


@dataclass
class Agent:
    """One that runs."""

    url: str
    client: httpx.AsyncClient
    stop: asyncio.Event
    ended: asyncio.Task[None]
    dispatch: Resting
    spool: Spool

    async def post(self, body: bytes, **headers: str) -> httpx.Response:
        """Post a notification."""
        return await self.client.post("/api/v1/alerts", content=body, headers=JSON | headers)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])


@asynccontextmanager
async def running(directory: Path, dispatch: Resting | None = None) -> AsyncIterator[Agent]:
    """An agent over the spool in `directory`, until the block is left."""
    async with run_with(Settings(directory, port=0), dispatch) as agent:
        yield agent


@asynccontextmanager
async def run_with(settings: Settings, dispatch: Resting | None = None) -> AsyncIterator[Agent]:
    """The same with other settings."""
    resting = dispatch or Resting()
    spools: list[Spool] = []
    stop, urls = asyncio.Event(), asyncio.get_running_loop().create_future()

    def dispatching(spool: Spool, _: Measures) -> Dispatch:
        spools.append(spool)
        return resting

    ended = asyncio.create_task(run_agent(settings, dispatching, stop, urls.set_result))
    await asyncio.wait({ended, urls}, return_when=asyncio.FIRST_COMPLETED)
    if ended.done():
        urls.cancel()
        ended.result()
    async with httpx.AsyncClient(
        base_url=urls.result()[0], trust_env=False, verify=False
    ) as client:
        yield Agent(urls.result()[0], client, stop, ended, resting, spools[0])
    stop.set()
    await asyncio.wait_for(ended, 30)


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A client of this application alone."""
    stop, ready = asyncio.Event(), asyncio.Event()
    bound = listeners(addresses("127.0.0.1", 0))
    url = shown(bound[0])
    serving = asyncio.create_task(Server(app, ready.set).serve_until(stop, bound))
    await ready.wait()
    async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as client:
        yield client
    stop.set()
    await serving


async def exchange(port: int, request: bytes) -> bytes:
    """The head of the answer to these bytes, sent on a connection of their own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    writer.close()
    return head
