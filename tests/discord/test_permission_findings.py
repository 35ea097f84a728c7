"""The findings about permissions: told from the ledger, rules aside."""

import pytest

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.discord.ledger_scene import Scene
from cakd_tui.discord.permission_findings import permission_findings
from cakd_tui.discord.permissions import NOTHING
from tests.discord.scenes import (
    ADMINISTRATOR,
    CHANNELS,
    GUILD,
    HOOKS,
    VIEW,
    account,
    on_role,
    scene,
)


def found(given: Scene) -> dict[str, Finding]:
    return {each.check.id: each for each in permission_findings(given)}


def test_each_permission_has_its_finding() -> None:
    assert list(found(scene())) == ["view-channel", "manage-webhooks", "manage-channels"]
    assert {each.verdict for each in found(scene()).values()} == {Verdict.PASS}
    assert found(scene())["view-channel"].evidence == "from @everyone"


def test_what_is_missing_is_said_with_the_ledgers_fixes() -> None:
    given = scene(own=CHANNELS)
    finding = found(given)["manage-webhooks"]
    assert finding.verdict is Verdict.FAIL
    assert finding.headline == "Manage Webhooks is missing"
    assert finding.fixes == account(given).fixes
    assert finding.evidence == "no role of the bot grants it"


def test_what_is_denied_in_the_channel_is_told_from_what_is_missing() -> None:
    given = scene(on_role(GUILD, deny=HOOKS), channel=True)
    assert found(given)["manage-webhooks"].headline == "Manage Webhooks is denied in #alerts-x"


def test_one_cause_is_one_failure() -> None:
    given = scene(on_role(GUILD, deny=VIEW), channel=True)
    verdicts = {key: each.verdict for key, each in found(given).items()}
    assert verdicts == {
        "view-channel": Verdict.FAIL,
        "manage-webhooks": Verdict.SKIPPED,
        "manage-channels": Verdict.PASS,
    }


@pytest.mark.parametrize(
    "given",
    [scene(timed_out=True), scene(pending=True), scene(two_factor=True)],
    ids=["time-out", "screening", "two-factor"],
)
def test_the_rules_have_checks_of_their_own(given: Scene) -> None:
    assert {each.verdict for each in found(given).values()} == {Verdict.PASS}


def test_a_doubt_is_a_warning_and_fails_nothing() -> None:
    finding = found(scene(own=ADMINISTRATOR))["manage-webhooks"]
    assert finding.verdict is Verdict.WARN
    assert finding.fixes[0].text.startswith("Only Administrator grants it")
    assert finding.evidence == "as Administrator, from role alerts-bot"


def test_a_permission_without_use_is_skipped() -> None:
    finding = found(scene(own=HOOKS, channel=True))["manage-channels"]
    assert finding.verdict is Verdict.SKIPPED
    assert not finding.fixes
    missing = found(scene(own=NOTHING))["manage-channels"]
    assert missing.verdict is Verdict.FAIL
