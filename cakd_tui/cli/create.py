"""`cakd create -f platform.yaml`: the whole set-up without a terminal."""

import sys
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.assembly import services
from cakd_tui.cli.dry_run import dry_run
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.json_lines import json_line
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.streams import drop_unread
from cakd_tui.cli.text_lines import print_event
from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.events import Event, Warned
from cakd_tui.core.journal import Journal, NoJournal
from cakd_tui.core.journaling import journaled
from cakd_tui.core.notify_step import NotifyStep, UnconfiguredStep
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import Entry, matching, own_entries


@dataclass(frozen=True, slots=True)
class CreateOptions:
    """What the command line said."""

    file: str | None = None
    """As named; None for the one that is here."""
    strict: bool = False
    json: bool = False
    dry_run: bool = False
    scenario: str | None = None


def create(options: CreateOptions) -> int:
    """Run the pipeline of a project; returns the exit code.

    Raises `PlatformFileError` and `UnknownProvider` before anything is done.
    """
    platform = asked_project(options.file, options.scenario)
    if not platform.provider:
        return run_to_end(_run([UnconfiguredStep()], (), options, NoJournal()))
    with services(options.file, options.scenario, platform.provider, answered=True) as built:
        if options.scenario:
            print(f"DEMO {options.scenario}: nothing real is touched", file=sys.stderr)
        return run_to_end(_create(built, platform, options))


async def _create(built: Services, platform: PlatformFile, options: CreateOptions) -> int:
    connection = built.provider.connect()

    async def answers() -> Answers:
        return await resolve_answers(
            built.provider, platform.project, built.sources, platform.options
        )

    try:
        entries = (*own_entries(), *built.provider.entries())
        if options.dry_run:
            return await dry_run(connection, built, await answers(), entries, json=options.json)
        name = built.provider.name
        step = NotifyStep(connection, name, platform.project, answers, built.routes)
        return await _run([step], entries, options, built.journal)
    finally:
        await connection.aclose()


async def _run(
    steps: Sequence[Step], entries: Sequence[Entry], options: CreateOptions, journal: Journal
) -> int:
    """Run them to their end, whether or not somebody still reads what they say."""
    code = ExitCode.DONE
    with journaled(journal, "cakd create") as note:
        async with aclosing(run_pipeline(steps)) as events:
            async for event in events:
                note(event)
                if isinstance(event, Warned):
                    code = ExitCode.CREDENTIALS if event.refused else ExitCode.FAILED
                try:
                    _show(event, entries, options)
                except BrokenPipeError:
                    drop_unread()
    return code if options.strict else ExitCode.DONE


def _show(event: Event, entries: Sequence[Entry], options: CreateOptions) -> None:
    rows = matching(entries, event.symptom) if isinstance(event, Warned) else ()
    if options.json:
        print(json_line(event, rows), flush=True)
    else:
        print_event(event, rows)
