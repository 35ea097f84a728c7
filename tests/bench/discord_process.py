"""A rehearsed Discord in a process of its own, so that what it costs is not the agent's.

Its first line says where it is and which webhooks it has; for every line it is sent it says in one
line what has arrived since it began, and begins again.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from cakd_tui.rehearsal.state import Channel, Webhook
from cakd_tui.rehearsal.tokens import webhook_token
from cakd_tui.rehearsal.worlds import OPS_LAB

_LINE: Final = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Arrived:
    """What has come to a Discord."""

    titles: Sequence[Sequence[str]]
    """Of each message, what its cards are about, in the order of arrival."""
    refused: int
    """Requests answered with 429."""
    last: float
    """Seconds since 1970 at which the last message came."""
    processor: float
    """Seconds of processor time it took there."""


class DiscordProcess:
    """One that runs."""

    def __init__(self, process: asyncio.subprocess.Process, base: str, urls: list[str]) -> None:
        self._process = process
        self.base = base
        self.urls = urls
        """The webhooks, as routes name them."""

    async def arrived(self) -> Arrived:
        """What has come since the last time."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        said = json.loads(await _line(self._process))
        return Arrived(said["titles"], said["refused"], said["last"], said["processor"])


@asynccontextmanager
async def discord_process(
    webhooks: int, *, globally: bool, unseen: bool, latency: float = 0.0
) -> AsyncIterator[DiscordProcess]:
    """A Discord with so many webhooks, each in a channel of its own."""
    arguments = map(str, (webhooks, int(globally), int(unseen), latency))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.discord_process", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LINE,
    )
    said = json.loads(await _line(process))
    try:
        yield DiscordProcess(process, said["base"], said["urls"])
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def _line(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    line = await process.stdout.readline()
    assert line, "the rehearsal has ended"
    return line


async def _rehearse(webhooks: int, globally: bool, unseen: bool, latency: float) -> None:
    rehearsal = scenario("ready")
    rehearsal.count(globally=globally, unseen=unseen)
    rehearsal.latency = latency
    urls = [new_webhook(rehearsal, number) for number in range(webhooks)]
    async with serve(rehearsal) as base:
        _say({"base": base, "urls": urls})
        loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        began = time.process_time()
        while await reader.readline():
            messages = rehearsal.world.messages
            titles = [[str(each.get("title")) for each in it.embeds] for it in messages]
            _say(
                {
                    "titles": titles,
                    "refused": sum(each.status == 429 for each in rehearsal.requests),
                    "last": messages[-1].sent_at.timestamp() if messages else 0.0,
                    "processor": time.process_time() - began,
                }
            )
            began = time.process_time()
            messages.clear()
            rehearsal.requests.clear()


def new_webhook(rehearsal: Rehearsal, number: int) -> str:
    """The URL of another webhook, in a channel of its own."""
    world = rehearsal.world
    channel = Channel(world.ids.new(), OPS_LAB, f"alerts-bench-{number}")
    world.channels[channel.id] = channel
    made = Webhook(world.ids.new(), OPS_LAB, channel.id, f"bench {number}", token="")
    made = replace(made, token=webhook_token(made.id))
    world.webhooks[made.id] = made
    return f"https://discord.com/api/webhooks/{made.id}/{made.token}"


def _say(content: object) -> None:
    sys.stdout.write(json.dumps(content) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(
        _rehearse(int(sys.argv[1]), sys.argv[2] == "1", sys.argv[3] == "1", float(sys.argv[4]))
    )
