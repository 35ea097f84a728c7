"""`cakd create -f platform.yaml`: the whole set-up without a terminal."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.assembly import services
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.cli.dry_run import dry_run
from cakd_tui.cli.ending import CREATED
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.setup_answers import setup_answers
from cakd_tui.cli.steps import shown_to_end
from cakd_tui.core.answers import Answers
from cakd_tui.core.journal import Journal, NoJournal
from cakd_tui.core.journaling import journaled
from cakd_tui.core.notify_step import NotifyStep, UnconfiguredStep
from cakd_tui.core.pipeline import Step
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import Entry, own_entries

_USE: Final = re.compile(r"([a-z]+)=(\S+)")


@dataclass(frozen=True, slots=True)
class CreateOptions:
    """What the command line said."""

    file: str | None = None
    """As named; None for the one that is here."""
    strict: bool = False
    json: bool = False
    dry_run: bool = False
    scenario: str | None = None
    rollback: bool = False
    """Whether a run that fails takes back what it made."""
    uses: tuple[str, ...] = ()
    """What to take where several things would do: "channel=900000000000000001"."""


def create(options: CreateOptions) -> int:
    """Run the pipeline of a project; returns the exit code.

    Raises `PlatformFileError` and `UnknownProvider` before anything is done.
    """
    uses = read_uses(options.uses)
    platform = asked_project(options.file, options.scenario)
    if not platform.provider:
        return run_to_end(_run([UnconfiguredStep()], (), options, NoJournal()))
    with services(options.file, options.scenario, platform.provider, answered=True) as built:
        say_demo(options.scenario)
        interrupted = "" if options.dry_run else CREATED
        return run_to_end(_create(built, platform, uses, options), interrupted)


def read_uses(given: Sequence[str]) -> Mapping[str, str]:
    """What each `--use KIND=ID` says, by kind. Raises `BadUsage`."""
    found: dict[str, str] = {}
    for each in given:
        match = _USE.fullmatch(each)
        if match is None:
            raise BadUsage(f"--use takes KIND=ID, as in channel=900000000000000001; not {each!r}")
        if found.setdefault(match[1], match[2]) != match[2]:
            raise BadUsage(f"--use names two of a kind: {match[1]}={found[match[1]]} and {each}")
    return found


async def _create(
    built: Services, platform: PlatformFile, uses: Mapping[str, str], options: CreateOptions
) -> int:
    connection = built.provider.connect()

    async def answers() -> Answers:
        return replace(await setup_answers(built, platform), uses=uses)

    try:
        entries = (*own_entries(), *built.provider.entries())
        if options.dry_run:
            return await dry_run(connection, built, await answers(), entries, json=options.json)
        name = built.provider.name
        routes, rollback = built.routes, options.rollback
        step = NotifyStep(connection, name, platform.project, answers, routes, rollback=rollback)
        return await _run([step], entries, options, built.journal)
    finally:
        await connection.aclose()


async def _run(
    steps: Sequence[Step], entries: Sequence[Entry], options: CreateOptions, journal: Journal
) -> int:
    def kept(names: str, noted: bool) -> str:
        again = f"Made before it failed, and kept: {names}. Run it again to go on"
        if options.scenario or not noted:
            return f"{again}."
        file = f" -f {shlex.quote(options.file)}" if options.file else ""
        return f"{again}, or take it back: cakd destroy{file}"

    with journaled(journal, "cakd create") as note:
        code = await shown_to_end(steps, entries, kept, note, json=options.json)
    return code if options.strict else ExitCode.DONE
