"""How fast notifications are acknowledged: `python -m tests.bench.ingest` prints it.

Requests of 5 alerts each over real sockets, every one answered after its alerts are on the disk;
so many connections at once, each sending its next request when the last one is answered. The agent
runs in a process of its own. Where it delivers meanwhile, it does so to a rehearsed Discord in
another process, into 20 webhooks of 5 messages in 2 s each; all of them share the processors.
"""

import asyncio
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import Final

from cakd_tui.agent.delivery import delivery
from cakd_tui.agent.dispatch import Dispatch
from cakd_tui.agent.measures import Measures
from cakd_tui.agent.service import run_agent
from cakd_tui.agent.settings import Settings
from cakd_tui.agent.spool import Spool
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.storage.routes import FileRoutes
from tests.agent.posting import notification
from tests.agent.resting import Resting
from tests.bench.discord_process import discord_process

REQUESTS: Final = 4000
ALERTS: Final = 5
CONNECTIONS: Final = (1, 8, 64, 256)
PROJECTS: Final = 20

_HEAD: Final = (
    "POST /api/v1/alerts HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Alertmanager/0.28.1\r\n"
    "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Served:
    """What the agent's process can say at its end."""

    commits: int
    waiting: int
    """Alerts that were not delivered by then."""
    cpu_seconds: float
    peak_mib: float


@dataclass
class Built:
    """Delivery of the agent in this process, which rests where there is no Discord."""

    directory: Path
    base: str
    """The rehearsed Discord's address; empty for none."""
    spools: list[Spool] = field(default_factory=list)

    def dispatch(self, spool: Spool, measures: Measures) -> Dispatch:
        """It, over this spool."""
        self.spools.append(spool)
        if not self.base:
            return Resting()
        provider = DiscordProvider({"CAKD_DISCORD_API": self.base})
        return delivery(spool, measures, FileRoutes(self.directory / "routes"), lambda _: provider)


def serve(directory: str, base: str, pipe: Connection) -> None:
    """Run the agent until something comes through the pipe; in a process of its own."""
    asyncio.run(_served(Built(Path(directory), base), pipe))


async def _served(built: Built, pipe: Connection) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(pipe.fileno(), partial(_report, built, pipe, stop))
    settings = Settings(spool=built.directory / "spool", port=0)
    await run_agent(settings, built.dispatch, stop, lambda urls: pipe.send(urls[0]))


def _report(built: Built, pipe: Connection, stop: asyncio.Event) -> None:
    """Say what it took, and end."""
    asyncio.get_running_loop().remove_reader(pipe.fileno())
    used = resource.getrusage(resource.RUSAGE_SELF)
    spool = built.spools[0]

    def said(counted: asyncio.Task[int]) -> None:
        cpu = used.ru_utime + used.ru_stime
        pipe.send(Served(spool.commits, counted.result(), cpu, used.ru_maxrss / 1024))
        stop.set()

    asyncio.ensure_future(_waiting(spool)).add_done_callback(said)


async def _waiting(spool: Spool) -> int:
    return sum((await spool.counts()).values())


@asynccontextmanager
async def agent(directory: str, base: str) -> AsyncIterator[tuple[int, Connection]]:
    """The port of an agent in a process of its own, and the way to end it."""
    here, there = multiprocessing.Pipe()
    spawning = multiprocessing.get_context("spawn")
    process = spawning.Process(target=serve, args=(directory, base, there))
    process.start()
    url = await asyncio.to_thread(here.recv)
    yield int(url.rpartition(":")[2]), here
    await asyncio.to_thread(process.join, 30)


async def load(port: int, connections: int) -> tuple[float, list[float]]:
    """Seconds for all requests, and for each of them."""
    bodies = iter([_body(number) for number in range(REQUESTS)])
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_sender(port, bodies, times) for _ in range(connections)))
    return time.perf_counter() - began, times


def _body(number: int) -> bytes:
    names = [f"Alert{number}-{each}" for each in range(ALERTS)]
    return notification(*names, namespace=f"bench-{number % PROJECTS}")


async def _sender(port: int, bodies: Iterator[bytes], times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for body in bodies:
        began = time.perf_counter()
        writer.write(_HEAD.format(len(body)).encode() + body)
        answer = await reader.readuntil(b"}")
        if b" 200 OK" not in answer or b"accepted" not in answer:
            raise RuntimeError(answer.decode())
        times.append(time.perf_counter() - began)
    writer.close()


async def measured(connections: int, *, delivers: bool) -> str:
    """The line about so many connections."""
    async with AsyncExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="cakd-bench-"))
        base = ""
        if delivers:
            there = discord_process(PROJECTS, globally=True, unseen=False)
            discord = await stack.enter_async_context(there)
            base = discord.base
            routes = FileRoutes(Path(directory) / "routes")
            for number, url in enumerate(discord.urls):
                routes.save(Route(f"bench-{number}", "discord", webhook=Secret(url)))
        port, pipe = await stack.enter_async_context(agent(directory, base))
        seconds, times = await load(port, connections)
        pipe.send("report")
        served: Served = await asyncio.to_thread(pipe.recv)
    cuts = quantiles(times, n=100)
    return (
        f"{connections:>11} {REQUESTS / seconds:>11.0f} {cuts[49] * 1000:>8.1f} "
        f"{cuts[98] * 1000:>8.1f} {served.commits / REQUESTS:>14.3f} "
        f"{served.cpu_seconds / REQUESTS * 1000:>12.2f} {served.peak_mib:>9.0f} "
        f"{REQUESTS * ALERTS - served.waiting:>10}\n"
    )


async def main() -> None:
    """Print every number."""
    for delivers in (False, True):
        sys.stdout.write(
            f"{'and delivers meanwhile' if delivers else 'takes alerts alone'}\n"
            "connections  requests/s   p50 ms   p99 ms  syncs/request  CPU ms/req.  peak MiB  "
            "delivered\n"
        )
        for connections in CONNECTIONS:
            sys.stdout.write(await measured(connections, delivers=delivers))
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
