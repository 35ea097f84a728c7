"""In servers of all sorts: whatever a failure is named, that is so there."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.secret import Secret
from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import FOR_MEMBER, FOR_ROLE, Guild, Member, Overwrite
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, BOT, OBSERVERS, OPS_LAB, OWN_ROLE
from tests.discord.bare_run import Run, bare_run

BITS = {
    "View Channel": rights.VIEW_CHANNEL,
    "Manage Channels": rights.MANAGE_CHANNELS,
    "Manage Webhooks": rights.MANAGE_WEBHOOKS,
}
TARGETS = (
    *((each, FOR_ROLE) for each in (OPS_LAB, OWN_ROLE, OBSERVERS, worlds.ADMINS)),
    (BOT.id, FOR_MEMBER),
)
SOME_BITS = st.sets(st.sampled_from(sorted(BITS.values()))).map(sum)


@st.composite
def servers(draw: st.DrawFn) -> Run:
    """A run in a server where anything may have been taken from the bot."""
    run = bare_run()
    world = run.rehearsal.world
    for role in (OPS_LAB, OWN_ROLE, OBSERVERS):
        edits.revoke(world, OPS_LAB, role, draw(SOME_BITS))
    if draw(st.booleans()):
        worlds.add_alerts_channel(world)
        channel = world.channels[ALERTS_CHANNEL]
        world.channels[ALERTS_CHANNEL] = replace(channel, overwrites=draw(overwrites()))
    if draw(st.integers(0, 4)) == 0:
        edits.time_out(world, OPS_LAB, world.now() + timedelta(hours=1))
    edits.screen(world, OPS_LAB, pending=draw(st.integers(0, 4)) == 0)
    if draw(st.booleans()):
        run.answers = run.answers.with_secret("token", _other_token())
    return run


@st.composite
def overwrites(draw: st.DrawFn) -> tuple[Overwrite, ...]:
    """A channel's overwrites."""
    made = []
    for target, kind in draw(st.lists(st.sampled_from(TARGETS), unique=True, max_size=4)):
        allow = draw(SOME_BITS)
        made.append(Overwrite(target, kind, allow, draw(SOME_BITS) & ~allow))
    return tuple(made)


def _other_token() -> Secret:
    return Secret("not.an.id")


async def outcome(run: Run, *, preflight: bool) -> Mapping[str, str | int]:
    """The facts of the failure; none where all went well."""
    try:
        if preflight:
            await run.preflight()
        await run.provision()
    except ProviderError as error:
        return error.symptom.facts
    finally:
        await run.connection.aclose()
    return {}


def is_so(facts: Mapping[str, str | int], rehearsal: Rehearsal) -> bool:
    """Whether the rehearsal's own rules bear the name out."""
    guild = rehearsal.world.guilds[OPS_LAB]
    member = guild.member(BOT.id)
    assert member is not None
    bit = BITS.get(str(facts.get("permission", "")), 0)
    match facts["cause"]:
        case "timed-out":
            return member.timed_out_until is not None
        case "pending":
            return member.pending
        case "missing-in-guild":
            return not rights.base(guild, BOT.id) & bit
        case "denied-in-channel":
            return not _left_by_overwrites(rehearsal, guild, member) & bit
    return False


def _left_by_overwrites(rehearsal: Rehearsal, guild: Guild, member: Member) -> int:
    """What a bot to whom the server grants all of it would keep in the channel."""
    roles = tuple(
        replace(role, permissions=role.permissions | sum(BITS.values()))
        if role.id == guild.id
        else role
        for role in guild.roles
    )
    channel = rehearsal.world.channels[ALERTS_CHANNEL]
    return rights.in_channel(replace(guild, roles=roles), channel, member.user_id)


@settings(max_examples=300, deadline=None)
@given(servers(), st.booleans())
def test_a_name_is_always_true(run: Run, preflight: bool) -> None:
    facts = asyncio.run(outcome(run, preflight=preflight))
    assert "cause" not in facts or is_so(facts, run.rehearsal)


@settings(max_examples=200, deadline=None)
@given(servers())
def test_a_refused_permission_is_never_left_without_a_name_after_a_preflight(run: Run) -> None:
    facts = asyncio.run(outcome(run, preflight=True))
    assert facts.get("code") not in (50001, 50013) or "cause" in facts
