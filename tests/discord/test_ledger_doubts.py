"""What is doubtful about a permission that is there, and what makes it sound."""

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_scene import Scene
from cakd_tui.discord.permissions import NOTHING
from tests.discord.scenes import (
    ADMINISTRATOR,
    ALL,
    BOT,
    CHANNELS,
    GUILD,
    HOOKS,
    OBSERVERS,
    VIEW,
    account,
    on_bot,
    on_role,
    scene,
)

BROAD = "Only Administrator grants it, and with it everything else in the server."
FRAGILE = "Granted by the role {}, not by the bot's own: it is lost when that role changes"
FOR_ALL = "Granted to @everyone, so to any member: it is lost when that is put right."

DOUBTS: dict[str, tuple[Scene, str, list[str]]] = {
    "from its own role": (scene(), "manage-webhooks", []),
    "@everyone sees channels": (scene(), "view-channel", []),
    "the owner": (scene(own=ADMINISTRATOR, owner=BOT), "manage-webhooks", []),
    "Administrator alone": (scene(own=ADMINISTRATOR), "manage-webhooks", [BROAD]),
    "Administrator alone, from another role": (
        scene(own=NOTHING, admins=ADMINISTRATOR),
        "manage-webhooks",
        [BROAD, FRAGILE.format("Admins")],
    ),
    "Administrator from another role, and the bit from its own": (
        scene(own=HOOKS, admins=ADMINISTRATOR),
        "manage-webhooks",
        [],
    ),
    "Administrator, and the bit as well": (scene(own=ADMINISTRATOR | HOOKS), "manage-webhooks", []),
    "Administrator against a deny": (
        scene(on_role(GUILD, deny=HOOKS), own=ADMINISTRATOR | HOOKS, channel=True),
        "manage-webhooks",
        [BROAD],
    ),
    "another role": (
        scene(own=NOTHING, observers=HOOKS),
        "manage-webhooks",
        [FRAGILE.format("Observers")],
    ),
    "another role lets it see": (
        scene(everyone=NOTHING, observers=VIEW),
        "view-channel",
        [FRAGILE.format("Observers")],
    ),
    "everybody may": (scene(everyone=ALL, own=NOTHING), "manage-webhooks", [FOR_ALL]),
    "another role in the channel": (
        scene(on_role(OBSERVERS, HOOKS), own=NOTHING, observers=VIEW, channel=True),
        "manage-webhooks",
        [FRAGILE.format("Observers")],
    ),
    "the bot itself in the channel": (
        scene(on_bot(HOOKS), own=NOTHING, channel=True),
        "manage-webhooks",
        [],
    ),
    "what is not there is not doubtful": (
        scene(own=NOTHING, observers=HOOKS, timed_out=True),
        "manage-webhooks",
        [],
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_is_said(name: str) -> None:
    given, key, starts = DOUBTS[name]
    remarks = account(given, key).remarks
    assert (account(given, key).verdict is Verdict.WARN) is bool(starts)
    assert len(remarks) == len(starts)
    for remark, start in zip(remarks, starts, strict=True):
        assert remark.startswith(start)


ROLES = "Server Settings → Roles"
PLACE = "#alerts-x → Edit Channel → Permissions"
FIRMER: dict[str, tuple[Scene, str, list[str]]] = {
    "another role": (
        scene(own=NOTHING, observers=HOOKS),
        "manage-webhooks",
        [f"{ROLES} → alerts-bot → Manage Webhooks"],
    ),
    "another role lets it see": (
        scene(everyone=NOTHING, observers=VIEW),
        "view-channel",
        [f"{ROLES} → alerts-bot → View Channels"],
    ),
    "everybody may": (
        scene(everyone=ALL, own=NOTHING),
        "manage-channels",
        [f"{ROLES} → alerts-bot → Manage Channels"],
    ),
    "another role against a deny in the channel": (
        scene(on_role(GUILD, deny=HOOKS), on_role(OBSERVERS, HOOKS), observers=VIEW, channel=True),
        "manage-webhooks",
        [f"{PLACE} → the member alerts-bot → Manage Webhooks ✓"],
    ),
    "Administrator alone": (
        scene(own=ADMINISTRATOR),
        "manage-channels",
        [
            f"{ROLES} → alerts-bot → View Channels, Manage Channels, Manage Webhooks",
            f"{ROLES} → alerts-bot → Administrator off",
        ],
    ),
    "Administrator from another role, where a channel denies it": (
        scene(on_role(GUILD, deny=HOOKS), own=NOTHING, admins=ADMINISTRATOR, channel=True),
        "manage-webhooks",
        [],
    ),
    "no role of its own": (scene(own=None, observers=HOOKS), "manage-webhooks", []),
    "Administrator, and no role of its own": (
        scene(own=None, admins=ADMINISTRATOR),
        "manage-webhooks",
        [],
    ),
    "nothing is doubtful": (scene(), "manage-webhooks", []),
}


@pytest.mark.parametrize("name", FIRMER)
def test_what_makes_it_sound_is_a_click_path_of_the_bots_own(name: str) -> None:
    given, key, paths = FIRMER[name]
    assert [fix.text for fix in account(given, key).fixes] == paths
    assert bool(account(given, key).mended_at) is bool(paths)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("another role", "role:10"),
        ("Administrator alone", "role:10"),
        ("another role against a deny in the channel", "overwrite:member:2"),
    ],
)
def test_the_line_that_makes_it_sound_is_named(name: str, line: str) -> None:
    given, key, _ = FIRMER[name]
    assert account(given, key).mended_at == line


def test_a_doubtful_grant_has_no_cause_and_turns_to_sound_in_a_trial() -> None:
    given = scene(own=NOTHING, observers=HOOKS)
    assert account(given).cause == ""
    turn = Turn("role:10", "manage-webhooks", Effect.GRANTED)
    assert account(ledger_of(given, frozenset({turn}))).verdict is Verdict.PASS


def test_the_owner_is_asked_to_put_a_doubtful_grant_right() -> None:
    text = ledger_of(scene(own=CHANNELS, observers=HOOKS)).request
    assert "and may do so; but what lets it should be put right:" in text
    assert "- Manage Webhooks: Granted by the role Observers" in text
    assert "Please: Server Settings → Roles → alerts-bot" in text


def test_what_is_missing_is_asked_for_before_what_is_doubtful() -> None:
    text = ledger_of(scene(own=NOTHING, observers=HOOKS)).request
    assert "and may not do all it needs for that:" in text
    assert text.index("- Manage Channels: ") < text.index("- Manage Webhooks: Granted by")


def test_titles_are_listed_in_a_sentence_where_one_change_is_for_all() -> None:
    text = ledger_of(scene(everyone=NOTHING, own=ADMINISTRATOR)).request
    assert "- View Channel, Manage Channels and Manage Webhooks: Only Administrator" in text
