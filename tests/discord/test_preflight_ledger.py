"""The ledger as the preflight tells it, over the socket."""

from dataclasses import replace

import pytest

from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Effect, Explained, Ledger, Turn
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.state import FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OPS_LAB, OWN_ROLE
from tests.discord.stage import Stage, StageMaker


def told(stage: Stage) -> list[Explained]:
    return [each for each in stage.said if isinstance(each, Explained)]


async def ledger_of(stage: Stage) -> Ledger:
    await stage.findings()
    return told(stage)[0].ledger


@pytest.mark.parametrize(
    ("name", "key", "decided_by", "fix"),
    [
        (
            "missing-manage-channels",
            "manage-channels",
            "",
            "Server Settings → Roles → alerts-bot → Manage Channels",
        ),
        (
            "missing-manage-webhooks",
            "manage-webhooks",
            "",
            "Server Settings → Roles → alerts-bot → Manage Webhooks",
        ),
        (
            "missing-view",
            "view-channel",
            "",
            "Server Settings → Roles → alerts-bot → View Channels",
        ),
        ("timed-out", "manage-webhooks", "time-out", "right-click the bot → Remove Timeout"),
        (
            "two-factor",
            "manage-channels",
            "two-factor",
            "User Settings → My Account → Enable Authenticator App",
        ),
    ],
)
async def test_a_broken_scenario_has_its_deciding_line_and_first_fix(
    name: str, key: str, decided_by: str, fix: str, stage: StageMaker
) -> None:
    acting = await stage(name)
    account = (await ledger_of(acting)).account(key)
    assert account is not None
    assert account.verdict is Verdict.FAIL
    assert (account.decided_by, account.fixes[0].text) == (decided_by, fix)
    acting.rehearsal.mend()
    assert all(each.allowed for each in (await ledger_of(acting)).accounts)


async def test_it_is_told_once_and_after_the_findings_it_explains(stage: StageMaker) -> None:
    acting = await stage()
    await acting.findings()
    assert len(told(acting)) == 1
    before = acting.said[: acting.said.index(told(acting)[0])]
    checks = {each.finding.check.id for each in before if isinstance(each, Checked)}
    assert {"view-channel", "manage-webhooks", "manage-channels"} <= checks


@pytest.mark.parametrize("name", ["bad-token", "not-in-guild", "offline", "outage-502"])
async def test_nothing_is_explained_that_is_not_known(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    await acting.findings()
    assert not told(acting)


async def test_without_the_bots_member_nothing_is_explained(stage: StageMaker) -> None:
    acting = await stage()
    acting.rehearsal.faults.add(Fault(Status(500), "GET", "/guilds/*/members/*", times=None))
    await acting.findings()
    assert not told(acting)


async def test_without_the_channels_the_server_alone_is_explained(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    acting.rehearsal.faults.add(Fault(Status(500), "GET", "/guilds/*/channels", times=None))
    ledger = await ledger_of(acting)
    assert ledger.place == "Ops Lab"


@pytest.mark.parametrize("name", ["existing-setup", "missing-manage-webhooks", "timed-out"])
async def test_without_the_channels_the_rows_say_what_the_ledger_says(
    name: str, stage: StageMaker
) -> None:
    acting = await stage(name)
    acting.rehearsal.faults.add(Fault(Status(500), "GET", "/guilds/*/channels", times=None))
    found = await acting.findings()
    for account in told(acting)[0].ledger.accounts:
        row = found[account.key]
        assert row.evidence.endswith(account.because)
        assert (row.verdict is Verdict.PASS) is account.allowed
    room = found["room"]
    assert room.headline == "Discord does not show the server's channels"
    assert room.symptom is not None
    assert found["existing"].verdict is Verdict.SKIPPED
    assert found["existing"].evidence == "needs the server's channels"
    assert found["time-out"].verdict is (Verdict.FAIL if name == "timed-out" else Verdict.PASS)
    assert found["screening"].verdict is Verdict.PASS


async def test_an_existing_channel_is_the_place(stage: StageMaker) -> None:
    acting = await stage("existing-setup")
    world = acting.rehearsal.world
    deny = Overwrite(OPS_LAB, FOR_ROLE, deny=rights.MANAGE_WEBHOOKS)
    world.channels[ALERTS_CHANNEL] = replace(world.channels[ALERTS_CHANNEL], overwrites=(deny,))
    ledger = await ledger_of(acting)
    account = ledger.account("manage-webhooks")
    assert account is not None
    assert ledger.place == "#alerts-my-project in Ops Lab"
    assert ledger.opens is not None
    assert ledger.opens.url == f"https://discord.com/channels/{OPS_LAB}/{ALERTS_CHANNEL}"
    assert account.decided_by == f"overwrite:role:{OPS_LAB}"
    turn = Turn(account.decided_by, account.key, Effect.NONE)
    tried = told(acting)[0].trial(frozenset({turn})).account("manage-webhooks")
    assert tried is not None
    assert tried.allowed


async def test_an_administrator_is_said_to_be_too_much(stage: StageMaker) -> None:
    acting = await stage("missing-manage-webhooks")
    edits.grant(acting.rehearsal.world, OPS_LAB, OWN_ROLE, rights.ADMINISTRATOR)
    account = (await ledger_of(acting)).account("manage-webhooks")
    assert account is not None
    assert account.verdict is Verdict.WARN
    assert account.remarks[0].startswith("Only Administrator grants it")


async def test_the_invite_of_a_missing_permission_asks_for_that_alone(stage: StageMaker) -> None:
    acting = await stage("missing-manage-webhooks")
    ledger = await ledger_of(acting)
    assert ledger.invite is not None
    assert "permissions=536870912&" in ledger.invite.url
