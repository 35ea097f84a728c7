"""Overwrites of a new channel; the other fields are tried where routes use them."""

from collections.abc import Awaitable, Callable

import pytest

from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.permissions import (
    ADMINISTRATOR,
    MANAGE_ROLES,
    MANAGE_WEBHOOKS,
    VIEW_CHANNEL,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.worlds import BOT, OPS_LAB, OWN_ROLE

Ask = Callable[..., Awaitable[Reply]]

CHANNELS = f"/guilds/{OPS_LAB}/channels"


def outcome(reply: Reply) -> tuple[int, object]:
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body["code"]


async def test_overwrites_are_kept(ready: Rehearsal, ask: Ask) -> None:
    wanted = {"id": BOT.id, "type": 1, "allow": VIEW_CHANNEL | MANAGE_WEBHOOKS}
    denied = {"id": OPS_LAB, "type": 0, "deny": str(VIEW_CHANNEL)}
    body = {"name": "x", "permission_overwrites": [denied, wanted]}
    channel = (await ask(ready, "POST", CHANNELS, body)).json()
    assert isinstance(channel, dict)
    assert channel["permission_overwrites"] == [
        {"id": OPS_LAB, "type": 0, "allow": "0", "deny": "1024"},
        {"id": BOT.id, "type": 1, "allow": "536871936", "deny": "0"},
    ]


@pytest.mark.parametrize("name", ["allow", "deny"])
@pytest.mark.parametrize("bit", [ADMINISTRATOR, MANAGE_ROLES, 1 << 40])
async def test_overwrites_take_only_bits_the_bot_holds(
    ready: Rehearsal, ask: Ask, name: str, bit: int
) -> None:
    body = {"name": "x", "permission_overwrites": [{"id": BOT.id, "type": 1, name: bit}]}
    assert outcome(await ask(ready, "POST", CHANNELS, body)) == (403, 50013)


async def test_manage_roles_in_an_overwrite_is_for_administrators(
    ready: Rehearsal, ask: Ask
) -> None:
    body = {"name": "x", "permission_overwrites": [{"id": BOT.id, "type": 1, "allow": 1 << 28}]}
    edits.grant(ready.world, OPS_LAB, OWN_ROLE, MANAGE_ROLES)
    assert outcome(await ask(ready, "POST", CHANNELS, body)) == (403, 50013)
    edits.grant(ready.world, OPS_LAB, OWN_ROLE, ADMINISTRATOR)
    assert (await ask(ready, "POST", CHANNELS, body)).status == 201


@pytest.mark.parametrize(
    ("overwrite", "expected"),
    [({"id": "5", "type": 0}, (404, 10011)), ({"id": "5", "type": 1}, (404, 10007))],
)
async def test_overwrites_for_strangers_are_refused(
    ready: Rehearsal, ask: Ask, overwrite: object, expected: tuple[int, int]
) -> None:
    body = {"name": "x", "permission_overwrites": [overwrite]}
    assert outcome(await ask(ready, "POST", CHANNELS, body)) == expected


@pytest.mark.parametrize(
    "overwrites",
    [
        [{"id": BOT.id}],
        [{"type": 1}],
        [{"id": BOT.id, "type": 1}, {"id": BOT.id, "type": 1}],
        [{"id": BOT.id, "type": 1, "allow": 1024, "deny": 1024}],
        [{"id": BOT.id, "type": 1, "alow": 1024}],
        [{"id": str(number), "type": 1} for number in range(101)],
    ],
    ids=["no type", "no id", "twice", "both", "mistyped", "101"],
)
async def test_malformed_overwrites_are_refused(
    ready: Rehearsal, ask: Ask, overwrites: object
) -> None:
    body = {"name": "x", "permission_overwrites": overwrites}
    assert outcome(await ask(ready, "POST", CHANNELS, body)) == (400, 50035)
