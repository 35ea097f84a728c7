"""The permission algorithm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.discord.permissions import (
    EVERYTHING,
    LABELS,
    NOTHING,
    Overwrite,
    Permission,
    Role,
    Standing,
    base_permissions,
    channel_permissions,
    is_exempt,
    masked_by_timeout,
)

GUILD, OWNER, BOT, OTHER = 100, 1, 2, 3
VIEW, MANAGE, HOOKS = (
    Permission.VIEW_CHANNEL,
    Permission.MANAGE_CHANNELS,
    Permission.MANAGE_WEBHOOKS,
)
UNKNOWN = Permission(1 << 60)


def role(number: int, permissions: Permission = NOTHING) -> Role:
    return Role(number, f"role {number}", permissions)


def standing(
    *roles: Role, held: frozenset[int] = frozenset(), user: int = BOT, timed_out: bool = False
) -> Standing:
    return Standing(GUILD, OWNER, user, roles, held, timed_out)


def on_role(number: int, allow: Permission = NOTHING, deny: Permission = NOTHING) -> Overwrite:
    return Overwrite(number, "role", allow, deny)


def on_bot(allow: Permission = NOTHING, deny: Permission = NOTHING) -> Overwrite:
    return Overwrite(BOT, "member", allow, deny)


def test_bits_are_those_of_the_docs() -> None:
    assert int(EVERYTHING) == 8866461766385663
    assert int(VIEW | MANAGE | HOOKS) == 536871952
    assert int(Permission.MODERATE_MEMBERS) == 0x10000000000
    assert set(LABELS) == set(Permission)


def test_everyone_and_the_roles_held_add_up() -> None:
    here = standing(role(GUILD, VIEW), role(10, MANAGE), role(11, HOOKS), held=frozenset({10}))
    assert base_permissions(here) == VIEW | MANAGE


def test_bits_without_a_name_are_kept() -> None:
    here = standing(role(GUILD, VIEW | UNKNOWN))
    assert base_permissions(here) == VIEW | UNKNOWN
    denied = [on_role(GUILD, deny=HOOKS)]
    assert channel_permissions(here, denied) == VIEW | UNKNOWN


def test_the_owner_may_do_everything() -> None:
    here = standing(role(GUILD), user=OWNER)
    assert base_permissions(here) == EVERYTHING
    assert channel_permissions(here, [on_role(GUILD, deny=VIEW)]) == EVERYTHING


def test_an_administrator_stands_above_overwrites() -> None:
    here = standing(role(GUILD), role(10, Permission.ADMINISTRATOR), held=frozenset({10}))
    assert channel_permissions(here, [on_bot(deny=EVERYTHING)]) == EVERYTHING


def test_administrator_given_by_an_overwrite_makes_no_administrator() -> None:
    here = standing(role(GUILD, VIEW))
    allowed = channel_permissions(here, [on_bot(allow=Permission.ADMINISTRATOR)])
    assert allowed == VIEW | Permission.ADMINISTRATOR


def test_an_allow_beats_a_deny_among_roles_whatever_their_order() -> None:
    here = standing(role(GUILD, VIEW), role(10), role(11), held=frozenset({10, 11}))
    overwrites = [on_role(10, allow=HOOKS), on_role(11, deny=HOOKS)]
    assert channel_permissions(here, overwrites) == VIEW | HOOKS
    assert channel_permissions(here, overwrites[::-1]) == VIEW | HOOKS


def test_steps_go_from_everyone_over_roles_to_the_member() -> None:
    here = standing(role(GUILD, VIEW | HOOKS), role(10), held=frozenset({10}))
    overwrites = [
        on_bot(deny=MANAGE),
        on_role(10, allow=HOOKS | MANAGE),
        on_role(GUILD, deny=HOOKS),
    ]
    assert channel_permissions(here, overwrites) == VIEW | HOOKS


def test_overwrites_of_others_change_nothing() -> None:
    here = standing(role(GUILD, VIEW | HOOKS), role(10))
    others = [
        on_role(10, deny=HOOKS),
        Overwrite(OTHER, "member", NOTHING, HOOKS),
        Overwrite(BOT, "role", NOTHING, HOOKS),
        Overwrite(GUILD, "member", NOTHING, HOOKS),
    ]
    assert channel_permissions(here, others) == VIEW | HOOKS


def test_what_everyone_is_allowed_does_not_count_among_the_roles() -> None:
    here = standing(role(GUILD, VIEW), role(10), held=frozenset({GUILD, 10}))
    overwrites = [on_role(GUILD, allow=HOOKS), on_role(10, deny=HOOKS)]
    assert channel_permissions(here, overwrites) == VIEW


def test_nothing_may_be_done_in_a_channel_that_cannot_be_seen() -> None:
    here = standing(role(GUILD, VIEW | MANAGE))
    assert channel_permissions(here, [on_role(GUILD, deny=VIEW)]) == NOTHING
    assert channel_permissions(standing(role(GUILD, MANAGE)), []) == NOTHING


def test_a_guild_without_roles_grants_nothing() -> None:
    assert base_permissions(standing(held=frozenset({10}))) == NOTHING


def test_a_time_out_leaves_seeing_and_reading() -> None:
    all_of_it = VIEW | MANAGE | Permission.READ_MESSAGE_HISTORY
    out = standing(role(GUILD, all_of_it), timed_out=True)
    assert masked_by_timeout(out, all_of_it) == VIEW | Permission.READ_MESSAGE_HISTORY
    assert masked_by_timeout(standing(role(GUILD, all_of_it)), all_of_it) == all_of_it


def test_owner_and_administrators_are_never_timed_out() -> None:
    owner = standing(role(GUILD), user=OWNER, timed_out=True)
    admin = standing(role(GUILD, Permission.ADMINISTRATOR), timed_out=True)
    assert masked_by_timeout(owner, EVERYTHING) == EVERYTHING
    assert masked_by_timeout(admin, EVERYTHING) == EVERYTHING


BITS = st.lists(
    st.sampled_from([VIEW, MANAGE, HOOKS, Permission.ADMINISTRATOR, UNKNOWN, Permission(1 << 47)]),
    max_size=3,
).map(lambda bits: Permission(sum({int(bit) for bit in bits})))
ROLE_IDS = st.sampled_from([GUILD, 10, 11, 12])


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Standing, list[Overwrite]]:
    roles = tuple(role(number, draw(BITS)) for number in (GUILD, 10, 11, 12))
    held = draw(st.frozensets(ROLE_IDS))
    overwrites = draw(
        st.lists(
            st.builds(
                Overwrite,
                st.sampled_from([GUILD, 10, 11, 12, BOT, OTHER]),
                st.sampled_from(["role", "member"]),
                BITS,
                BITS,
            ),
            max_size=5,
        )
    )
    user = draw(st.sampled_from([BOT, BOT, BOT, OWNER]))
    return standing(*roles, held=held, user=user), overwrites


def granted(bit: int, here: Standing, overwrites: list[Overwrite]) -> bool:
    """One bit's fate, told as a story rather than computed over masks."""
    admin = int(Permission.ADMINISTRATOR)
    held = [it for it in here.roles if it.id in here.role_ids or it.id == here.guild_id]
    if here.user_id == here.owner_id or any(int(it.permissions) & admin for it in held):
        return bool(int(EVERYTHING) & bit)
    has = any(int(it.permissions) & bit for it in held)
    groups: tuple[list[Overwrite], ...] = ([], [], [])
    for it in overwrites:
        if it.kind == "member" and it.id == here.user_id:
            groups[2].append(it)
        elif it.kind == "role" and it.id == here.guild_id:
            groups[0].append(it)
        elif it.kind == "role" and it.id in here.role_ids:
            groups[1].append(it)
    for group in groups:
        if any(int(it.allow) & bit for it in group):
            has = True
        elif any(int(it.deny) & bit for it in group):
            has = False
    return has


@given(scenes())
def test_every_bit_fares_as_the_docs_tell_it(scene: tuple[Standing, list[Overwrite]]) -> None:
    here, overwrites = scene
    computed = int(channel_permissions(here, overwrites))
    seen = granted(int(VIEW), here, overwrites)
    for position in range(64):
        expected = seen and granted(1 << position, here, overwrites)
        assert bool(computed & 1 << position) is expected


@pytest.mark.parametrize("bit", list(Permission))
def test_a_bit_is_had_exactly_when_a_role_grants_it(bit: Permission) -> None:
    without = standing(role(GUILD, EVERYTHING & ~bit & ~Permission.ADMINISTRATOR))
    assert bit not in base_permissions(without)
    assert bit in base_permissions(standing(role(GUILD, bit)))


def test_owner_and_administrators_are_exempt_from_what_silences_members() -> None:
    assert not is_exempt(standing(role(GUILD, EVERYTHING & ~Permission.ADMINISTRATOR)))
    assert is_exempt(standing(role(GUILD, Permission.ADMINISTRATOR)))
    assert not is_exempt(standing(role(GUILD), role(5, Permission.ADMINISTRATOR)))
    assert is_exempt(standing(role(GUILD), user=OWNER))
