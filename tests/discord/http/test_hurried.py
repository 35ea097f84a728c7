"""Waits that are cut short, over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.errors import DiscordError, RateLimited
from cakd_tui.discord.http.pauses import Pauses

if TYPE_CHECKING:
    from tests.discord.http.conftest import Notices, Server

CHANNEL = {"id": "5", "type": 0, "name": "alerts-x"}
ME = {"id": "2", "username": "cakd", "bot": True}
LONG = 45.0


@pytest.fixture
def pauses() -> Pauses:
    """What all waits sleep by."""
    return Pauses()


@pytest.fixture
async def hasty(
    server: "Server",
    token: Secret,
    said: "Notices",
    pauses: Pauses,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[DiscordApi]:
    """The API, with waits that last unless they are cut short."""
    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", lambda _: LONG)
    async with open_client(server.url, sleep=pauses) as client:
        yield DiscordApi(client, token, said)


async def waits(said: "Notices", many: int = 1) -> None:
    """Let it come to so many waits."""
    for _ in range(2000):
        if len(said) >= many:
            return
        await asyncio.sleep(0.001)
    pytest.fail("nobody waits")


async def test_a_retry_is_sent_at_once(
    server: "Server", hasty: DiscordApi, said: "Notices", pauses: Pauses
) -> None:
    server.script(server.text("oops", 502), server.json(ME))
    asking = asyncio.create_task(hasty.current_user())
    await waits(said)
    pauses.hurry()
    assert (await asyncio.wait_for(asking, 2)).username == "cakd"
    assert len(server.requests) == 2


async def test_a_creating_call_is_not_sent_before_the_limits_time(
    server: "Server", hasty: DiscordApi, said: "Notices", pauses: Pauses
) -> None:
    server.script(server.limited(LONG), server.json(CHANNEL, 201))
    creating = asyncio.create_task(hasty.create_channel(1, "alerts-x", "topic", reason="why"))
    await waits(said)
    pauses.hurry()
    with pytest.raises(RateLimited) as caught:
        await asyncio.wait_for(creating, 2)
    assert len(server.requests) == 1
    assert caught.value.body == (
        "(not carried out, as the wait was stopped: "
        "Discord's limit for new channels frees up in 45 s)"
    )
    assert not caught.value.ambiguous
    assert caught.value.symptom.facts["reason"] == "wait-stopped"


async def test_a_limit_known_beforehand_is_given_up_without_a_request(
    server: "Server", hasty: DiscordApi, said: "Notices", pauses: Pauses
) -> None:
    spent = {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": str(LONG),
        "X-RateLimit-Bucket": "b1",
    }
    server.says(CHANNEL, headers=spent)
    await hasty.channel(5)
    asking = asyncio.create_task(hasty.channel(5))
    await waits(said)
    pauses.hurry()
    with pytest.raises(RateLimited):
        await asyncio.wait_for(asking, 2)
    assert len(server.requests) == 1


async def test_all_that_wait_are_let_go_and_the_limit_still_holds(
    server: "Server", hasty: DiscordApi, said: "Notices", pauses: Pauses
) -> None:
    server.script(server.json({"retry_after": LONG, "global": True}, 429))
    asking = [asyncio.create_task(hasty.channel(number)) for number in (5, 6, 7)]
    await waits(said, many=1)
    await asyncio.sleep(0.02)
    pauses.hurry()
    outcomes = await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 2)
    assert any(isinstance(each, RateLimited) for each in outcomes)
    assert all(isinstance(each, DiscordError) for each in outcomes)
    before = len(server.requests)
    later = asyncio.create_task(hasty.channel(8))
    await waits(said, many=len(said) + 1)
    assert len(server.requests) == before
    later.cancel()
    with pytest.raises(asyncio.CancelledError):
        await later
