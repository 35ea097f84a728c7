"""What mends a missing permission: smallest first, in the words of Discord's client."""

from dataclasses import replace

import pytest

from cakd_tui.core.finding import Fix
from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.discord.findings import TWO_FACTOR_FIXES
from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_fixes import remedies
from cakd_tui.discord.ledger_scene import MANAGE_WEBHOOKS, Scene, unseen_scene
from cakd_tui.discord.ledger_scene import VIEW as VIEW_COLUMN
from cakd_tui.discord.permissions import NOTHING
from tests.discord.scenes import (
    CHANNELS,
    GUILD,
    HOOKS,
    OBSERVERS,
    OWN,
    VIEW,
    account,
    on_bot,
    on_role,
    scene,
)

ROLES = "Server Settings → Roles"
HERE = "#alerts-x → Edit Channel → Permissions"
INVITED = "invite it again with exactly what it needs"
NO_MORE = "Manage Webhooks: / instead of ✗"

MENDED: dict[str, tuple[Scene, str, list[str]]] = {
    "nobody grants it": (
        scene(own=CHANNELS),
        "manage-webhooks",
        [f"{ROLES} → alerts-bot → Manage Webhooks", INVITED],
    ),
    "Discord's own label in the role's settings": (
        scene(everyone=NOTHING),
        "view-channel",
        [f"{ROLES} → alerts-bot → View Channels", INVITED],
    ),
    "without a role of its own": (
        scene(own=None, observers=VIEW),
        "manage-webhooks",
        [f"{ROLES} → Observers → Manage Webhooks", INVITED],
    ),
    "without any role": (
        scene(own=None),
        "manage-webhooks",
        [f"{ROLES}: give alerts-bot a role with Manage Webhooks", INVITED],
    ),
    "missing in the server, and there is a channel": (
        scene(own=CHANNELS, channel=True),
        "manage-webhooks",
        [
            f"{ROLES} → alerts-bot → Manage Webhooks",
            f"{HERE} → the member alerts-bot → Manage Webhooks ✓",
            INVITED,
        ],
    ),
    "missing in the server, and denied in the channel": (
        scene(on_role(GUILD, deny=HOOKS), own=CHANNELS, channel=True),
        "manage-webhooks",
        [f"{HERE} → the member alerts-bot → Manage Webhooks ✓"],
    ),
    "denied for @everyone": (
        scene(on_role(GUILD, deny=HOOKS), channel=True),
        "manage-webhooks",
        [f"{HERE} → the member alerts-bot → Manage Webhooks ✓", f"{HERE} → @everyone → {NO_MORE}"],
    ),
    "denied for another role": (
        scene(on_role(OBSERVERS, deny=HOOKS), observers=VIEW, channel=True),
        "manage-webhooks",
        [
            f"{HERE} → the member alerts-bot → Manage Webhooks ✓",
            f"{HERE} → the role Observers → {NO_MORE}",
        ],
    ),
    "denied for its own role": (
        scene(on_role(OWN, deny=HOOKS), channel=True),
        "manage-webhooks",
        [f"{HERE} → the role alerts-bot → Manage Webhooks ✓"],
    ),
    "denied twice": (
        scene(on_role(GUILD, deny=HOOKS), on_bot(deny=HOOKS), channel=True),
        "manage-webhooks",
        [f"{HERE} → the member alerts-bot → Manage Webhooks ✓"],
    ),
    "void, as it can't be seen": (
        scene(on_role(GUILD, deny=VIEW), channel=True),
        "manage-webhooks",
        [
            f"{HERE} → the member alerts-bot → View Channel ✓",
            f"{HERE} → @everyone → View Channel: / instead of ✗",
        ],
    ),
    "denied, and not to be seen either": (
        scene(on_role(GUILD, deny=VIEW | HOOKS), channel=True),
        "manage-webhooks",
        [
            f"{HERE} → the member alerts-bot → View Channel ✓, Manage Webhooks ✓",
            f"{HERE} → @everyone → View Channel, Manage Webhooks: / instead of ✗",
        ],
    ),
    "neither granted nor to be seen": (
        scene(everyone=NOTHING, own=CHANNELS, channel=True),
        "manage-webhooks",
        [
            f"{ROLES} → alerts-bot → View Channels, Manage Webhooks",
            f"{HERE} → the member alerts-bot → View Channel ✓, Manage Webhooks ✓",
            INVITED,
        ],
    ),
    "timed out": (
        scene(timed_out=True),
        "manage-webhooks",
        ["right-click the bot → Remove Timeout"],
    ),
    "screened": (
        scene(pending=True),
        "manage-webhooks",
        [
            "Members, above the channels (or in Server Settings) → the bot → Roles + → any role: "
            "it ends the screening"
        ],
    ),
    "missing, and timed out besides": (
        scene(own=CHANNELS, timed_out=True),
        "manage-webhooks",
        [
            f"{ROLES} → alerts-bot → Manage Webhooks",
            INVITED,
            "right-click the bot → Remove Timeout",
        ],
    ),
    "two-factor": (
        scene(two_factor=True),
        "manage-channels",
        [fix.text for fix in TWO_FACTOR_FIXES],
    ),
    "there": (scene(), "manage-webhooks", []),
    "not needed": (scene(own=HOOKS, channel=True), "manage-channels", []),
}


@pytest.mark.parametrize("name", MENDED)
def test_the_fixes_are(name: str) -> None:
    given, key, texts = MENDED[name]
    assert [fix.text for fix in account(given, key).fixes] == texts


def test_they_read_as_alternatives_but_for_what_has_to_be_done_besides() -> None:
    assert [fix.where for fix in account(scene(own=CHANNELS, timed_out=True)).fixes] == [
        "In Discord",
        "or",
        "and",
    ]
    both = account(scene(own=CHANNELS, two_factor=True)).fixes
    assert [fix.where for fix in both] == ["In Discord", "or", "Bot's owner", "or"]


def test_the_invite_asks_for_exactly_the_missing_bits() -> None:
    ledger = ledger_of(scene(own=NOTHING))
    assert ledger.invite is not None
    assert "client_id=77" in ledger.invite.url
    assert "&permissions=536870928&guild_id=1&" in ledger.invite.url
    assert account(ledger).fixes[-1] == Fix("or", INVITED, ledger.invite)


def test_the_invite_does_not_ask_for_what_is_not_needed() -> None:
    invite = ledger_of(scene(own=NOTHING, channel=True)).invite
    assert invite is not None
    assert f"&permissions={int(HOOKS)}&" in invite.url


@pytest.mark.parametrize(
    "given",
    [
        scene(),
        scene(on_role(GUILD, deny=HOOKS), channel=True),
        scene(on_bot(allow=HOOKS), own=NOTHING, channel=True),
        scene(on_role(GUILD, deny=HOOKS), own=CHANNELS, channel=True),
        replace(scene(own=NOTHING), application=None),
    ],
)
def test_there_is_no_invite_where_it_mends_nothing(given: Scene) -> None:
    assert ledger_of(given).invite is None


def test_a_deny_of_its_own_role_is_turned_where_it_stands() -> None:
    found = remedies(scene(on_role(OWN, deny=HOOKS), channel=True), MANAGE_WEBHOOKS)
    turn = Turn("overwrite:role:10", "manage-webhooks", Effect.GRANTED)
    assert [each.turns for each in found] == [frozenset({turn})]


def test_where_the_bot_itself_is_denied_its_role_is_left_alone() -> None:
    given = scene(on_role(OWN, deny=HOOKS), on_bot(deny=HOOKS), channel=True)
    turn = Turn("overwrite:member:2", "manage-webhooks", Effect.GRANTED)
    assert [each.turns for each in remedies(given, MANAGE_WEBHOOKS)] == [frozenset({turn})]


def test_a_server_that_names_no_roles_still_gets_advice() -> None:
    given = scene()
    bare = replace(given, standing=replace(given.standing, roles=()))
    assert account(bare).fixes[0].text == (
        "Server Settings → Roles: give alerts-bot a role with View Channels, Manage Webhooks"
    )


UNSEEN = unseen_scene(scene(), "#alerts-x", 5)
SHOWN_AGAIN = f"{HERE} → the member alerts-bot → View Channel ✓, Manage Webhooks ✓"


@pytest.mark.parametrize(
    "given",
    [
        UNSEEN,
        unseen_scene(scene(everyone=NOTHING), "#alerts-x", 5),
        unseen_scene(scene(own=NOTHING), "#alerts-x", 5),
        unseen_scene(scene(own=NOTHING, everyone=NOTHING), "#alerts-x", 5),
        unseen_scene(scene(own=None, everyone=NOTHING, pending=True), "#alerts-x", 5),
    ],
)
def test_in_a_channel_that_is_not_shown_the_bots_own_overwrite_is_the_only_fix(
    given: Scene,
) -> None:
    view = account(given, "view-channel")
    assert view.decided_by == "unseen"
    assert [(fix.where, fix.text) for fix in view.fixes] == [("In Discord", SHOWN_AGAIN)]
    hooks = account(given)
    assert hooks.decided_by == "hidden"
    assert hooks.fixes[0].text == SHOWN_AGAIN
    assert [fix.where for fix in hooks.fixes[1:]] == ["and"] * given.pending
    assert ledger_of(given).invite is None


def test_the_bots_own_overwrite_ends_the_hiding() -> None:
    given = unseen_scene(scene(own=NOTHING, everyone=NOTHING), "#alerts-x", 5)
    (remedy,) = remedies(given, VIEW_COLUMN)
    tried = ledger_of(given, remedy.turns)
    assert account(tried, "view-channel").decided_by == "overwrite:member:2"
    assert account(tried).allowed
