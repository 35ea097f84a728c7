"""`cakd test -f platform.yaml`: a test alert, sent the way real ones go."""

from dataclasses import dataclass
from typing import Final

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.assembly import DEFAULT_PROVIDER, for_route, services
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.cli.rehearsed_setup import set_up
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.steps import shown_to_end
from cakd_tui.core.alert_test_step import AlertTestStep
from cakd_tui.core.journaling import journaled
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import own_entries

_INTERRUPTED: Final = "If the test alert arrived, it stands in the channel."


@dataclass(frozen=True, slots=True)
class AlertTestOptions:
    """What the command line said."""

    file: str | None = None
    """As named; None for the one that is here."""
    worst_case: bool = False
    json: bool = False
    scenario: str | None = None


def alert_test(options: AlertTestOptions) -> int:
    """Send a test alert through the project's saved route; returns the exit code.

    Raises `PlatformFileError`, `UnknownProvider` and `RouteStoreError` before anything is sent.
    """
    platform = asked_project(options.file, options.scenario, unnamed=DEFAULT_PROVIDER)
    name = platform.provider or DEFAULT_PROVIDER
    with services(options.file, options.scenario, name, answered=True) as built:
        say_demo(options.scenario)
        return run_to_end(_tested(built, platform, options), _INTERRUPTED)


async def _tested(built: Services, platform: PlatformFile, options: AlertTestOptions) -> int:
    if options.scenario:
        await set_up(built, platform)
    route = built.routes.load(platform.project)
    built = for_route(built, route)
    connection = built.provider.connect()

    def kept(names: str, _noted: bool) -> str:
        return f"Still there: {names}."

    step = AlertTestStep(connection, platform.project, route, options.worst_case)
    entries = (*own_entries(), *built.provider.entries())
    try:
        with journaled(built.journal, "cakd test") as note:
            return await shown_to_end([step], entries, kept, note, json=options.json)
    finally:
        await connection.aclose()
