"""`cakd status`: whether what was set up is still there and as it was, changing nothing."""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.assembly import DEFAULT_PROVIDER, services
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.finding_text import entries_about, finding_text
from cakd_tui.cli.json_lines import inspected_line, status_line
from cakd_tui.cli.route_status import Inspector, RouteStatus
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.streams import line_width
from cakd_tui.core.option import NO_OPTIONS
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.services import Services


@dataclass(frozen=True, slots=True)
class StatusOptions:
    """What the command line said."""

    file: str | None = None
    """As named; None for the one that is here."""
    every: bool = False
    """Every saved route in place of one project's."""
    json: bool = False
    spool: str | None = None
    """Where the agent keeps its alerts; None to look where it usually does."""
    scenario: str | None = None


def status(options: StatusOptions) -> int:
    """Print what has become of each route: 0 as saved, 1 on drift or without an
    answer, 4 on refused credentials alone.

    Raises `PlatformFileError`, `RouteStoreError` and `BadUsage` before anything is asked.
    """
    if options.every and options.file is not None:
        raise BadUsage("--all looks at every saved route; leave out either -f or --all")
    platform = None
    if not options.every:
        platform = asked_project(options.file, options.scenario, unnamed=DEFAULT_PROVIDER)
    with services(options.file, options.scenario, answered=True) as built:
        say_demo(options.scenario)
        if options.spool is not None:
            built = replace(built, spools=(Path(options.spool),))
        projects = [platform.project] if platform else built.routes.projects()
        if not projects:
            advice = "cakd create -f platform.yaml sets a project up"
            print(f"cakd: nothing is set up yet, so no route is saved: {advice}", file=sys.stderr)
            return ExitCode.FAILED
        return run_to_end(_status(built, platform, projects, json=options.json))


async def _status(
    built: Services, platform: PlatformFile | None, projects: Sequence[str], *, json: bool
) -> int:
    inspector = Inspector(built, platform.options if platform else NO_OPTIONS)
    found: list[RouteStatus] = []
    looks = [asyncio.create_task(inspector.look(each)) for each in projects]
    try:
        for look in looks:
            found.append(await look)
            inspector.waits.erase()
            _print_json(found[-1]) if json else _print_text(found[-1], first=len(found) == 1)
    finally:
        for look in looks:
            look.cancel()
        await asyncio.gather(*looks, return_exceptions=True)
        await inspector.aclose()
    if not json and len(found) > 1:
        print(f"\n{_summary(found)}", flush=True)
    return _code(found)


def _print_text(status: RouteStatus, *, first: bool) -> None:
    if not first:
        print()
    print(_heading(status))
    width = line_width(sys.stdout)
    for finding in status.findings:
        print(finding_text(finding, status.entries, width=width), flush=True)


def _heading(status: RouteStatus) -> str:
    route = status.saved.route
    if route is None:
        return status.saved.project
    parts = [status.title or route.provider]
    if route.remembered:
        parts.append(f"{route.remembered[0].kind} {route.remembered[0].name}")
    return f"{status.saved.project} ({', '.join(parts)})"


def _print_json(status: RouteStatus) -> None:
    project = status.saved.project
    provider = status.saved.route.provider if status.saved.route else ""
    for finding in status.findings:
        rows = entries_about(finding, status.entries)
        print(inspected_line(project, provider, finding, rows))
    drifted, refused, unknown = status.drifted, status.refused, status.unknown
    line = status_line(project, provider, drifted=drifted, refused=refused, unknown=unknown)
    print(line, flush=True)


def _summary(found: Sequence[RouteStatus]) -> str:
    drifted = [each.saved.project for each in found if each.drifted]
    unknown = [each.saved.project for each in found if each.unknown and not each.drifted]
    told = [
        f"{len(projects)} {what}: {', '.join(projects)}"
        for what, projects in (("not as saved", drifted), ("could not be looked at", unknown))
        if projects
    ]
    return f"{len(found)} projects, {'; '.join(told) or 'none has drifted'}"


def _code(found: Iterable[RouteStatus]) -> ExitCode:
    if any(each.drifted or each.unknown for each in found):
        return ExitCode.FAILED
    return ExitCode.CREDENTIALS if any(each.refused for each in found) else ExitCode.DONE
