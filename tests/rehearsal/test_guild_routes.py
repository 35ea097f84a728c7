from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import OPS_LAB, OWN_ROLE

Ask = Callable[..., Awaitable[Reply]]

OPERATIONS_CATEGORY = "900000000000000204"
HIDDEN = (Overwrite(OPS_LAB, FOR_ROLE, deny=VIEW_CHANNEL),)


def outcome(reply: Reply) -> tuple[int, object]:
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body["code"]


async def channel_names(ask: Ask, rehearsal: Rehearsal) -> list[str]:
    listed = (await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}/channels")).json()
    assert isinstance(listed, list)
    return [channel["name"] for channel in listed]


def hide(rehearsal: Rehearsal, *names: str) -> None:
    for channel in rehearsal.world.channels_of(OPS_LAB):
        if channel.name in names:
            rehearsal.world.channels[channel.id] = replace(channel, overwrites=HIDDEN)


async def test_a_guild_comes_with_its_roles_and_without_channels(
    ready: Rehearsal, ask: Ask
) -> None:
    guild = (await ask(ready, "GET", f"/guilds/{OPS_LAB}")).json()
    assert isinstance(guild, dict)
    assert [role["name"] for role in guild["roles"]][:2] == ["@everyone", "alerts-bot"]
    assert guild["roles"][1]["tags"] == {"bot_id": worlds.BOT.id}
    assert guild["roles"][1]["managed"] is True
    assert not {"channels", "members", "owner", "permissions"} & guild.keys()


async def test_counts_of_a_guild_come_when_asked_for(ready: Rehearsal, ask: Ask) -> None:
    guild = (await ask(ready, "GET", f"/guilds/{OPS_LAB}?with_counts=1")).json()
    assert isinstance(guild, dict)
    assert guild["approximate_member_count"] == 42


async def test_roles_are_listed(ready: Rehearsal, ask: Ask) -> None:
    listed = (await ask(ready, "GET", f"/guilds/{OPS_LAB}/roles")).json()
    assert isinstance(listed, list)
    assert listed[0]["id"] == OPS_LAB


async def test_the_bot_finds_its_own_member(ready: Rehearsal, ask: Ask) -> None:
    member = (await ask(ready, "GET", f"/guilds/{OPS_LAB}/members/{worlds.BOT.id}")).json()
    assert isinstance(member, dict)
    assert member["user"]["id"] == worlds.BOT.id
    assert OWN_ROLE in member["roles"]
    assert OPS_LAB not in member["roles"]


async def test_a_user_who_is_no_member_is_unknown(ready: Rehearsal, ask: Ask) -> None:
    assert outcome(await ask(ready, "GET", f"/guilds/{OPS_LAB}/members/5")) == (404, 10007)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", (404, 10004)),
        ("/roles", (403, 50001)),
        ("/channels", (403, 50001)),
        (f"/members/{worlds.BOT.id}", (403, 50001)),
        ("/webhooks", (403, 50013)),
    ],
)
async def test_a_guild_the_bot_is_not_in_refuses_it(
    ready: Rehearsal, ask: Ask, path: str, expected: tuple[int, int]
) -> None:
    edits.leave(ready.world, OPS_LAB)
    assert outcome(await ask(ready, "GET", f"/guilds/{OPS_LAB}{path}")) == expected


@pytest.mark.parametrize("path", ["", "/roles", "/channels", "/members/1", "/webhooks"])
async def test_a_guild_that_does_not_exist_is_unknown(
    ready: Rehearsal, ask: Ask, path: str
) -> None:
    assert outcome(await ask(ready, "GET", f"/guilds/5{path}")) == (404, 10004)


async def test_hidden_channels_are_not_listed(ready: Rehearsal, ask: Ask) -> None:
    hide(ready, "deploys")
    names = await channel_names(ask, ready)
    assert "deploys" not in names
    assert len(names) == 11


async def test_a_hidden_category_is_listed_while_a_channel_in_it_is_visible(
    ready: Rehearsal, ask: Ask
) -> None:
    hide(ready, "Operations", "deploys", "incidents", "on-call")
    assert "Operations" in await channel_names(ask, ready)
    hide(ready, "runbooks")
    assert "Operations" not in await channel_names(ask, ready)


async def test_webhooks_of_the_guild_need_manage_webhooks(ready: Rehearsal, ask: Ask) -> None:
    edits.revoke(ready.world, OPS_LAB, OWN_ROLE, MANAGE_WEBHOOKS)
    assert outcome(await ask(ready, "GET", f"/guilds/{OPS_LAB}/webhooks")) == (403, 50013)


async def test_only_tokens_of_strangers_are_kept_back(ready: Rehearsal, ask: Ask) -> None:
    worlds.add_alerts_channel(ready.world)
    worlds.add_our_webhook(ready.world)
    listed = (await ask(ready, "GET", f"/guilds/{OPS_LAB}/webhooks")).json()
    assert isinstance(listed, list)
    shown = {webhook["name"]: "token" in webhook for webhook in listed}
    assert shown == {
        "Grafana": False,
        "Deploys": True,
        "Status News": False,
        "CAKD Alerting - my-project": True,
    }
    assert not any("url" in webhook for webhook in listed)


async def test_webhooks_of_hidden_channels_are_listed_too(ready: Rehearsal, ask: Ask) -> None:
    hide(ready, "deploys")
    listed = (await ask(ready, "GET", f"/guilds/{OPS_LAB}/webhooks")).json()
    assert isinstance(listed, list)
    assert len(listed) == 3
