"""`cakd rotate -f platform.yaml`: a new webhook in place of the one in use, without a gap."""

import asyncio
from dataclasses import dataclass
from typing import Final

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.assembly import DEFAULT_PROVIDER, services
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.cli.rehearsed_setup import set_up
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.steps import shown_to_end
from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.journaling import journaled
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.rotation_step import RotationStep
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import own_entries

_INTERRUPTED: Final = "The saved route leads to a webhook that works: run it again to go on."


@dataclass(frozen=True, slots=True)
class RotateOptions:
    """What the command line said."""

    file: str | None = None
    """As named; None for the one that is here."""
    json: bool = False
    scenario: str | None = None


def rotate(options: RotateOptions) -> int:
    """Replace the project's webhook; returns the exit code.

    Raises `PlatformFileError` and `UnknownProvider` before anything is done.
    """
    platform = asked_project(options.file, options.scenario, unnamed=DEFAULT_PROVIDER)
    name = platform.provider or DEFAULT_PROVIDER
    with services(options.file, options.scenario, name, answered=True) as built:
        say_demo(options.scenario)
        return run_to_end(_rotated(built, platform, options), _INTERRUPTED)


async def _rotated(built: Services, platform: PlatformFile, options: RotateOptions) -> int:
    if options.scenario:
        await set_up(built, platform)
    connection = built.provider.connect()

    async def answers() -> Answers:
        known = await asyncio.to_thread(built.routes.load, platform.project)
        return await resolve_answers(built.provider, platform.project, built.sources, known=known)

    def kept(names: str, _noted: bool) -> str:
        return f"Still there: {names}."

    step = RotationStep(connection, platform.project, built.provider.name, answers, built.routes)
    entries = (*own_entries(), *built.provider.entries())
    try:
        with journaled(built.journal, "cakd rotate") as note:
            return await shown_to_end([step], entries, kept, note, json=options.json)
    finally:
        await connection.aclose()
