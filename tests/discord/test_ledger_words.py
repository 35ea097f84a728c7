"""What is doubtful about a permission that is there, and the message to the server's owner."""

import pytest

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
    assert len(remarks) == len(starts)
    for remark, start in zip(remarks, starts, strict=True):
        assert remark.startswith(start)


def test_the_request_names_server_bot_permission_and_clicks() -> None:
    ledger = ledger_of(scene(own=CHANNELS))
    assert ledger.invite is not None
    assert ledger.request.splitlines() == [
        "Hello. The bot alerts-bot is to set up alerts in the server Ops Lab, "
        "and may not do all it needs for that:",
        "- Manage Webhooks: no role of the bot grants it. "
        "Please: Server Settings → Roles → alerts-bot → Manage Webhooks",
        f"Or open this link, which asks for exactly what is missing: {ledger.invite.url}",
        "Thank you.",
    ]


def test_what_one_click_mends_is_asked_for_once() -> None:
    lines = ledger_of(scene(timed_out=True)).request.splitlines()
    assert lines[1:] == [
        "- Manage Channels and Manage Webhooks: the bot is timed out. "
        "Please: right-click the bot → Remove Timeout",
        "Thank you.",
    ]


def test_the_servers_owner_is_asked_only_for_what_is_in_their_power() -> None:
    request = ledger_of(scene(two_factor=True)).request
    assert "Server Settings → Safety Setup" in request
    assert "User Settings" not in request


@pytest.mark.parametrize(
    "given",
    [scene(), scene(own=HOOKS, channel=True), scene(own=ADMINISTRATOR)],
)
def test_nothing_is_asked_for_where_nothing_is_missing(given: Scene) -> None:
    assert ledger_of(given).request == ""


def test_all_that_has_to_be_mended_together_is_asked_for() -> None:
    lines = ledger_of(scene(own=CHANNELS, timed_out=True)).request.splitlines()
    assert lines[2] == (
        "- Manage Webhooks: no role of the bot grants it. "
        "Please: Server Settings → Roles → alerts-bot → Manage Webhooks, "
        "and right-click the bot → Remove Timeout"
    )
    both = ledger_of(scene(timed_out=True, pending=True)).request
    assert "Remove Timeout, and Server Settings → Members: let the bot in" in both


def test_what_only_the_bots_owner_can_do_is_not_asked_for_besides() -> None:
    request = ledger_of(scene(own=CHANNELS, two_factor=True)).request
    assert (
        "Manage Webhooks, and Server Settings → Safety Setup: no two-factor for moderation"
        in request
    )
    assert "User Settings" not in request
