from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.permissions import (
    MANAGE_CHANNELS,
    SEND_MESSAGES,
    VIEW_CHANNEL,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import CATEGORY, FOR_MEMBER, FOR_ROLE, Channel, Overwrite
from cakd_tui.rehearsal.worlds import BOT, DEPLOYS, OBSERVERS, OPS_LAB, OWN_ROLE, RULES

Ask = Callable[..., Awaitable[Reply]]

CHANNELS = f"/guilds/{OPS_LAB}/channels"
INFORMATION = "900000000000000201"


def outcome(reply: Reply) -> tuple[int, object]:
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body["code"]


def field_codes(reply: Reply, name: str) -> list[str]:
    body = reply.json()
    assert isinstance(body, dict)
    assert (reply.status, body["code"]) == (400, 50035)
    return [error["code"] for error in body["errors"][name]["_errors"]]


async def created(ask: Ask, rehearsal: Rehearsal, **body: object) -> dict[str, object]:
    reply = await ask(rehearsal, "POST", CHANNELS, {"name": "alerts-x"} | body)
    channel = reply.json()
    assert reply.status == 201, channel
    assert isinstance(channel, dict)
    return channel


async def test_a_channel_is_created_and_noted_in_the_audit_log(ready: Rehearsal, ask: Ask) -> None:
    channel = await created(ask, ready, name="Alerts My Project", topic="t", type=0)
    assert (channel["name"], channel["type"], channel["topic"]) == ("alerts-my-project", 0, "t")
    assert ready.world.channels[str(channel["id"])].name == "alerts-my-project"
    entry = ready.world.audit[-1]
    assert (entry.action, entry.target_id, entry.reason) == (10, channel["id"], "set up")


@pytest.mark.parametrize("minutes", [60, 1440, 4320, 10080])
async def test_the_other_fields_are_kept(ready: Rehearsal, ask: Ask, minutes: int) -> None:
    fields = {
        "topic": "t" * 1024,
        "nsfw": True,
        "rate_limit_per_user": 21600,
        "position": 0,
        "default_auto_archive_duration": minutes,
    }
    channel = await created(ask, ready, **fields)
    assert {name: channel[name] for name in fields} == fields


async def test_names_are_not_unique(ready: Rehearsal, ask: Ask) -> None:
    first, second = await created(ask, ready), await created(ask, ready)
    assert first["name"] == second["name"]
    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "name", "BASE_TYPE_REQUIRED"),
        ({"name": ""}, "name", "BASE_TYPE_REQUIRED"),
        ({"name": "x" * 101}, "name", "BASE_TYPE_BAD_LENGTH"),
        ({"name": "..."}, "name", "BASE_TYPE_REQUIRED"),
        ({"name": 7}, "name", "STRING_TYPE_CONVERT"),
        ({"name": "x", "topic": "x" * 1025}, "topic", "BASE_TYPE_MAX_LENGTH"),
        ({"name": "x", "type": 15}, "type", "BASE_TYPE_CHOICES"),
        ({"name": "x", "parent_id": 7}, "parent_id", "NUMBER_TYPE_COERCE"),
        ({"name": "x", "parent_id": "7"}, "parent_id", "CHANNEL_PARENT_INVALID"),
        ({"name": "x", "parent_id": DEPLOYS}, "parent_id", "CHANNEL_PARENT_INVALID_TYPE"),
        (
            {"name": "x", "type": 4, "parent_id": INFORMATION},
            "parent_id",
            "CHANNEL_PARENT_INVALID_TYPE",
        ),
        ({"name": "x", "rate_limit_per_user": 21601}, "rate_limit_per_user", "NUMBER_TYPE_MAX"),
        ({"name": "x", "tpoic": "t"}, "tpoic", "REHEARSAL_UNKNOWN_KEY"),
    ],
)
async def test_a_bad_field_is_named(
    ready: Rehearsal, ask: Ask, body: object, field: str, code: str
) -> None:
    before = dict(ready.world.channels)
    assert field_codes(await ask(ready, "POST", CHANNELS, body), field) == [code]
    assert ready.world.channels == before


async def test_a_category_from_another_guild_does_not_exist(ready: Rehearsal, ask: Ask) -> None:
    reply = await ask(ready, "POST", CHANNELS, {"name": "x", "parent_id": "900000000000000401"})
    assert field_codes(reply, "parent_id") == ["CHANNEL_PARENT_INVALID"]


async def test_creating_needs_manage_channels(ready: Rehearsal, ask: Ask) -> None:
    edits.revoke(ready.world, OPS_LAB, OWN_ROLE, MANAGE_CHANNELS)
    reply = await ask(ready, "POST", CHANNELS, {"name": "x"})
    assert reply.body == b'{"message": "Missing Permissions", "code": 50013}'
    assert reply.status == 403


async def test_an_overwrite_of_a_category_does_not_let_the_bot_create(
    ready: Rehearsal, ask: Ask
) -> None:
    edits.revoke(ready.world, OPS_LAB, OWN_ROLE, MANAGE_CHANNELS)
    allowing = (Overwrite(BOT.id, FOR_MEMBER, allow=MANAGE_CHANNELS),)
    category = replace(ready.world.channels[INFORMATION], overwrites=allowing)
    ready.world.channels[INFORMATION] = category
    reply = await ask(ready, "POST", CHANNELS, {"name": "x", "parent_id": INFORMATION})
    assert outcome(reply) == (403, 50013)


async def test_creating_in_a_guild_the_bot_is_not_in_is_missing_access(
    ready: Rehearsal, ask: Ask
) -> None:
    edits.leave(ready.world, OPS_LAB)
    assert outcome(await ask(ready, "POST", CHANNELS, {"name": "x"})) == (403, 50001)


async def test_two_factors_are_demanded_where_the_guild_wants_them(
    ready: Rehearsal, ask: Ask
) -> None:
    ready.world.me = replace(BOT, mfa_enabled=False)
    await created(ask, ready)
    edits.demand_two_factors(ready.world, OPS_LAB)
    assert outcome(await ask(ready, "POST", CHANNELS, {"name": "x"})) == (403, 60003)
    edits.revoke(ready.world, OPS_LAB, OWN_ROLE, MANAGE_CHANNELS)
    assert outcome(await ask(ready, "POST", CHANNELS, {"name": "x"})) == (403, 50013)


async def test_a_timed_out_bot_creates_nothing(ready: Rehearsal, ask: Ask) -> None:
    edits.time_out(ready.world, OPS_LAB, ready.world.now() + timedelta(minutes=1))
    assert outcome(await ask(ready, "POST", CHANNELS, {"name": "x"})) == (403, 50013)


async def test_the_501st_channel_is_refused(ready: Rehearsal, ask: Ask) -> None:
    worlds.fill_channels(ready.world)
    deleted = next(c for c in ready.world.channels_of(OPS_LAB) if c.name == "archived-001")
    edits.delete_channel(ready.world, deleted.id)
    await created(ask, ready)
    assert outcome(await ask(ready, "POST", CHANNELS, {"name": "x"})) == (400, 30013)


async def test_the_51st_channel_of_a_category_is_refused(ready: Rehearsal, ask: Ask) -> None:
    for number in range(len(ready.world.children_of(INFORMATION)), 49):
        channel_id = str(5000 + number)
        ready.world.channels[channel_id] = Channel(
            channel_id, OPS_LAB, "full", parent_id=INFORMATION
        )
    await created(ask, ready, parent_id=INFORMATION)
    reply = await ask(ready, "POST", CHANNELS, {"name": "x", "parent_id": INFORMATION})
    assert field_codes(reply, "parent_id") == ["CHANNEL_PARENT_MAX_CHANNELS"]


@pytest.mark.parametrize("given", [None, []])
async def test_without_overwrites_those_of_the_category_are_copied(
    ready: Rehearsal, ask: Ask, given: object
) -> None:
    copied = (Overwrite(OBSERVERS, FOR_ROLE, deny=SEND_MESSAGES),)
    category = replace(ready.world.channels[INFORMATION], overwrites=copied)
    ready.world.channels[INFORMATION] = category
    channel = await created(ask, ready, parent_id=INFORMATION, permission_overwrites=given)
    assert ready.world.channels[str(channel["id"])].overwrites == copied
    assert channel["parent_id"] == INFORMATION


@pytest.mark.parametrize(
    ("denied", "expected"), [(VIEW_CHANNEL, (403, 50001)), (MANAGE_CHANNELS, (403, 50013))]
)
async def test_a_category_must_be_visible_and_managed(
    ready: Rehearsal, ask: Ask, denied: int, expected: tuple[int, int]
) -> None:
    overwrites = (Overwrite(BOT.id, FOR_MEMBER, deny=denied),)
    category = replace(ready.world.channels[INFORMATION], overwrites=overwrites)
    ready.world.channels[INFORMATION] = category
    reply = await ask(ready, "POST", CHANNELS, {"name": "x", "parent_id": INFORMATION})
    assert outcome(reply) == expected


async def test_a_bot_can_lock_itself_out_of_its_own_channel(ready: Rehearsal, ask: Ask) -> None:
    denied = {"id": OPS_LAB, "type": 0, "deny": VIEW_CHANNEL}
    channel = await created(ask, ready, permission_overwrites=[denied])
    assert outcome(await ask(ready, "GET", f"/channels/{channel['id']}")) == (403, 50001)
    reply = await ask(ready, "POST", f"/channels/{channel['id']}/webhooks", {"name": "x"})
    assert outcome(reply) == (403, 50001)


async def test_creating_does_not_need_view_channel(ready: Rehearsal, ask: Ask) -> None:
    for role_id in (OPS_LAB, OBSERVERS):
        edits.revoke(ready.world, OPS_LAB, role_id, VIEW_CHANNEL)
    await created(ask, ready)


async def test_a_voice_channel_keeps_its_name(ready: Rehearsal, ask: Ask) -> None:
    assert (await created(ask, ready, name="War  Room 2", type=2))["name"] == "War Room 2"
    assert (await created(ask, ready, name="Alerts", type=4))["type"] == CATEGORY


async def test_a_change_without_a_reason_is_refused(ready: Rehearsal, ask: Ask) -> None:
    reply = await ask(ready, "POST", CHANNELS, {"name": "x"}, headers={"X-Audit-Log-Reason": None})
    assert reply.status == 400
    assert b"X-Audit-Log-Reason" in reply.body


async def test_a_body_must_be_said_to_be_json(ready: Rehearsal, ask: Ask) -> None:
    reply = await ask(ready, "POST", CHANNELS, {"name": "x"}, headers={"Content-Type": None})
    assert outcome(reply) == (400, 50035)


async def test_a_channel_is_looked_at(ready: Rehearsal, ask: Ask) -> None:
    channel = (await ask(ready, "GET", f"/channels/{DEPLOYS}")).json()
    assert isinstance(channel, dict)
    assert channel["name"] == "deploys"


async def test_an_unknown_channel_is_told_from_a_hidden_one(ready: Rehearsal, ask: Ask) -> None:
    assert outcome(await ask(ready, "GET", "/channels/5")) == (404, 10003)
    hidden = replace(
        ready.world.channels[DEPLOYS],
        overwrites=(Overwrite(OPS_LAB, FOR_ROLE, deny=VIEW_CHANNEL),),
    )
    ready.world.channels[DEPLOYS] = hidden
    assert outcome(await ask(ready, "GET", f"/channels/{DEPLOYS}")) == (403, 50001)


async def test_deleting_takes_the_webhooks_along(ready: Rehearsal, ask: Ask) -> None:
    assert ready.world.webhooks_in(DEPLOYS)
    reply = await ask(ready, "DELETE", f"/channels/{DEPLOYS}")
    assert reply.status == 200
    assert DEPLOYS not in ready.world.channels
    assert not ready.world.webhooks_in(DEPLOYS)
    assert ready.world.audit[-1].action == 12
    assert outcome(await ask(ready, "GET", f"/channels/{DEPLOYS}")) == (404, 10003)


async def test_deleting_a_category_leaves_its_channels(ready: Rehearsal, ask: Ask) -> None:
    children = ready.world.children_of(INFORMATION)
    assert (await ask(ready, "DELETE", f"/channels/{INFORMATION}")).status == 200
    assert [ready.world.channels[child.id].parent_id for child in children] == [None, None]


async def test_deleting_needs_manage_channels_in_the_channel(ready: Rehearsal, ask: Ask) -> None:
    locked = (Overwrite(BOT.id, FOR_MEMBER, deny=MANAGE_CHANNELS),)
    ready.world.channels[DEPLOYS] = replace(ready.world.channels[DEPLOYS], overwrites=locked)
    assert outcome(await ask(ready, "DELETE", f"/channels/{DEPLOYS}")) == (403, 50013)


async def test_a_channel_the_community_needs_stays(ready: Rehearsal, ask: Ask) -> None:
    assert outcome(await ask(ready, "DELETE", f"/channels/{RULES}")) == (400, 50074)
