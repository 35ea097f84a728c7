"""Every named cause leads to exactly its row of the table, with all its names filled in."""

import pytest

from cakd_tui.core.troubleshooting import CAUSE, Entry, matching, own_entries
from cakd_tui.discord.provider import DiscordProvider
from tests.discord.arranged_causes import ROWS
from tests.discord.bare_run import Begin, Run

ENTRIES = (*own_entries(), *DiscordProvider(environment={}).entries())


async def rows(run: Run) -> tuple[Entry, ...]:
    return matching(ENTRIES, (await run.failure()).symptom)


@pytest.mark.parametrize("row", ROWS)
async def test_a_cause_finds_exactly_its_row(row: str, begin: Begin) -> None:
    name, arrange, said = ROWS[row]
    run = begin(name)
    await arrange(run)
    found = await rows(run)
    assert [each.id for each in found] == [row]
    assert said in found[0].cause
    assert "{" not in f"{found[0].problem}{found[0].cause}{found[0].fix}{found[0].verify}"


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("bad-token", "CAKD-D-401"),
        ("two-factor", "CAKD-D-60003"),
        ("outage-502", "CAKD-D-5XX"),
        ("cloudflare-1010", "CAKD-D-CLOUDFLARE"),
        ("cloudflare-40333", "CAKD-D-CLOUDFLARE"),
    ],
)
async def test_a_cause_that_the_answer_names_keeps_the_answers_row(
    name: str, row: str, begin: Begin
) -> None:
    assert [each.id for each in await rows(begin(name))] == [row]


def test_every_row_with_a_cause_is_found_here() -> None:
    assert {entry.id for entry in ENTRIES if CAUSE in entry.facts} == set(ROWS)


def test_the_guides_row_for_missing_permissions_stands_in_both() -> None:
    cause = (
        "The Discord bot token lacks necessary permissions (e.g., Manage Channels, "
        "Manage Webhooks) in the target guild"
    )
    said = [each for each in ENTRIES if each.cause.startswith(cause)]
    assert [each.id for each in said] == ["CAKD-D-50013", "CAKD-D-50013-GUILD"]
    assert all(each.fix.startswith("Grant the bot the required permissions") for each in said)
