"""`cakd destroy` and `cakd rotate` killed at any moment: the next run ends what they began."""

import asyncio
import json
import random
from pathlib import Path

import pytest

from tests.cli.conftest import Rehearse, Rehearsed

KILLS = 15
LATENCY = 0.02
"""Seconds the rehearsal takes to answer, so that kills fall between the requests as well."""


def ours(on: Rehearsed) -> set[str]:
    every = on.rehearsal.world.webhooks.values()
    return {
        f"https://discord.com/api/webhooks/{each.id}/{each.token}"
        for each in every
        if each.name == "CAKD Alerting - my-project"
    }


def route(home: Path) -> dict[str, object] | None:
    file = home / ".config" / "cakd" / "my-project.json"
    content = json.loads(file.read_text()) if file.exists() else None
    assert content is None or isinstance(content, dict)
    return content


async def killed(on: Rehearsed, chance: random.Random, command: str, *more: str) -> int | None:
    """Kill it at a random moment from its first request on; its exit code.

    It is another process, so that its requests can only be looked out for.
    """
    asked = len(on.rehearsal.requests)
    process = await on.shell.start(command, *more)
    end = asyncio.create_task(process.communicate())
    while len(on.rehearsal.requests) == asked and not end.done():  # noqa: ASYNC110 - see above
        await asyncio.sleep(0.002)
    await asyncio.sleep(chance.uniform(0.0, 0.16))
    if process.returncode is None:
        process.kill()
    await end
    return process.returncode


@pytest.fixture
async def on(rehearsed: Rehearse) -> Rehearsed:
    """A shell at a Discord that takes its time."""
    on = await rehearsed("ready")
    on.rehearsal.latency = LATENCY
    return on


async def test_a_killed_rotation_ends_with_one_webhook_that_works(
    on: Rehearsed, home: Path
) -> None:
    chance = random.Random(4)
    await on.cakd("create")
    codes = []
    for _ in range(KILLS):
        codes.append(await killed(on, chance, "rotate"))
        between = route(home)
        assert between is not None
        assert between["webhook_url"] in ours(on)
        ended = await on.cakd("rotate")
        assert ended.code == 0, ended.err
        after = route(home)
        assert after is not None
        assert ours(on) == {after["webhook_url"]}
        remembered = after["remembered"]
        assert isinstance(remembered, list)
        assert [each["kind"] for each in remembered] == ["channel", "webhook"]
    assert codes.count(-9) > KILLS / 3


async def test_a_killed_removal_leaves_nothing_after_the_next(on: Rehearsed, home: Path) -> None:
    chance = random.Random(5)
    codes = []
    for _ in range(KILLS):
        await on.cakd("create")
        codes.append(await killed(on, chance, "destroy", "--yes"))
        between = route(home)
        if between is None:
            assert not ours(on)
        ended = await on.cakd("destroy", "--yes")
        assert ended.code == 0, ended.err
        assert not ours(on)
        names = [each.name for each in on.rehearsal.world.channels.values()]
        assert "alerts-my-project" not in names
        assert route(home) is None
    assert codes.count(-9) > KILLS / 3
