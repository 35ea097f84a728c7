"""The cause the checks foresee is the one the run reports, in a thousand random servers."""

from dataclasses import replace
from random import Random

import pytest

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.ledger import Explained, Ledger
from cakd_tui.core.symptom import Symptom
from cakd_tui.rehearsal import permissions as rights
from tests.discord.bare_run import Run, remembering
from tests.discord.guilds import GUILD
from tests.discord.test_green_means_made import THERE, run_of

CASES = 1200
PARTS = 4
NEEDED = (rights.VIEW_CHANNEL, rights.MANAGE_CHANNELS, rights.MANAGE_WEBHOOKS)
ASKED_FOR = {"create_channel": "Manage Channels", "channel": "View Channel"}
"""What a request needs; those about a channel's webhooks need Manage Webhooks."""


def troubled(seed: int) -> Run:
    """A case in which one or two things are amiss more often than not."""
    random = Random(f"cause {seed}")
    run = run_of(seed)
    world = run.rehearsal.world
    guild = world.guilds[GUILD]
    missing = random.choice((0, 0, *NEEDED))
    roles = tuple(replace(each, permissions=each.permissions & ~missing) for each in guild.roles)
    pending = random.random() < 0.1
    members = tuple(replace(each, pending=pending) for each in guild.members)
    world.guilds[GUILD] = replace(guild, roles=roles, members=members)
    if THERE in world.channels and random.random() < 0.5:
        run.known = replace(remembering(run.answers), remembered=())
        thing = replace(remembering(run.answers).remembered[0], id=THERE)
        run.known = run.known.with_thing(thing)
    return run


def cause_of(symptom: Symptom | None) -> str:
    return str(symptom.facts.get("cause", "")) if symptom else ""


async def failed(run: Run) -> ProviderError | None:
    """What the run ends in; None where it ends well."""
    try:
        await run.provision()
    except ProviderError as error:
        return error
    return None


def ledger_of(run: Run) -> Ledger | None:
    return next((each.ledger for each in run.said if isinstance(each, Explained)), None)


def account_cause(ledger: Ledger, permission: str) -> str:
    """The cause in the account of this permission.

    Where that hangs on seeing the channel it is for the first account to name the cause.
    """
    account = next(it for it in ledger.accounts if it.title == permission)
    return (ledger.accounts[0] if account.decided_by == "hidden" else account).cause


def row_causes(found: dict[str, Finding]) -> set[str]:
    unsound = (Verdict.FAIL, Verdict.WARN)
    return {cause_of(each.symptom) for each in found.values() if each.verdict in unsound}


@pytest.mark.parametrize("part", range(PARTS))
async def test_where_both_name_a_cause_it_is_the_same(part: int) -> None:
    compared = set()
    for seed in range(part, CASES, PARTS):
        run = troubled(seed)
        found = await run.preflight()
        error = await failed(run)
        await run.connection.aclose()
        ledger = ledger_of(run)
        cause = cause_of(error.symptom) if error else ""
        if not cause or ledger is None or error is None:
            continue
        action = str(error.symptom.facts.get("action", ""))
        usual = ASKED_FOR.get(action, "Manage Webhooks")
        permission = str(error.symptom.facts.get("permission", usual))
        foreseen = account_cause(ledger, permission)
        if not foreseen:
            continue
        assert foreseen == cause, (seed, permission, error.symptom.facts)
        assert cause in row_causes(found), (seed, permission, row_causes(found))
        compared.add((cause, permission))
    assert len(compared) >= 5


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_run_without_checks_names_a_cause_that_they_name_too(part: int) -> None:
    compared = set()
    for seed in range(part, CASES, PARTS):
        checked, bare = troubled(seed), troubled(seed)
        causes = row_causes(await checked.preflight())
        error = await failed(bare)
        await checked.connection.aclose()
        await bare.connection.aclose()
        cause = cause_of(error.symptom) if error else ""
        if cause and causes - {""}:
            assert cause in causes, (seed, causes, error and error.symptom.facts)
            compared.add(cause)
    assert len(compared) >= 4
