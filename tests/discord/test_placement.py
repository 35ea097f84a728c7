"""The overwrites of a new channel: its category's, or those of a private one."""

import pytest

from cakd_tui.core.plan import Verb
from cakd_tui.discord.http import models
from cakd_tui.discord.options import BadOption
from cakd_tui.discord.permissions import (
    NOTHING,
    Overwrite,
    Permission,
    Role,
    Standing,
)
from cakd_tui.discord.placement import (
    Placement,
    access_lines,
    placement,
    predicted_overwrites,
)

GUILD, BOT, OWN, ONCALL, OTHER, PERSON = 1, 7, 11, 12, 13, 99
VIEW, WEBHOOKS = Permission.VIEW_CHANNEL, Permission.MANAGE_WEBHOOKS
SEND, ROLES = Permission.SEND_MESSAGES, Permission.MANAGE_ROLES
EVERYONE_OUT = Overwrite(GUILD, "role", NOTHING, VIEW)
BOT_IN = Overwrite(BOT, "member", VIEW | WEBHOOKS, NOTHING)
ONCALL_IN = Overwrite(ONCALL, "role", VIEW, NOTHING)


def standing(own: Permission = VIEW | WEBHOOKS) -> Standing:
    roles = (
        Role(GUILD, "@everyone", NOTHING),
        Role(OWN, "alerts-bot", own, managed_by=BOT),
        Role(ONCALL, "oncall", NOTHING),
        Role(OTHER, "other", NOTHING),
    )
    return Standing(GUILD, 2, BOT, roles, frozenset({OWN}))


def category(*overwrites: Overwrite) -> models.Channel:
    raw = tuple(
        models.Overwrite(each.id, 0 if each.kind == "role" else 1, each.allow, each.deny)
        for each in overwrites
    )
    return models.Channel(50, models.CATEGORY, GUILD, "Ops", overwrites_or_null=raw)


def sent(
    *inherited: Overwrite, own: Permission = VIEW | WEBHOOKS, roles: tuple[int, ...] = ()
) -> set[Overwrite]:
    """The overwrites of a private channel in a category with these."""
    at = standing(own)
    chosen = [role for role in at.roles if role.id in roles]
    made = placement(at, category(*inherited), True, chosen).sent
    assert len({(each.kind, each.id) for each in made}) == len(made)
    return set(made)


def test_a_public_channel_is_made_without_overwrites_so_that_the_categorys_are_copied() -> None:
    ops = category(ONCALL_IN)
    placed = placement(standing(NOTHING), ops, False, ())
    assert placed == Placement(ops)
    assert predicted_overwrites(placed.category, placed.sent) == (ONCALL_IN,)
    assert predicted_overwrites(None) == ()


def test_a_private_channel_keeps_everyone_out_and_lets_the_bot_and_the_roles_in() -> None:
    placed = placement(standing(), None, True, [standing().roles[2]])
    assert placed == Placement(None, (EVERYONE_OUT, BOT_IN, ONCALL_IN))
    assert predicted_overwrites(None, placed.sent) == placed.sent
    assert int(BOT_IN.allow) == 1024 | 536870912


@pytest.mark.parametrize(
    ("inherited", "made"),
    [
        (Overwrite(OTHER, "role", VIEW, NOTHING), {Overwrite(OTHER, "role", VIEW, NOTHING)}),
        (Overwrite(PERSON, "member", VIEW, NOTHING), {Overwrite(PERSON, "member", VIEW, NOTHING)}),
        (Overwrite(OWN, "role", NOTHING, WEBHOOKS), {Overwrite(OWN, "role", NOTHING, WEBHOOKS)}),
        (Overwrite(OTHER, "role", SEND, NOTHING), set()),
        (
            Overwrite(OTHER, "role", VIEW | SEND, WEBHOOKS),
            {Overwrite(OTHER, "role", VIEW, WEBHOOKS)},
        ),
    ],
)
def test_what_the_category_says_comes_along_as_far_as_the_bot_may_hand_it_on(
    inherited: Overwrite, made: set[Overwrite]
) -> None:
    assert sent(inherited) == {EVERYONE_OUT, BOT_IN} | made


def test_the_categorys_word_on_everyone_the_bot_and_the_roles_is_put_right() -> None:
    made = sent(
        Overwrite(GUILD, "role", VIEW, SEND | WEBHOOKS),
        Overwrite(BOT, "member", NOTHING, VIEW | WEBHOOKS),
        Overwrite(ONCALL, "role", WEBHOOKS, VIEW),
        roles=(ONCALL,),
    )
    assert made == {
        Overwrite(GUILD, "role", NOTHING, VIEW | WEBHOOKS),
        BOT_IN,
        Overwrite(ONCALL, "role", VIEW | WEBHOOKS, NOTHING),
    }


@pytest.mark.parametrize("own", [VIEW | WEBHOOKS | ROLES, Permission.ADMINISTRATOR])
def test_manage_permissions_is_never_handed_on(own: Permission) -> None:
    placed = placement(standing(own), category(Overwrite(OTHER, "role", ROLES, NOTHING)), True, ())
    assert set(placed.sent) == {EVERYONE_OUT, BOT_IN}
    assert placed.left_out == ROLES


def test_an_administrator_hands_on_all_else_even_bits_without_a_name() -> None:
    unnamed = Permission(1 << 50 | 1 << 46)
    told = Overwrite(OTHER, "role", unnamed, SEND)
    assert told in sent(told, own=Permission.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("own", "lacking"),
    [
        (VIEW, "Manage Webhooks"),
        (WEBHOOKS, "View Channels"),
        (NOTHING, "View Channels and Manage Webhooks"),
    ],
)
def test_bits_the_bot_lacks_are_refused_with_the_clicks_that_mend_it(
    own: Permission, lacking: str
) -> None:
    with pytest.raises(BadOption) as caught:
        placement(
            standing(own), category(Overwrite(BOT, "member", VIEW | WEBHOOKS, NOTHING)), True, ()
        )
    assert caught.value.reason == "bits-missing"
    assert f"they lack {lacking}: " in caught.value.message
    assert f"Server Settings → Roles → alerts-bot → {lacking}" in caught.value.message


@pytest.mark.parametrize(("count", "fits"), [(98, True), (99, False)])
def test_a_new_channel_takes_a_hundred_overwrites(count: int, fits: bool) -> None:
    ops = category(*(Overwrite(1000 + each, "role", VIEW, NOTHING) for each in range(count)))
    if fits:
        assert len(placement(standing(), ops, True, ()).sent) == 100
        return
    with pytest.raises(BadOption, match="would need 101 permission entries") as caught:
        placement(standing(), ops, True, ())
    assert caught.value.reason == "overwrites-too-many"


def test_the_plan_shows_who_is_let_in_and_what_is_left_out() -> None:
    ops = category(
        Overwrite(OTHER, "role", VIEW | SEND, NOTHING),
        Overwrite(PERSON, "member", VIEW, Permission(1 << 46)),
    )
    placed = placement(standing(), ops, True, [standing().roles[2]])
    lines = access_lines(placed, standing())
    assert [(line.name, line.remark, line.reason) for line in lines] == [
        ("@everyone", "denied: View Channels", "all others stay out"),
        ("the bot", "allowed: View Channels, Manage Webhooks", "it lets itself in"),
        ("oncall", "allowed: View Channels", "chosen"),
        ("other", "allowed: View Channels", "as in Ops"),
        ("member 99", "allowed: View Channels", "as in Ops"),
        (
            "Send Messages, 1 other permission",
            "",
            "not taken over from Ops: the bot may not hand it on",
        ),
    ]
    assert {line.verb for line in lines[:-1]} == {Verb.CREATE}
    assert lines[-1].verb is Verb.LEAVE
    assert all(line.detail and line.kind == "access" for line in lines)
    assert access_lines(Placement(ops), standing()) == ()
