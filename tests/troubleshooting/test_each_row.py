"""Every row of the table is what the operator sees when its failure is brought about."""

from collections import Counter

import pytest

from cakd_tui.core.recognition import named_rows
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.answer import json_reply
from cakd_tui.rehearsal.faults import Refused
from tests.troubleshooting.case import Case
from tests.troubleshooting.cases_agent import LISTENING, SPOOL
from tests.troubleshooting.cases_answers import CHOICES, MACHINE
from tests.troubleshooting.cases_causes import CAUSES
from tests.troubleshooting.cases_files import FILES, PLATFORM
from tests.troubleshooting.cases_replies import REPLIES, whoami
from tests.troubleshooting.cases_routes import ROUTES
from tests.troubleshooting.cases_transport import TRANSPORT
from tests.troubleshooting.stage import Stage

DISCORD = DiscordProvider(environment={})
ENTRIES = (*own_entries(), *DISCORD.entries())
AGENT = (*SPOOL, *LISTENING)
CASES = (*REPLIES, *TRANSPORT, *FILES, *PLATFORM, *MACHINE, *CHOICES, *ROUTES, *AGENT, *CAUSES)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_failure_finds_exactly_its_row(case: Case, stage: Stage) -> None:
    found = matching(ENTRIES, await case.provoke(stage))
    assert [entry.id for entry in found] == [case.row]


SAME_WORDS = {"CAKD-C-OWNER", "CAKD-A-MALFORMED", "CAKD-D-429-SHARED"}
"""Rows that nothing in the message tells from others, or that quote what a provider says."""
TOLD = [each for each in CASES if each not in CAUSES and each.row not in SAME_WORDS]


@pytest.mark.parametrize("case", TOLD, ids=str)
async def test_its_message_alone_finds_the_row_again(case: Case, stage: Stage) -> None:
    text = (await case.provoke(stage)).text
    found = [entry.id for entry in named_rows(text, ENTRIES, DISCORD.recognise(text))]
    assert found[:1] == [case.row], text


def test_every_row_is_brought_about() -> None:
    assert {entry.id for entry in ENTRIES} == {case.row for case in CASES}


def test_an_id_stands_for_one_row() -> None:
    assert not [name for name, times in Counter(each.id for each in ENTRIES).items() if times > 1]


def test_a_code_nobody_knows_has_the_row_of_its_status() -> None:
    for status in (*range(300, 309), *range(400, 600)):
        facts: dict[str, str | int] = {"status": status, "code": 999999}
        if status == 429:
            facts["reason"] = "rate-limited"
        assert len(matching(ENTRIES, Symptom("http", facts))) == 1, status


CODES = {
    401: (40001, 50014, 50025, 50027),
    403: (20001, 20002, 20012, 40333, 50001, 50013, 50026, 50095, 60003, 110000, 110001),
    404: (10002, 10003, 10004, 10007, 10011, 10013, 10015),
    429: (20028, 20029, 40062),
    503: (130000,),
    400: (
        *(20031, 30007, 30013, 30058, 30060, 30061, 40006, 50006, 50024, 50028, 50035, 50041),
        *(50055, 50073, 50074, 50109, 200000, 220001, 220002, 220003, 220004, 240000),
    ),
}
"""What the routes asked here can answer, by the status it mostly comes with.

Discord docs, Opcodes and Status Codes.
"""


@pytest.mark.parametrize(
    ("status", "code"), [(status, code) for status, codes in CODES.items() for code in codes]
)
def test_a_code_of_discords_has_a_row_of_its_own(status: int, code: int) -> None:
    text = f'discord API error: status {status}, body: {{"message": "no", "code": {code}}}'
    (row,) = named_rows(text, ENTRIES, DISCORD.recognise(text))
    assert not row.general
    assert code in row.numbers


async def test_a_status_nobody_uses_finds_nothing(stage: Stage) -> None:
    strange = Refused(json_reply(799, {"message": "?"}))
    assert matching(ENTRIES, await stage.refused(strange, whoami)) == ()
