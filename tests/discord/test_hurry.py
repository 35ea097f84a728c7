"""A whole connection's waits, cut short: what is asked again, what is given up, what is kept."""

import asyncio

import pytest

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Event, Noted, Waiting, Warned
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.fields import GUILD_KEY
from cakd_tui.discord.http.pauses import Pauses
from cakd_tui.rehearsal.faults import Drop, Fault, Limited, Status
from tests.discord.stage import Stage, StageMaker, assert_one_of_each, channels

LONG = 3000.0
"""Seconds before the stage's tempo: half a minute."""


async def waiting(said: list[Event]) -> Waiting:
    """The newest wait, once there is one."""
    for _ in range(5000):
        found = [each for each in said if isinstance(each, Waiting)]
        if found:
            return found[-1]
        await asyncio.sleep(0.001)
    pytest.fail("nobody waits")


def in_a_hurry(acting: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every wait be cut short as soon as it has begun."""

    async def impatient(seconds: float) -> None:
        asyncio.get_running_loop().call_soon(acting.connection.hurry)
        await asyncio.sleep(seconds)

    pauses: Pauses = vars(acting.connection)["_pauses"]
    monkeypatch.setattr(pauses, "_sleep", impatient)


async def again(acting: Stage) -> None:
    """The same run by a program started anew, which knows of no limit."""
    connection = DiscordConnection(answer=acting.rehearsal.answer)
    try:
        await Stage(acting.rehearsal, connection, acting.answers, acting.routes).create()
    finally:
        await connection.aclose()


async def test_the_servers_are_asked_for_again_at_once(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", lambda _: 30.0)
    acting = await stage()
    acting.rehearsal.faults.add(Fault(Status(502), "GET", "/users/@me/guilds"))
    ask = acting.connection.choices(GUILD_KEY, acting.answers, acting.said.append)
    asking = asyncio.create_task(ask)
    assert await waiting(acting.said) == Waiting(30.0, "Discord answered with status 502")
    acting.connection.hurry()
    assert (await asyncio.wait_for(asking, 2)).offered


async def test_a_limit_on_the_token_is_said_and_can_be_given_up(stage: StageMaker) -> None:
    acting = await stage()
    acting.rehearsal.faults.add(Fault(Limited(retry_after=LONG), "GET", "/users/@me"))
    ask = acting.connection.identity("token", acting.answers, acting.said.append)
    asking = asyncio.create_task(ask)
    wait = await waiting(acting.said)
    assert wait.strict
    assert wait.reason == "Discord asks for a pause (its limit for looking at the bot)"
    acting.connection.hurry()
    with pytest.raises(ProviderError, match="limit for looking at the bot frees up in 30 s"):
        await asyncio.wait_for(asking, 2)


async def test_a_run_that_gives_up_has_sent_nothing_twice_and_goes_on_later(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = await stage()
    limit = Fault(Limited(retry_after=LONG), "POST", "/channels/*/webhooks")
    acting.rehearsal.faults.add(limit)
    in_a_hurry(acting, monkeypatch)
    said = await asyncio.wait_for(acting.create(), 5)
    warned = next(each for each in said if isinstance(each, Warned))
    assert "limit for new webhooks frees up in 30 s" in warned.text
    assert len([each for each in acting.asked("POST") if "webhooks" in each]) == 1
    route = acting.routes.load("my-project")
    assert route is not None
    assert [each.kind for each in route.remembered] == ["channel"]
    acting.rehearsal.release_limits()
    await again(acting)
    assert_one_of_each(acting)


async def test_a_look_that_is_not_waited_for_makes_no_second_channel(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = await stage()
    acting.rehearsal.faults.add(Fault(Drop(after=True), "POST", "/guilds/*/channels"))
    in_a_hurry(acting, monkeypatch)
    said = await asyncio.wait_for(acting.create(), 5)
    assert [each for each in said if isinstance(each, Noted)]
    assert Waiting(0.5, "Looking whether it was made", strict=True) in said
    assert [each for each in said if isinstance(each, Warned)]
    assert len(channels(acting)) == 1
    await again(acting)
    assert_one_of_each(acting)
