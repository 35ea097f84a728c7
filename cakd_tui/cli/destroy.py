"""`cakd destroy -f platform.yaml`: takes back what the saved route says was made."""

import sys
from dataclasses import dataclass
from typing import Final

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.assembly import DEFAULT_PROVIDER, for_route, services
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.consent import consented
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.plan_text import plan_json, plan_text
from cakd_tui.cli.rehearsed_setup import set_up
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.steps import shown_to_end
from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.journaling import journaled
from cakd_tui.core.plan import Verb
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.removal import doomed, fates, removal_plan
from cakd_tui.core.removal_step import RemovalStep
from cakd_tui.core.route import FORMER, Route
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import own_entries

_INTERRUPTED: Final = "What is left is still written down: run it again to go on."


@dataclass(frozen=True, slots=True)
class DestroyOptions:
    """What the command line said."""

    file: str | None = None
    """As named; None for the one that is here."""
    keep_channel: bool = False
    also: tuple[str, ...] = ()
    """Kinds of things to delete though they were found there."""
    yes: bool = False
    json: bool = False
    scenario: str | None = None
    keep_former: bool = False

    @property
    def keep(self) -> tuple[str, ...]:
        """Kinds of things to leave though they were made."""
        return ("channel",) * self.keep_channel + (FORMER,) * self.keep_former


def destroy(options: DestroyOptions) -> int:
    """Show the plan, ask, and delete; returns the exit code. No saved route is nothing to do.

    Raises `BadUsage`, `PlatformFileError`, `UnknownProvider` and `RouteStoreError` before anything
    is deleted.
    """
    if options.json and not options.yes:
        raise BadUsage("--json asks no questions: add --yes to delete without being asked")
    if set(options.keep) & set(options.also):
        raise BadUsage("--keep-channel and --also channel contradict each other: leave one out")
    platform = asked_project(options.file, options.scenario, unnamed=DEFAULT_PROVIDER)
    name = platform.provider or DEFAULT_PROVIDER
    with services(options.file, options.scenario, name, answered=True) as built:
        say_demo(options.scenario)
        if options.scenario:
            run_to_end(_set_up(built, platform))
        route = built.routes.load(platform.project)
        if route is None:
            print(f"Nothing to delete: no route of {platform.project} is saved.", file=sys.stderr)
            return ExitCode.DONE
        return _planned(for_route(built, route), route, platform, options)


async def _set_up(built: Services, platform: PlatformFile) -> int:
    await set_up(built, platform)
    return ExitCode.DONE


def _usual(built: Services, route: Route) -> set[str]:
    """What the provider makes for a project, of which a part may be gone already."""
    answers = Answers(route.project, values=route.values)
    return {line.kind for line in built.provider.preview(answers)}


def _planned(built: Services, route: Route, platform: PlatformFile, options: DestroyOptions) -> int:
    """Show the plan and go on if that is agreed to. Raises `BadUsage`."""
    kinds = {each.kind for each in route.remembered} | _usual(built, route)
    if unknown := [kind for kind in options.also if kind not in kinds]:
        raise BadUsage(f"--also {unknown[0]}: there is only {', '.join(sorted(kinds))}")
    path = built.routes.shown_path(route.project)
    shown = built.provider.shown_name
    plan = removal_plan(route, path, options.keep, options.also, shown)
    if options.json:
        print(plan_json(plan), flush=True)
    else:
        print(plan_text(f"To delete for {route.project}:", plan), flush=True)
        if hint := _hint(route, options):
            print(hint, file=sys.stderr)
    try:
        if not options.yes and not consented(route.project):
            print("Nothing was deleted.", file=sys.stderr)
            return ExitCode.FAILED
        return run_to_end(_destroyed(built, route, platform, options))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_INTERRUPTED) from None


def _hint(route: Route, options: DestroyOptions) -> str:
    """How to delete what is left because it was found there."""
    decided = fates(route, options.keep, options.also)
    found = [
        f"--also {each.thing.kind}"
        for each in decided
        if each.verb is Verb.LEAVE and not each.thing.made and each.thing.kind not in options.keep
    ]
    return f"   What was found there is left; {' '.join(found)} deletes it too." if found else ""


async def _destroyed(
    built: Services, route: Route, platform: PlatformFile, options: DestroyOptions
) -> int:
    connection = built.provider.connect()

    async def answers() -> Answers:
        return await resolve_answers(built.provider, platform.project, built.sources, known=route)

    def kept(names: str, _noted: bool) -> str:
        return f"Still there: {names}. Run it again to go on."

    things = doomed(route, options.keep, options.also)
    step = RemovalStep(connection, route, things, answers, built.routes)
    entries = (*own_entries(), *built.provider.entries())
    try:
        with journaled(built.journal, "cakd destroy") as note:
            return await shown_to_end([step], entries, kept, note, json=options.json)
    finally:
        await connection.aclose()
