"""What the rows say, in both tables: plain sentences that end in something to do.

They are read by somebody who has a terminal and perhaps nothing else, so they name no page or key
of the wizard.
"""

import re

import pytest

from cakd_tui.core.troubleshooting import Entry, own_entries
from cakd_tui.discord.provider import DiscordProvider

OWN = own_entries()
DISCORD = tuple(DiscordProvider(environment={}).entries())
ENTRIES = (*OWN, *DISCORD)

ON_A_SCREEN = re.compile(
    r"\bpress\b|\b(this|the next|that) page\b|\bbutton\b|\bkey [a-z]\b|\bon screen\b",
    re.I,
)
ACTION = re.compile(
    r"`|→|\b(run|set|unset|wait|stop|check|ask|tell|open|look|choose|correct|write|delete|leave|keep|"
    r"let|invite|copy|read|update|use|give|take|save|mount|free|move|upgrade|unlock|go on|add|put|"
    r"install|name|shorten|sign in|reset|pick|turns it on|edit)\b",
    re.I,
)


def sentences(entry: Entry) -> tuple[str, ...]:
    return (entry.problem, entry.cause, entry.fix, entry.verify)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_row_reads_right_without_a_screen(entry: Entry) -> None:
    for text in sentences(entry):
        assert text == " ".join(text.split())
        assert "!" not in text
        assert not ON_A_SCREEN.search(text)
        assert text.count("`") % 2 == 0
    for text in (entry.cause, entry.fix, entry.verify):
        assert text.endswith(".")
    if "wizard" in entry.fix:
        assert re.search(r"wizard('s list,)? (and|or|give)|in the wizard, or", entry.fix)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_fix_names_an_action_and_verify_what_is_seen_then(entry: Entry) -> None:
    assert ACTION.search(entry.fix)
    assert re.search(r"`|\bagain\b|\btick\b", entry.verify)
    assert len({*sentences(entry)}) == 4


@pytest.mark.parametrize("entry", DISCORD, ids=lambda entry: entry.id)
def test_an_id_of_discords_is_searchable(entry: Entry) -> None:
    assert re.fullmatch(r"CAKD-D-[0-9A-Z]+(-[0-9A-Z]+)*", entry.id)
    assert not entry.problem.endswith(".")


def test_what_passes_by_itself_can_be_tried_again() -> None:
    assert not [each.id for each in ENTRIES if each.severity.value == "passes" and not each.retry]
