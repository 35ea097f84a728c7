"""`cakd-agent` killed at any moment under load: what it has acknowledged arrives, in order.

Twice arrives only what was on its way: for each place and kill one message at most.
"""

import asyncio
import os
import random
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from cakd_tui.agent.spool_look import look_into
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from cakd_tui.storage.routes import FileRoutes
from tests.agent.doubles import until
from tests.agent.forked import agents
from tests.agent.posting import notification
from tests.bench.discord_process import new_webhook
from tests.campaign.conftest import scratch as scratch
from tests.campaign.stable import CAN_FORK, Stable
from tests.campaign.tally import Tally, record

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked, which Windows can't")

KILLS = 50
PROJECTS = 6
TOGETHER = 3
"""Alerts in one notification."""
LATENCY = 0.004
"""Seconds the rehearsal takes to answer, so that kills fall while messages are under way."""


@dataclass
class Place:
    """A machine with one agent, some projects, and the Discord they have their channels in."""

    stable: Stable
    rehearsal: Rehearsal
    base: str
    directory: Path
    port: int
    acknowledged: list[str] = field(default_factory=list)

    async def begin(self) -> int:
        """Begin an agent; its process number."""
        named = ["--port", self.port, "--spool", self.spool, "--routes", self.directory / "routes"]
        known = {"CAKD_DISCORD_API": self.base, "XDG_STATE_HOME": str(self.directory)}
        return await self.stable.begin(list(map(str, named)), known, self.directory)

    @property
    def spool(self) -> Path:
        """Where the agent keeps what it has taken."""
        return self.directory / "spool"

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits any more."""
        looks = (look_into(self.spool, project, "") for project in projects())
        return all(look is not None and not look.waiting for look in looks)

    def arrived(self) -> dict[str, list[list[str]]]:
        """By channel the messages, each by the names of its alerts."""
        messages: dict[str, list[list[str]]] = {}
        for each in self.rehearsal.world.messages:
            titles = [str(embed["title"]) for embed in each.embeds]
            messages.setdefault(each.channel_id, []).append(titles)
        return messages


def projects() -> list[str]:
    return [f"project-{number}" for number in range(PROJECTS)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def place(home: Path, directory: Path) -> AsyncIterator[Place]:
    """One on which nothing has come yet."""
    rehearsal = scenario("ready", tempo=0.01)
    rehearsal.count(globally=False, unseen=False)
    rehearsal.latency = LATENCY
    routes = FileRoutes(directory / "routes")
    for number, project in enumerate(projects()):
        url = Secret(new_webhook(rehearsal, number))
        routes.save(Route(project, "discord", webhook=url))
    async with serve(rehearsal) as base, agents(home) as stable:
        yield Place(stable, rehearsal, base, directory, free_port())


async def keep_posting(at: Place, project: str, enough: asyncio.Event) -> None:
    """Post one notification after the other, each until it is acknowledged."""
    base, number = f"http://127.0.0.1:{at.port}", 0
    async with httpx.AsyncClient(base_url=base) as client:
        while not enough.is_set():
            names = [f"{project}-{number * TOGETHER + each:05}" for each in range(TOGETHER)]
            body = notification(*names, namespace=project)
            try:
                answer = await client.post(
                    "/api/v1/alerts", content=body, headers={"Content-Type": "application/json"}
                )
            except httpx.TransportError:
                await asyncio.sleep(0.005)
                continue
            assert answer.status_code == 200, answer.text
            at.acknowledged += names
            number += 1


async def kill(at: Place, after: float) -> None:
    """Kill an agent so many seconds after it has acknowledged something."""
    number, before = await at.begin(), len(at.acknowledged)
    try:
        await until(lambda: len(at.acknowledged) > before, 20)
        await asyncio.sleep(after)
    finally:
        os.kill(number, signal.SIGKILL)
        assert await at.stable.end() == -signal.SIGKILL


async def finish(at: Place) -> None:
    """Let an agent deliver what waits, and end it in order."""
    number = await at.begin()
    try:
        await until(lambda: at.is_empty, 30)
    finally:
        os.kill(number, signal.SIGTERM)
        assert await at.stable.end() == 0


async def test_every_acknowledged_alert_arrives(
    home: Path, scratch: Path, request: pytest.FixtureRequest
) -> None:
    enough = asyncio.Event()
    async with place(home, scratch) as at, asyncio.TaskGroup() as posters:
        for project in projects():
            posters.create_task(keep_posting(at, project, enough))
        chance = random.Random(5)
        for _ in range(KILLS):
            await kill(at, chance.uniform(0.0, 0.12))
        enough.set()
        await finish(at)
        found = at.arrived()
    titles = [title for messages in found.values() for each in messages for title in each]
    doubled = len(titles) - len({*titles})
    numbers = f"{len(at.acknowledged)} alerts acknowledged, {doubled} of them twice"
    record(request, Tally(f"agent, kill -9 ({numbers})", KILLS))
    assert {*at.acknowledged} <= {*titles}
    assert len(found) == PROJECTS
    for messages in found.values():
        assert in_order(messages)
        assert repeated(messages) <= KILLS
    assert "mistake" not in (scratch / "output").read_text()


def in_order(messages: list[list[str]]) -> bool:
    """Whether each alert first arrived after all that came before it."""
    first = list(dict.fromkeys(title for each in messages for title in each))
    return first == sorted(first)


def repeated(messages: list[list[str]]) -> int:
    """How many messages brought something that had arrived."""
    seen: set[str] = set()
    count = 0
    for each in messages:
        count += not seen.isdisjoint(each)
        seen.update(each)
    return count
