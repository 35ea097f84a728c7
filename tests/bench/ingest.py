"""How fast notifications are acknowledged: `python -m tests.bench.ingest` prints it.

Requests of 5 alerts each over real sockets, every one answered after its alerts are on the disk;
so many connections at once, each sending its next request when the last one is answered. The agent
runs in a process of its own.
"""

import asyncio
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import Final

from cakd_tui.agent.service import run_agent
from cakd_tui.agent.settings import Settings
from cakd_tui.agent.spool import Spool
from tests.agent.posting import notification
from tests.agent.resting import Resting

REQUESTS: Final = 4000
CONNECTIONS: Final = (1, 8, 64, 256)
ALERTS: Final = 5


@dataclass(frozen=True, slots=True)
class Served:
    """What the agent's process can say at its end."""

    commits: int
    cpu_seconds: float
    peak_mib: float


def _serve(directory: str, pipe: Connection) -> None:
    os.environ.pop("PYTHONASYNCIODEBUG", None)
    asyncio.run(_served(Path(directory), pipe))


async def _served(directory: Path, pipe: Connection) -> None:
    spools: list[Spool] = []
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(pipe.fileno(), stop.set)

    def resting(spool: Spool, _: object) -> Resting:
        spools.append(spool)
        return Resting()

    settings = Settings(spool=directory, port=0)
    await run_agent(settings, resting, stop, lambda urls: pipe.send(urls[0]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    pipe.send(Served(spools[0].commits, cpu, used.ru_maxrss / 1024))


@contextmanager
def agent(directory: str) -> Iterator[tuple[str, Connection]]:
    """The address of an agent in a process of its own, and the way to end it."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(directory, there))
    process.start()
    try:
        yield here.recv(), here
    finally:
        process.join(30)


async def load(port: int, connections: int) -> tuple[float, list[float]]:
    """Seconds for all requests, and for each of them."""
    bodies = iter(
        [
            notification(*(f"Alert{number}-{each}" for each in range(ALERTS)))
            for number in range(REQUESTS)
        ]
    )
    times: list[float] = []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in bodies:
            began = time.perf_counter()
            head = (
                "POST /api/v1/alerts HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                "User-Agent: Alertmanager/0.28.1\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"}")
            if b" 200 OK" not in answer or b"accepted" not in answer:
                raise RuntimeError(answer.decode())
            times.append(time.perf_counter() - began)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return time.perf_counter() - began, times


def measured(connections: int) -> str:
    """The line about so many connections."""
    with (
        tempfile.TemporaryDirectory(prefix="cakd-bench-") as directory,
        agent(directory) as (url, pipe),
    ):
        seconds, times = asyncio.run(load(int(url.rpartition(":")[2]), connections))
        pipe.send("stop")
        served: Served = pipe.recv()
    cuts = quantiles(times, n=100)
    return (
        f"{connections:>11} {REQUESTS / seconds:>11.0f} {cuts[49] * 1000:>8.1f} "
        f"{cuts[98] * 1000:>8.1f} {served.commits / REQUESTS:>14.3f} "
        f"{served.cpu_seconds / REQUESTS * 1000:>12.2f} {served.peak_mib:>8.0f}"
    )


def main() -> None:
    """Print every number."""
    sys.stdout.write(
        "connections  requests/s   p50 ms   p99 ms  syncs/request  CPU ms/req.  peak MiB\n"
    )
    for connections in CONNECTIONS:
        sys.stdout.write(measured(connections) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
