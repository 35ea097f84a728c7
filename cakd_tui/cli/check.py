"""`cakd check -f platform.yaml`: the preflight as text, creating nothing."""

import asyncio
import sys
from collections.abc import Iterable, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Final

from cakd_tui.cli.assembly import DEFAULT_PROVIDER, services
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.json_lines import json_line
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.platform_file import read_platform_file
from cakd_tui.core.preflight import all_checks, preflight
from cakd_tui.core.providers import provider_names
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit, stream

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
        return asyncio.run(_check(built, platform.project, json=json))


async def _check(built: Services, project: str, *, json: bool) -> int:
    answers = await resolve_answers(built.provider, project, built.sources)
    for field in built.provider.fields:
        print(f"{field.title} from {answers.origins[field.key]}", file=sys.stderr)
    connection = built.provider.connect()

    async def checks(emit: Emit) -> None:
        await preflight(connection, built, answers, emit)

    found: dict[str, Finding] = {}
    order = [each.id for each in all_checks(built.provider)]
    try:
        async with aclosing(stream(checks)) as events:
            async for event in events:
                if isinstance(event, Checked):
                    found[event.finding.check.id] = event.finding
                    _print(event, found, order, json=json)
    finally:
        await connection.aclose()
    return _code(found.values())


def _print(event: Checked, found: Mapping[str, Finding], order: list[str], *, json: bool) -> None:
    """As JSON at once; as text in the page's order, each as soon as those before it are there."""
    if json:
        print(json_line(event), flush=True)
        return
    while order and order[0] in found:
        print(finding_line(found[order.pop(0)]), flush=True)


def _code(found: Iterable[Finding]) -> ExitCode:
    failed = [finding for finding in found if finding.verdict is Verdict.FAIL]
    if any(finding.refused for finding in failed):
        return ExitCode.CREDENTIALS
    return ExitCode.FAILED if failed else ExitCode.DONE


def finding_line(finding: Finding) -> str:
    """A finding as text: a line, and under a failed one what to do about it."""
    lines = [f"{SYMBOLS[finding.verdict]} {finding.check.title:<18} {finding.evidence}"]
    if finding.headline:
        lines.append(f"     {finding.headline}")
    for fix in finding.fixes:
        link = f" {fix.link.url}" if fix.link else ""
        lines.append(f"     {fix.where:<11} {fix.text}{link}")
    return "\n".join(lines)
