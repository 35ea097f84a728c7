"""`cakd check -f platform.yaml`: the preflight as text, creating nothing."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Final

from cakd_tui.cli.assembly import DEFAULT_PROVIDER, services
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.json_lines import json_line
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.text_lines import entry_lines, unknown_lines
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.platform_file import read_platform_file
from cakd_tui.core.preflight import all_checks, preflight
from cakd_tui.core.providers import provider_names
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit, stream
from cakd_tui.core.troubleshooting import Entry, matching, own_entries

SYMBOLS: Final = {Verdict.PASS: "✓", Verdict.WARN: "!", Verdict.FAIL: "✗", Verdict.SKIPPED: "–"}


def check(file: str, *, json: bool, scenario: str | None) -> int:
    """Print every finding as it arrives; 1 when one failed, 4 when the credentials did.

    Raises `PlatformFileError` and `UnknownProvider` before anything is asked.
    """
    platform = read_platform_file(Path(file), provider_names())
    name = platform.provider or DEFAULT_PROVIDER
    with services(file, scenario, name, answered=True) as built:
        if scenario:
            print(f"DEMO {scenario}: nothing real is touched", file=sys.stderr)
        return run_to_end(_check(built, platform.project, json=json))


async def _check(built: Services, project: str, *, json: bool) -> int:
    answers = await resolve_answers(built.provider, project, built.sources)
    for field in built.provider.fields:
        print(f"{field.title} from {answers.origins[field.key]}", file=sys.stderr)
    connection = built.provider.connect()

    async def checks(emit: Emit) -> None:
        await preflight(connection, built, answers, emit)

    found: dict[str, Finding] = {}
    order = [each.id for each in all_checks(built.provider)]
    entries = (*own_entries(), *built.provider.entries())
    try:
        async with aclosing(stream(checks)) as events:
            async for event in events:
                if isinstance(event, Checked):
                    found[event.finding.check.id] = event.finding
                    _print(event, found, order, entries, json=json)
    finally:
        await connection.aclose()
    return verdict_code(found.values())


def _print(
    event: Checked,
    found: Mapping[str, Finding],
    order: list[str],
    entries: Sequence[Entry],
    *,
    json: bool,
) -> None:
    """As JSON at once; as text in the page's order, each as soon as those before it are there."""
    if json:
        print(json_line(event, entries_about(event.finding, entries)), flush=True)
        return
    while order and order[0] in found:
        print(finding_text(found[order.pop(0)], entries), flush=True)


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


def finding_text(finding: Finding, entries: Iterable[Entry]) -> str:
    """A finding as text: a line, and under a failed one what to do about it."""
    lines = [f"{SYMBOLS[finding.verdict]} {finding.check.title:<18} {finding.evidence}"]
    if finding.headline:
        lines.append(f"     {finding.headline}")
    for fix in finding.fixes:
        link = f" {fix.link.url}" if fix.link else ""
        lines.append(f"     {fix.where:<11} {fix.text}{link}")
    if rows := entries_about(finding, entries):
        lines += entry_lines(rows)
    elif finding.symptom and _lacks_fixes(finding):
        lines += [f"     {finding.symptom.text}", *unknown_lines()]
    return "\n".join(lines)


def _lacks_fixes(finding: Finding) -> bool:
    return finding.verdict in (Verdict.WARN, Verdict.FAIL) and not finding.fixes
