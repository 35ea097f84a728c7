"""Our permission rules against the rehearsal's, which were written apart from them."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cakd_tui.discord.permissions import (
    Permission,
    base_permissions,
    channel_permissions,
    masked_by_timeout,
)
from cakd_tui.rehearsal import permissions as other
from cakd_tui.rehearsal import state
from tests.discord.guilds import BOT, NOW, case_of, ours

NEEDED = (
    Permission.VIEW_CHANNEL
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_WEBHOOKS
    | Permission.ADMINISTRATOR
)
cases = st.integers(0, 2**64).map(case_of)


@settings(max_examples=2500, deadline=None)
@given(cases)
def test_both_come_to_the_same_verdicts(case: tuple[state.Guild, state.Channel]) -> None:
    guild, channel = case
    guild = replace(guild, members=(replace(guild.members[0], pending=False),))
    standing, overwrites = ours(guild, channel)
    base = base_permissions(standing)
    assert int(base & NEEDED) == other.base(guild, BOT) & NEEDED
    inside = channel_permissions(standing, overwrites)
    free = replace(guild, members=(replace(guild.members[0], timed_out_until=None),))
    assert int(inside & NEEDED) == other.usable(free, BOT, NOW, channel) & NEEDED
    usable = masked_by_timeout(standing, base)
    assert int(usable & NEEDED) == other.usable(guild, BOT, NOW) & NEEDED
    usable = masked_by_timeout(standing, inside)
    assert int(usable & NEEDED) == other.usable(guild, BOT, NOW, channel) & NEEDED


@settings(max_examples=200, deadline=None)
@given(cases)
def test_the_order_of_roles_and_overwrites_plays_no_part(
    case: tuple[state.Guild, state.Channel],
) -> None:
    guild, channel = case
    standing, overwrites = ours(guild, channel)
    turned = replace(standing, roles=standing.roles[::-1])
    assert base_permissions(turned) == base_permissions(standing)
    assert channel_permissions(turned, overwrites[::-1]) == channel_permissions(
        standing, overwrites
    )
