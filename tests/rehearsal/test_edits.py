from datetime import UTC, datetime

from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.worlds import BOT, DEPLOYS, OPS_LAB, OWN_ROLE


def permissions_of(rehearsal: Rehearsal, role_id: str) -> int:
    role = rehearsal.world.guilds[OPS_LAB].role(role_id)
    assert role is not None
    return role.permissions


def test_a_permission_is_granted_and_revoked_in_one_role_only(ready: Rehearsal) -> None:
    before, everyone = permissions_of(ready, OWN_ROLE), permissions_of(ready, OPS_LAB)
    edits.grant(ready.world, OPS_LAB, OWN_ROLE, 32)
    assert permissions_of(ready, OWN_ROLE) == before | 32
    edits.revoke(ready.world, OPS_LAB, OWN_ROLE, 32 | 16)
    assert permissions_of(ready, OWN_ROLE) == before & ~16
    assert permissions_of(ready, OPS_LAB) == everyone


def test_a_bot_that_leaves_takes_its_role_along(ready: Rehearsal) -> None:
    edits.leave(ready.world, OPS_LAB)
    guild = ready.world.guilds[OPS_LAB]
    assert guild.member(BOT.id) is None
    assert guild.role(OWN_ROLE) is None
    edits.join(ready.world, OPS_LAB, worlds.own_role(1024))
    guild = ready.world.guilds[OPS_LAB]
    member = guild.member(BOT.id)
    assert member is not None
    assert member.roles == (OWN_ROLE,)


def test_only_the_bot_is_timed_out(ready: Rehearsal) -> None:
    until = datetime(2030, 1, 1, tzinfo=UTC)
    edits.time_out(ready.world, OPS_LAB, until)
    members = ready.world.guilds[OPS_LAB].members
    assert {member.user_id: member.timed_out_until for member in members} == {
        BOT.id: until,
        worlds.OWNER.id: None,
    }


def test_a_deleted_channel_is_gone_with_its_webhooks(ready: Rehearsal) -> None:
    edits.delete_channel(ready.world, DEPLOYS)
    assert DEPLOYS not in ready.world.channels
    assert DEPLOYS not in {webhook.channel_id for webhook in ready.world.webhooks.values()}
