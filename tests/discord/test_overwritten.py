"""What overwrites do, with all roles known and with some: a sure word is never a wrong one."""

from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.discord.overwritten import Who, outcome
from cakd_tui.discord.permissions import (
    NOTHING,
    Overwrite,
    Permission,
    Role,
    Standing,
    channel_permissions,
)

GUILD, BOT = 1, 100
ROLES = (2, 3, 4)
BIT = Permission.MANAGE_WEBHOOKS
SIGHT = Permission.VIEW_CHANNEL

BITS = st.sampled_from([(BIT, NOTHING), (NOTHING, BIT), (NOTHING, NOTHING), (NOTHING, SIGHT)])
TARGETS = st.sampled_from(
    [("role", GUILD), *(("role", each) for each in ROLES), ("member", BOT), ("member", 101)]
)


@st.composite
def channels(draw: st.DrawFn) -> tuple[Overwrite, ...]:
    """The overwrites of a channel, at most one for each role and member."""
    targets = draw(st.lists(TARGETS, unique=True, max_size=6))
    made = []
    for kind, number in targets:
        allow, deny = draw(BITS)
        made.append(Overwrite(number, "role" if kind == "role" else "member", allow, deny & ~allow))
    return tuple(made)


def holds(overwrites: tuple[Overwrite, ...], roles: frozenset[int], base: Permission) -> bool:
    """Whether the bot has the permission there, by the rules of whole channels."""
    everyone = Role(GUILD, "@everyone", base)
    standing = Standing(GUILD, 999, BOT, (everyone, *_roles()), roles)
    seen = Overwrite(BOT, "member", SIGHT, NOTHING)
    own = [each for each in overwrites if each.kind == "member" and each.id == BOT]
    rest = [each for each in overwrites if each not in own]
    both = [Overwrite(BOT, "member", each.allow | SIGHT, each.deny & BIT) for each in own]
    return BIT in channel_permissions(standing, (*rest, *(both or [seen])))


def _roles() -> tuple[Role, ...]:
    return tuple(Role(each, f"role {each}", NOTHING) for each in ROLES)


@given(channels(), st.frozensets(st.sampled_from(ROLES)))
def test_with_all_known_it_says_what_the_rules_say(
    overwrites: tuple[Overwrite, ...], roles: frozenset[int]
) -> None:
    result = outcome(overwrites, BIT, Who(GUILD, roles, BOT))
    with_it, without = holds(overwrites, roles, BIT | SIGHT), holds(overwrites, roles, SIGHT)
    expected = {
        (True, True): "allowed",
        (False, False): "denied",
        (True, False): "untouched",
    }
    assert result.effect == expected[with_it, without]
    assert bool(result.by) == (result.effect != "untouched")


@given(channels(), st.frozensets(st.sampled_from(ROLES)), st.booleans(), st.booleans())
def test_with_less_known_it_says_the_same_or_nothing(
    overwrites: tuple[Overwrite, ...], roles: frozenset[int], hide_roles: bool, hide_user: bool
) -> None:
    known = outcome(overwrites, BIT, Who(GUILD, roles, BOT))
    who = Who(GUILD, None if hide_roles else roles, None if hide_user else BOT)
    assert outcome(overwrites, BIT, who).effect in ("unclear", known.effect)


def test_what_concerns_everyone_is_clear_to_anyone() -> None:
    denial = Overwrite(GUILD, "role", NOTHING, BIT)
    assert outcome([denial], BIT, Who(GUILD)).by == (denial,)
    another = Overwrite(2, "role", NOTHING, BIT)
    assert outcome([denial, another], BIT, Who(GUILD)).by == (denial,)
    lifted = Overwrite(2, "role", BIT, NOTHING)
    assert outcome([denial, lifted], BIT, Who(GUILD)).effect == "unclear"
    assert outcome([lifted], SIGHT, Who(GUILD)).effect == "untouched"


def test_an_allow_for_whoever_changes_nothing_where_everyone_is_allowed() -> None:
    allowed, more = Overwrite(GUILD, "role", BIT, NOTHING), Overwrite(2, "role", BIT, NOTHING)
    assert outcome([allowed, more], BIT, Who(GUILD)).effect == "allowed"
