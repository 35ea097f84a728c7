"""For every cause: its name, the line of the ledger that decided, and the first thing to do."""

from collections.abc import Mapping

import pytest

from cakd_tui.core.finding import Finding
from cakd_tui.core.ledger import Account, Explained
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.discord.known_cause import Cause
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.worlds import OBSERVERS, OPS_LAB
from tests.discord.bare_run import Begin, Run

NOWHERE = "no ledger"
"""Where the bot's part in the server is not what is amiss, or is not known, no line decides."""

CASES = {
    "missing-manage-channels": (
        "missing-in-guild",
        "",
        "Server Settings → Roles → alerts-bot → Manage Channels",
    ),
    "missing-manage-webhooks": (
        "missing-in-guild",
        "",
        "Server Settings → Roles → alerts-bot → Manage Webhooks",
    ),
    "large-server": (
        "missing-in-guild",
        "",
        "Server Settings → Roles → alerts-bot → Manage Webhooks",
    ),
    "missing-view": (
        "missing-in-guild",
        "",
        "Server Settings → Roles → alerts-bot → View Channels",
    ),
    "denied-in-channel": (
        "denied-in-channel",
        f"overwrite:role:{OBSERVERS}",
        "#alerts-my-project → Edit Channel → Permissions → the member alerts-bot "
        "→ Manage Webhooks ✓",
    ),
    "denied-by-category": (
        "denied-by-category",
        f"overwrite:role:{OPS_LAB}",
        "Locked → Edit Category → Permissions → the member alerts-bot → Manage Webhooks ✓",
    ),
    "hidden-channel": (
        "hidden-channel",
        "unseen",
        "#alerts-my-project → Edit Channel → Permissions → the member alerts-bot "
        "→ View Channel ✓, Manage Webhooks ✓",
    ),
    "two-factor": (
        "owner-without-2fa",
        "two-factor",
        "User Settings → My Account → Enable Authenticator App",
    ),
    "timed-out": ("timed-out", "time-out", "right-click the bot → Remove Timeout"),
    "pending": (
        "pending",
        "screening",
        "Members, above the channels (or in Server Settings) → the bot → Roles + → any role: "
        "it ends the screening",
    ),
    "not-in-guild": ("not-in-guild", NOWHERE, "Invite it with the link that the wizard"),
    "wrong-id": ("wrong-id", NOWHERE, "Pick the server in the wizard's list"),
    "unknown-guild": ("false-unknown-guild", NOWHERE, "Wait a few minutes"),
    "bad-token": (
        "token-refused",
        NOWHERE,
        "Developer Portal → your application → Bot → Reset Token",
    ),
    "persons-token": ("persons-token", NOWHERE, "Reset your password"),
    "cloudflare-1010": ("cloudflare", NOWHERE, "Stop whatever keeps sending refused requests"),
    "cloudflare-40333": ("cloudflare", NOWHERE, "Stop whatever keeps sending refused requests"),
    "outage-502": ("outage", NOWHERE, "Look at discordstatus.com"),
    "internal-bug": ("our-bug", NOWHERE, "Update cakd."),
}


def denied(run: Run) -> Account | None:
    """The account of the first permission that is not there."""
    told = [each.ledger for each in run.said if isinstance(each, Explained)]
    accounts = told[0].accounts if told else ()
    needed = (each for each in accounts if not each.allowed and each.fixes)
    return next(needed, None)


async def symptom(run: Run, found: Mapping[str, Finding]) -> Symptom:
    """What went wrong: in the run, or in the checks where a run would not notice it."""
    if run.rehearsal.name == "unknown-guild":
        told = found["server"].symptom
        assert told is not None
        return told
    return (await run.failure()).symptom


@pytest.mark.parametrize("name", CASES)
async def test_a_cause_has_its_name_its_deciding_line_and_its_first_fix(
    name: str, begin: Begin
) -> None:
    cause, decided_by, fix = CASES[name]
    run = begin(name)
    found = await run.preflight()
    told = await symptom(run, found)
    assert told.facts["cause"] == cause
    entries = matching([*own_entries(), *DiscordProvider(environment={}).entries()], told)
    account = denied(run)
    if decided_by == NOWHERE:
        assert account is None
        assert entries[0].fix.startswith(fix)
    else:
        assert account is not None
        assert (account.decided_by, account.fixes[0].text) == (decided_by, fix)
        assert account.cause == cause
        assert entries


def test_there_is_a_scenario_for_each_of_the_causes() -> None:
    named = {cause for cause, _, _ in CASES.values()}
    assert named == {cause.value for cause in Cause if cause is not Cause.UNKNOWN}
    assert len(named) >= 14
