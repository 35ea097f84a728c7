"""Our permission rules against the rehearsal's, which were written apart from them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cakd_tui.discord.permissions import (
    Overwrite,
    Permission,
    Role,
    Standing,
    base_permissions,
    channel_permissions,
    masked_by_timeout,
)
from cakd_tui.rehearsal import permissions as other
from cakd_tui.rehearsal import state

GUILD, BOT, OWNER = "1000", "7", "8"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
NEEDED = (
    Permission.VIEW_CHANNEL
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_WEBHOOKS
    | Permission.ADMINISTRATOR
)

BITS = [1 << 3, 1 << 4, 1 << 10, 1 << 11, 1 << 20, 1 << 29, 1 << 46, 1 << 50]


def bits(random: Random, administrator: float = 0.05) -> int:
    """Some permission bits; Administrator rarely, as it would decide everything."""
    chosen = sum(bit for bit in BITS[1:] if random.random() < 0.4)
    return chosen | (BITS[0] if random.random() < administrator else 0)


def case_of(seed: int) -> tuple[state.Guild, state.Channel]:
    """A guild with up to 30 roles and a channel with up to 10 overwrites, by this seed."""
    random = Random(seed)
    ids = [str(2000 + number) for number in range(random.randint(0, 30))]
    roles = [state.Role(GUILD, "@everyone", bits(random))]
    roles += [state.Role(each, f"role {each}", bits(random, 0.01)) for each in ids]
    held = tuple(random.sample(ids, random.randint(0, min(4, len(ids)))))
    until = random.choice([None, None, NOW + timedelta(hours=1), NOW - timedelta(hours=1)])
    member = state.Member(BOT, held, timed_out_until=until)
    owner = random.choice([OWNER] * 20 + [BOT])
    guild = state.Guild(GUILD, "g", owner, tuple(roles), (member,))
    targets = [(GUILD, state.FOR_ROLE), (BOT, state.FOR_MEMBER), ("9", state.FOR_MEMBER)]
    targets += [(each, state.FOR_ROLE) for each in (*held, *ids)]
    overwrites = {}
    for target, kind in random.choices(targets, k=random.randint(0, 10)):
        allow = bits(random)
        overwrites[target] = state.Overwrite(target, kind, allow, bits(random) & ~allow)
    return guild, state.Channel("5", GUILD, "c", overwrites=tuple(overwrites.values()))


cases = st.integers(0, 2**64).map(case_of)


def ours(guild: state.Guild, channel: state.Channel) -> tuple[Standing, tuple[Overwrite, ...]]:
    """The same guild and channel in our own terms."""
    member = guild.member(BOT)
    assert member is not None
    standing = Standing(
        guild_id=int(guild.id),
        owner_id=int(guild.owner_id),
        user_id=int(BOT),
        roles=tuple(
            Role(int(role.id), role.name, Permission(role.permissions)) for role in guild.roles
        ),
        role_ids=frozenset(map(int, member.roles)),
        timed_out=member.timed_out_until is not None and member.timed_out_until > NOW,
    )
    overwrites = tuple(
        Overwrite(
            int(each.id),
            "role" if each.kind == state.FOR_ROLE else "member",
            Permission(each.allow),
            Permission(each.deny),
        )
        for each in channel.overwrites
    )
    return standing, overwrites


@settings(max_examples=2500, deadline=None)
@given(cases)
def test_both_come_to_the_same_verdicts(case: tuple[state.Guild, state.Channel]) -> None:
    guild, channel = case
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
