"""The report as text and as data."""

from datetime import UTC, datetime

import pytest

from cakd_tui.cli.health_report import HealthReport, Section, report_fields, report_text
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.journal import Line
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import own_entries

PASS = Finding(Check("a", "Alpha"), Verdict.PASS, "as it should be")
WARN = Finding(Check("b", "Beta"), Verdict.WARN, "hm", "Better not", (Fix("Run", "chmod"),))
FAIL = Finding(
    Check("c", "Gamma"), Verdict.FAIL, "no", "Nobody answers", symptom=Symptom("transport")
)


def report(*findings: Finding, lines: tuple[Line, ...] = ()) -> HealthReport:
    section = Section("one", "The one", findings)
    return HealthReport(datetime(2026, 8, 1, tzinfo=UTC), None, (section,), lines, own_entries())


def test_a_line_is_a_finding_and_its_fix_stands_below() -> None:
    assert report_text(report(PASS, WARN)) == (
        "The one\n"
        "✓ Alpha              as it should be\n"
        "! Beta               hm\n"
        "     Better not\n"
        "     Run         chmod\n"
        "\n"
        "Nothing is wrong, 1 to look at (!)."
    )


def test_a_failure_without_fixes_shows_its_entry() -> None:
    text = report_text(report(FAIL))
    assert "      Problem  The provider's API could not be reached." in text
    assert "(CAKD-N-NETWORK)" in text


@pytest.mark.parametrize(
    ("findings", "verdict", "summary"),
    [
        ((PASS,), Verdict.PASS, "Nothing is wrong."),
        ((PASS, WARN), Verdict.WARN, "Nothing is wrong, 1 to look at (!)."),
        ((FAIL, PASS), Verdict.FAIL, "1 thing is wrong (✗)."),
        ((FAIL, WARN, FAIL), Verdict.FAIL, "2 things are wrong (✗), 1 to look at (!)."),
    ],
)
def test_the_worst_decides(findings: tuple[Finding, ...], verdict: Verdict, summary: str) -> None:
    made = report(*findings)
    assert made.verdict is verdict
    assert report_text(made).splitlines()[-1] == summary


def test_the_latest_events_stand_below_the_last_section() -> None:
    lines = tuple({"event": f"event{number}"} for number in range(14))
    text = report_text(report(PASS, lines=lines))
    assert "… 2 more before them" in text
    assert "event1\n" not in text
    assert "event2\n" in text


def test_the_data_has_all_of_it() -> None:
    fields = report_fields(report(PASS, FAIL, lines=({"event": "noted"},)))
    assert list(fields) == [
        "report", "version", "made", "demo", "verdict", "sections", "last_run"
    ]  # fmt: skip
    assert (fields["version"], fields["made"]) == (1, "2026-08-01T00:00:00+00:00")
    assert fields["last_run"] == [{"event": "noted"}]
    match fields["sections"]:
        case [{"id": "one", "findings": [_, failed]}]:
            assert failed["verdict"] == "fail"
            assert failed["symptom"]["kind"] == "transport"
            assert [row["id"] for row in failed["troubleshooting"]] == ["CAKD-N-NETWORK"]
        case other:
            pytest.fail(f"unexpected {other}")
