"""The findings about permissions: told from the ledger, rules aside."""

import pytest

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.discord.http.errors import ApiError, Asked
from cakd_tui.discord.ledger_scene import Scene, unseen_scene
from cakd_tui.discord.permission_findings import permission_findings
from cakd_tui.discord.permissions import NOTHING, Permission
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
    assert finding.symptom is not None
    assert finding.symptom.facts["cause"] == "missing-in-guild"


def test_what_is_denied_in_the_channel_is_told_from_what_is_missing() -> None:
    given = scene(on_role(GUILD, deny=HOOKS), channel=True)
    assert found(given)["manage-webhooks"].headline == "Manage Webhooks is denied in #alerts-x"


def test_one_cause_is_one_failure() -> None:
    given = scene(on_role(GUILD, deny=VIEW), channel=True)
    verdicts = {key: each.verdict for key, each in found(given).items()}
    assert verdicts == {
        "view-channel": Verdict.FAIL,
        "manage-webhooks": Verdict.SKIPPED,
        "manage-channels": Verdict.SKIPPED,
    }


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (scene(timed_out=True), "void: the bot is timed out"),
        (scene(pending=True), "void: the membership screening isn't passed yet"),
        (
            scene(two_factor=True),
            "void: two-factor is asked for, and the bot's owner has none",
        ),
    ],
    ids=["time-out", "screening", "two-factor"],
)
def test_what_a_rule_voids_is_said_and_fails_in_that_rules_check(given: Scene, why: str) -> None:
    told = found(given)
    assert told["view-channel"].verdict is Verdict.PASS
    for key in ("manage-channels", "manage-webhooks"):
        assert told[key].verdict is Verdict.SKIPPED
        assert told[key].evidence == why


def test_what_is_missing_fails_though_a_rule_would_void_it() -> None:
    finding = found(scene(own=CHANNELS, timed_out=True))["manage-webhooks"]
    assert finding.verdict is Verdict.FAIL
    assert finding.evidence == "no role of the bot grants it"
    assert finding.fixes[0].text.startswith("Server Settings → Roles")


@pytest.mark.parametrize(
    "given",
    [
        scene(own=CHANNELS, timed_out=True),
        scene(own=CHANNELS, pending=True),
        scene(own=CHANNELS, two_factor=True),
    ],
    ids=["time-out", "screening", "two-factor"],
)
def test_what_is_missing_and_void_besides_has_the_fixes_of_both_as_its_ledger(
    given: Scene,
) -> None:
    finding = found(given)["manage-webhooks"]
    assert finding.fixes == account(given).fixes
    assert len(finding.fixes) > len(account(scene(own=CHANNELS)).fixes)


def test_a_channel_that_is_not_shown_fails_the_view_and_keeps_the_refusals_symptom() -> None:
    refusal = ApiError(Asked("GET", "/channels/5", "channel"), 403, "{}", code=50001)
    given = unseen_scene(scene(), "#alerts-x", 5)
    told = {each.check.id: each for each in permission_findings(given, refusal)}
    finding = told["view-channel"]
    assert finding.verdict is Verdict.FAIL
    assert finding.headline == "The alerts channel exists, but the bot can't see it"
    assert finding.symptom == refusal.symptom
    assert finding.fixes[0].text == (
        "#alerts-x → Edit Channel → Permissions → the member alerts-bot "
        "→ View Channel ✓, Manage Webhooks ✓"
    )
    assert told["manage-webhooks"].verdict is Verdict.SKIPPED


def test_a_doubt_is_a_warning_and_fails_nothing() -> None:
    finding = found(scene(own=ADMINISTRATOR))["manage-webhooks"]
    assert finding.verdict is Verdict.WARN
    assert finding.fixes[0].text.startswith("Only Administrator grants it")
    assert finding.fixes[-1].text == "Server Settings → Roles → alerts-bot → Administrator off"
    assert finding.evidence == "as Administrator, from role alerts-bot"


def test_a_permission_without_use_is_skipped() -> None:
    finding = found(scene(own=HOOKS, channel=True))["manage-channels"]
    assert finding.verdict is Verdict.SKIPPED
    assert not finding.fixes
    missing = found(scene(own=NOTHING))["manage-channels"]
    assert missing.verdict is Verdict.FAIL


@pytest.mark.parametrize("everyone", [VIEW, NOTHING])
@pytest.mark.parametrize("own", [HOOKS, NOTHING])
def test_a_channel_that_is_not_shown_is_one_failure_whatever_the_roles_grant(
    everyone: Permission, own: Permission
) -> None:
    refusal = ApiError(Asked("GET", "/channels/5", "channel"), 403, "{}", code=50001)
    given = unseen_scene(scene(everyone=everyone, own=own, timed_out=True), "#alerts-x", 5)
    told = {each.check.id: each for each in permission_findings(given, refusal)}
    assert {key for key, each in told.items() if each.verdict is Verdict.FAIL} == {"view-channel"}
    assert told["view-channel"].symptom == refusal.symptom
    assert len(told["view-channel"].fixes) == 1
    assert told["manage-webhooks"].fixes == ()


def test_what_is_denied_and_granted_by_no_role_is_told_as_its_fix_has_it() -> None:
    finding = found(scene(on_role(GUILD, deny=HOOKS), own=CHANNELS, channel=True))[
        "manage-webhooks"
    ]
    assert finding.evidence == "granted by no role, denied in #alerts-x"
    assert finding.fixes[0].text.startswith("#alerts-x → Edit Channel")
    assert finding.symptom is not None
    assert finding.symptom.facts["cause"] == "denied-in-channel"
