"""What `cakd doctor` found, as text and as JSON.

The JSON is one object with `"report": "doctor"` and `"version": 1`; the number grows when a field
goes or changes its meaning, not when one is added. Besides there are

- `made`, the time in UTC, and `demo`, the scenario's name or null;
- `verdict`: pass, warn or fail, the worst of all findings;
- `sections`: each `{"id", "title", "findings"}`; a finding is `{"check": {"id", "title"},
  "verdict", "evidence", "headline", "fixes": [{"where", "text", "link"}], "symptom", "refused",
  "troubleshooting"}`, where the verdict is pass, warn, fail or skipped;
- `last_run`: what the last run said, one object an event, each with `at` and `event`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cakd_tui.cli.finding_text import entries_about, finding_text
from cakd_tui.cli.json_lines import entry_fields
from cakd_tui.cli.streams import WIDEST
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.journal import Line
from cakd_tui.core.last_run import line_text
from cakd_tui.core.plain_form import plain
from cakd_tui.core.troubleshooting import Entry

VERSION: Final = 1

_WORST_FIRST: Final = (Verdict.FAIL, Verdict.WARN)
_LATEST: Final = 12
"""Events of the last run that the text shows."""


@dataclass(frozen=True, slots=True)
class Section:
    """Findings that belong together."""

    id: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All that was found."""

    made: datetime
    demo: str | None
    sections: tuple[Section, ...]
    last_run: Sequence[Line]
    entries: Sequence[Entry]
    """The troubleshooting rows findings are looked up in."""

    @property
    def findings(self) -> list[Finding]:
        """Those of all sections."""
        return [finding for section in self.sections for finding in section.findings]

    @property
    def verdict(self) -> Verdict:
        """The worst of all."""
        found = {finding.verdict for finding in self.findings}
        return next((verdict for verdict in _WORST_FIRST if verdict in found), Verdict.PASS)


def report_text(report: HealthReport, width: int = WIDEST) -> str:
    """The report for people: a line for each finding, under it what mends it."""

    def told(finding: Finding) -> str:
        return finding_text(finding, report.entries, width=width)

    blocks = ["\n".join([each.title, *map(told, each.findings)]) for each in report.sections]
    if report.last_run:
        blocks[-1] = "\n".join([blocks[-1], *_latest(report.last_run)])
    return "\n\n".join([*blocks, _summary(report.findings)])


def report_fields(report: HealthReport) -> dict[str, object]:
    """The report as data."""
    return {
        "report": "doctor",
        "version": VERSION,
        "made": report.made.isoformat(timespec="seconds"),
        "demo": report.demo,
        "verdict": report.verdict.value,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "findings": [_finding(each, report.entries) for each in section.findings],
            }
            for section in report.sections
        ],
        "last_run": list(report.last_run),
    }


def _finding(finding: Finding, entries: Iterable[Entry]) -> dict[str, object]:
    fields = plain(finding)
    rows = [entry_fields(entry) for entry in entries_about(finding, entries)]
    return {**(fields if isinstance(fields, dict) else {}), "troubleshooting": rows}


def _latest(lines: Sequence[Line]) -> list[str]:
    left_out = len(lines) - _LATEST
    more = [f"     … {left_out} more before them"] if left_out > 0 else []
    return [*more, *(f"     {line_text(line)}" for line in lines[-_LATEST:])]


def _summary(findings: Iterable[Finding]) -> str:
    verdicts = [finding.verdict for finding in findings]
    wrong, doubtful = verdicts.count(Verdict.FAIL), verdicts.count(Verdict.WARN)
    look = f"{doubtful} to look at (!)"
    if not wrong:
        return f"Nothing is wrong, {look}." if doubtful else "Nothing is wrong."
    is_wrong = f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong (✗)"
    return f"{is_wrong}, {look}." if doubtful else f"{is_wrong}."
