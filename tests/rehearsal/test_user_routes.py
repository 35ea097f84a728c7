from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import Guild, Member, Role

Ask = Callable[..., Awaitable[Reply]]


async def guild_ids(ask: Ask, rehearsal: Rehearsal, query: str = "") -> list[str]:
    listed = (await ask(rehearsal, "GET", f"/users/@me/guilds{query}")).json()
    assert isinstance(listed, list)
    return [guild["id"] for guild in listed]


async def test_the_bot_sees_itself(ready: Rehearsal, ask: Ask) -> None:
    me = (await ask(ready, "GET", "/users/@me")).json()
    assert isinstance(me, dict)
    assert (me["id"], me["username"], me["bot"]) == (worlds.BOT.id, "alerts-bot", True)
    assert me["mfa_enabled"] is True


async def test_the_application_is_not_the_bot(ready: Rehearsal, ask: Ask) -> None:
    app = (await ask(ready, "GET", "/applications/@me")).json()
    assert isinstance(app, dict)
    assert app["name"] == "Ops Alerts"
    assert app["id"] != app["bot"]["id"] == worlds.BOT.id
    assert app["approximate_guild_count"] == 3


async def test_the_application_comes_without_rate_limit_headers(ready: Rehearsal, ask: Ask) -> None:
    reply = await ask(ready, "GET", "/applications/@me")
    assert reply.header("X-RateLimit-Bucket") is None


async def test_guilds_come_by_rising_id_with_the_role_sum(ready: Rehearsal, ask: Ask) -> None:
    listed = (await ask(ready, "GET", "/users/@me/guilds")).json()
    assert isinstance(listed, list)
    assert [(guild["name"], guild["owner"]) for guild in listed] == [
        ("Ops Lab", False),
        ("Elsewhere", False),
        ("Staging", False),
    ]
    assert int(listed[0]["permissions"]) & worlds.INVITED == worlds.INVITED
    assert "approximate_member_count" not in listed[0]


async def test_a_guild_the_bot_is_not_in_is_not_listed(ready: Rehearsal, ask: Ask) -> None:
    ready.world.guilds["5"] = Guild("5", "Strangers", "9", (Role("5", "@everyone"),))
    assert "5" not in await guild_ids(ask, ready)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?limit=2", [worlds.OPS_LAB, worlds.ELSEWHERE]),
        (f"?after={worlds.OPS_LAB}", [worlds.ELSEWHERE, worlds.STAGING]),
        (f"?after={worlds.OPS_LAB}&limit=1", [worlds.ELSEWHERE]),
        (f"?before={worlds.STAGING}", [worlds.OPS_LAB, worlds.ELSEWHERE]),
        (f"?before={worlds.STAGING}&limit=1", [worlds.ELSEWHERE]),
        (f"?after={worlds.STAGING}", []),
    ],
)
async def test_guilds_are_listed_in_pages(
    ready: Rehearsal, ask: Ask, query: str, expected: list[str]
) -> None:
    assert await guild_ids(ask, ready, query) == expected


async def test_a_page_holds_at_most_200_guilds(ready: Rehearsal, ask: Ask) -> None:
    for number in range(250):
        guild_id = str(900000000000001000 + number)
        ready.world.guilds[guild_id] = replace(
            ready.world.guilds[worlds.STAGING], id=guild_id, members=(Member(worlds.BOT.id),)
        )
    first = await guild_ids(ask, ready)
    second = await guild_ids(ask, ready, f"?after={first[-1]}")
    assert (len(first), len(second)) == (200, 53)
    assert not set(first) & set(second)


async def test_more_than_200_guilds_cannot_be_asked_for(ready: Rehearsal, ask: Ask) -> None:
    assert (await ask(ready, "GET", "/users/@me/guilds?limit=201")).status == 400
    assert (await ask(ready, "GET", "/users/@me/guilds?after=x")).status == 400


async def test_counts_come_when_asked_for(ready: Rehearsal, ask: Ask) -> None:
    listed = (await ask(ready, "GET", "/users/@me/guilds?with_counts=true&limit=1")).json()
    assert isinstance(listed, list)
    assert listed[0]["approximate_member_count"] == 42


async def test_the_gateway_is_told_to_anybody(ready: Rehearsal, ask: Ask) -> None:
    reply = await ask(ready, "GET", "/gateway", headers={"Authorization": None})
    assert reply.status == 200
    assert reply.json() == {"url": "wss://gateway.discord.gg"}
