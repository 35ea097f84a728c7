"""`cakd check -f platform.yaml`: the preflight as text, creating nothing."""

import asyncio
import sys
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.assembly import DEFAULT_PROVIDER, services
from cakd_tui.cli.check_report import Report
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.finding_text import verdict_code
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.setup_answers import setup_answers
from cakd_tui.core.answers import Answers
from cakd_tui.core.journaling import journaled
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.ports import Connection
from cakd_tui.core.preflight import all_checks, preflight
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit, stream
from cakd_tui.core.troubleshooting import own_entries

WATCH_EVERY: Final = 5.0
"""Seconds between two rounds of `--watch`."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line said."""

    file: str | None = None
    """As named; None for the one that is here."""
    json: bool = False
    explain: bool = False
    every: float | None = None
    """Seconds between two rounds until all pass; None for a single round."""
    scenario: str | None = None


def check(options: CheckOptions) -> int:
    """Print every finding as it arrives; 1 when one failed, 4 when the credentials did.

    Raises `PlatformFileError` and `UnknownProvider` before anything is asked.
    """
    platform = asked_project(options.file, options.scenario, unnamed=DEFAULT_PROVIDER)
    name = platform.provider or DEFAULT_PROVIDER
    with services(options.file, options.scenario, name, answered=True) as built:
        say_demo(options.scenario)
        return run_to_end(_check(built, platform, options), "A check creates nothing.")


async def _check(built: Services, platform: PlatformFile, options: CheckOptions) -> int:
    with journaled(built.journal, "cakd check"):
        answers = await setup_answers(built, platform)
    for field in built.provider.fields:
        origin = "the demo" if built.demo else answers.origins[field.key]
        print(f"{field.title} from {origin}", file=sys.stderr)
    order = [each.id for each in all_checks(built.provider)]
    entries = (*own_entries(), *built.provider.entries())
    report = Report(order, entries, json=options.json, explain=options.explain)
    connection = built.provider.connect()
    try:
        code = await _round(connection, built, answers, report)
        if options.every is None or code is not ExitCode.FAILED:
            return code
        print(f"watching, asked again every {options.every:g} s; ^C ends it", file=sys.stderr)
        if built.demo and built.demo.mend:
            print(f"DEMO: {built.demo.mend()}", file=sys.stderr)
        # Refused credentials end it as well: each further refusal counts against this address.
        while code is ExitCode.FAILED:
            await asyncio.sleep(options.every)
            code = await _round(connection, built, answers, report)
        return code
    finally:
        await connection.aclose()


async def _round(
    connection: Connection, built: Services, answers: Answers, report: Report
) -> ExitCode:
    """Make all checks once; the exit code of what they found."""

    async def checks(emit: Emit) -> None:
        await preflight(connection, built, answers, emit)

    report.begin()
    with journaled(built.journal, "cakd check") as note:
        async with aclosing(stream(checks)) as events:
            async for event in events:
                note(event)
                report.show(event)
    report.end()
    return verdict_code(report.found.values())
