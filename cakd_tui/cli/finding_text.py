"""Findings as text, and the exit code they add up to."""

from collections.abc import Iterable
from typing import Final

from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.streams import WIDEST
from cakd_tui.cli.text_lines import entry_lines, unknown_lines
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.troubleshooting import Entry, matching

SYMBOLS: Final = {Verdict.PASS: "✓", Verdict.WARN: "!", Verdict.FAIL: "✗", Verdict.SKIPPED: "–"}


def verdict_code(found: Iterable[Finding]) -> ExitCode:
    """The exit code of these findings: 1 when one failed, 4 when the credentials did."""
    failed = [finding for finding in found if finding.verdict is Verdict.FAIL]
    if any(finding.refused for finding in failed):
        return ExitCode.CREDENTIALS
    return ExitCode.FAILED if failed else ExitCode.DONE


def entries_about(finding: Finding, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The troubleshooting rows of a finding that has no fixes of its own."""
    if finding.symptom is None or not _lacks_fixes(finding):
        return ()
    return matching(entries, finding.symptom)


def finding_text(
    finding: Finding, entries: Iterable[Entry], alike: str = "", width: int = WIDEST
) -> str:
    """A finding as text: a line, and under a failed one what to do about it.

    Where another check, whose title is `alike`, is mended the same way, that is all that is said.
    Before troubleshooting rows, which speak of it, stands the raw message unless the evidence is
    just that. The rows are `width` columns wide.
    """
    lines = [f"{SYMBOLS[finding.verdict]} {finding.check.title:<18} {finding.evidence}"]
    if alike:
        return "\n".join([*lines, f"     as with {alike}"])
    if finding.headline:
        lines.append(f"     {finding.headline}")
    for fix in finding.fixes:
        link = f" {fix.link.url}" if fix.link else ""
        lines.append(f"     {fix.where:<11} {fix.text}{link}")
    if finding.symptom and _lacks_fixes(finding):
        rows = entries_about(finding, entries)
        if finding.symptom.text != finding.evidence:
            lines.append(f"     {finding.symptom.text}")
        lines += entry_lines(rows, width) or unknown_lines(width)
    return "\n".join(lines)


def _lacks_fixes(finding: Finding) -> bool:
    return finding.verdict in (Verdict.WARN, Verdict.FAIL) and not finding.fixes
