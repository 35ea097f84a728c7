"""The ledger in words: the rules that had no say, and the message to the server's owner."""

import pytest

from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_scene import Scene
from tests.discord.scenes import ADMINISTRATOR, CHANNELS, GUILD, HOOKS, VIEW, on_role, scene


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


def test_the_safe_way_is_asked_for_before_the_one_that_weakens_the_server() -> None:
    (line,) = ledger_of(scene(two_factor=True)).request.splitlines()[1:-1]
    assert line.endswith(
        "Please: have the owner of the bot's account go to "
        "User Settings → My Account → Enable Authenticator App; or else "
        "Server Settings → Safety Setup → Require 2FA for moderator actions: off "
        "(weaker, as it holds for every moderator)"
    )


@pytest.mark.parametrize(
    "given",
    [scene(), scene(own=HOOKS, channel=True), scene(own=ADMINISTRATOR | HOOKS | CHANNELS)],
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
    assert "Remove Timeout, and Members, above the channels (or in Server Settings) →" in both


def test_what_the_bots_owner_has_to_do_is_asked_for_besides() -> None:
    request = ledger_of(scene(own=CHANNELS, two_factor=True)).request
    assert "Manage Webhooks, and have the owner of the bot's account go to User Sett" in request


def remark(given: Scene, key: str) -> str:
    line = ledger_of(given).line(key)
    assert line is not None
    return line.remark


def test_a_rule_without_an_effect_does_not_read_as_if_it_had_one() -> None:
    hidden = scene(on_role(GUILD, deny=VIEW), channel=True)
    assert remark(hidden, "hidden") == "what the bot can't see, it can't use"
    seen = scene(channel=True)
    assert remark(seen, "hidden") == "the bot sees it"
    assert remark(seen, "time-out") == "none"
    assert remark(seen, "screening") == "none to pass"
    assert remark(seen, "two-factor") == "not in the way"
    spared = scene(own=ADMINISTRATOR, timed_out=True, pending=True)
    assert remark(spared, "time-out") == "doesn't bind administrators"
    assert remark(spared, "screening") == "doesn't bind administrators"
