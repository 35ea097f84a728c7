"""Rounds of checks as they are printed: the first whole, of the others what changed."""

import json
from dataclasses import replace

import pytest

from cakd_tui.cli.check_report import CHANGED, Report
from cakd_tui.core.events import Checked, Event
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.ledger import Account, Explained, Ledger

WING, BEAK = Check("wing", "Wing"), Check("beak", "Beak")
GOOD = Finding(WING, Verdict.PASS, "12 feathers")
LAME = Finding(WING, Verdict.FAIL, "lame", headline="The wing is lame")
FINE = Finding(BEAK, Verdict.PASS, "3 ms")
LEDGER = Ledger("the coop", (Account("wing", "Wing", False, Verdict.FAIL, "", "lame"),), ())
WELL = Ledger("the coop", (Account("wing", "Wing", True, Verdict.PASS, "vet", "mended"),), ())
Capture = pytest.CaptureFixture[str]


def explained(ledger: Ledger) -> Explained:
    return Explained(ledger, lambda _: ledger)


def report(*, as_json: bool = False, explain: bool = True) -> Report:
    return Report(["wing", "beak"], (), json=as_json, explain=explain)


def printed(of: Report, capsys: Capture, *events: Event) -> list[str]:
    of.begin()
    for event in events:
        of.show(event)
    of.end()
    return capsys.readouterr().out.splitlines()


def test_findings_stand_in_the_pages_order_and_the_ledger_last(capsys: Capture) -> None:
    lines = printed(report(), capsys, explained(LEDGER), Checked(FINE), Checked(LAME))
    assert lines[:5] == [
        "✗ Wing               lame",
        "     The wing is lame",
        "✓ Beak               3 ms",
        "",
        "Why, in the coop:",
    ]


def test_a_finding_is_printed_as_soon_as_those_before_it_are_there(capsys: Capture) -> None:
    of = report()
    of.begin()
    of.show(Checked(FINE))
    assert capsys.readouterr().out == ""
    of.show(Checked(GOOD))
    assert capsys.readouterr().out.splitlines() == [
        "✓ Wing               12 feathers",
        "✓ Beak               3 ms",
    ]


def test_a_check_the_page_does_not_always_have_is_told_at_once(capsys: Capture) -> None:
    tail = Finding(Check("tail", "Tail"), Verdict.PASS, "long")
    lines = printed(report(), capsys, Checked(FINE), Checked(tail), Checked(GOOD))
    assert [line.split()[1] for line in lines] == ["Tail", "Wing", "Beak"]


def test_the_same_advice_is_given_once_in_a_round(capsys: Capture) -> None:
    fixes = (Fix("In the coop", "call a vet"),)
    lame, sore = replace(LAME, fixes=fixes), replace(LAME, check=BEAK, fixes=fixes)
    of = report()
    assert printed(of, capsys, Checked(lame), Checked(sore)) == [
        "✗ Wing               lame",
        "     The wing is lame",
        "     In the coop call a vet",
        "✗ Beak               lame",
        "     as with Wing",
    ]
    lines = printed(of, capsys, Checked(GOOD), Checked(replace(sore, evidence="sore")))
    assert lines[-1] == "     In the coop call a vet"


def test_unasked_nothing_is_explained(capsys: Capture) -> None:
    for as_json in (False, True):
        of = report(as_json=as_json, explain=False)
        assert not printed(of, capsys, explained(LEDGER))


def test_a_further_round_tells_only_what_changed(capsys: Capture) -> None:
    of = report()
    printed(of, capsys, Checked(LAME), Checked(FINE), explained(LEDGER))
    slower = replace(FINE, evidence="9 ms")
    assert printed(of, capsys, Checked(LAME), Checked(slower), explained(LEDGER)) == []
    assert printed(of, capsys, Checked(GOOD), Checked(slower), explained(WELL)) == [
        CHANGED,
        "✓ Wing               12 feathers",
        "Why, changed in the coop:",
        "  ✓ Wing: mended",
    ]


def test_a_failure_that_becomes_another_is_told(capsys: Capture) -> None:
    of = report()
    printed(of, capsys, Checked(LAME), Checked(FINE))
    worse = replace(LAME, evidence="broken")
    lines = printed(of, capsys, Checked(worse), Checked(FINE))
    assert lines == [CHANGED, "✗ Wing               broken", "     The wing is lame"]


def test_each_round_is_marked_anew(capsys: Capture) -> None:
    of = report()
    printed(of, capsys, Checked(LAME), Checked(FINE))
    assert printed(of, capsys, Checked(GOOD), Checked(FINE))[0] == CHANGED
    assert printed(of, capsys, Checked(LAME), Checked(FINE))[0] == CHANGED


def test_a_ledger_that_comes_late_is_told_whole(capsys: Capture) -> None:
    of = report()
    printed(of, capsys, Checked(LAME), Checked(FINE))
    lines = printed(of, capsys, Checked(LAME), Checked(FINE), explained(LEDGER))
    assert lines[:3] == [CHANGED, "", "Why, in the coop:"]


def test_as_json_all_is_told_at_once_and_again_only_when_changed(capsys: Capture) -> None:
    of = report(as_json=True)
    told = (Checked(FINE), explained(LEDGER), Checked(LAME))
    names = [json.loads(line)["event"] for line in printed(of, capsys, *told)]
    assert names == ["checked", "explained", "checked"]
    assert printed(of, capsys, *told) == []
    changed = printed(of, capsys, Checked(FINE), explained(WELL), Checked(GOOD))
    assert [json.loads(line)["event"] for line in changed] == ["explained", "checked"]


def test_it_holds_the_findings_of_the_newest_round(capsys: Capture) -> None:
    of = report()
    printed(of, capsys, Checked(LAME), Checked(FINE))
    printed(of, capsys, Checked(GOOD))
    assert of.found == {"wing": GOOD}
