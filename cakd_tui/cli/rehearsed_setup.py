"""Sets a demo's project up, so that there is something to test, to rotate or to take back.

Nothing is said but what it waits for.
"""

import asyncio
from contextlib import aclosing

from cakd_tui.cli.wait_line import WaitLine
from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.events import Waiting
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.services import Services


async def set_up(built: Services, platform: PlatformFile) -> None:
    """Do what `cakd create` would; where the scenario lets it fail, nothing is saved.

    A scenario about what became of a set-up brings its saved route, and stays as it is.
    """
    if await asyncio.to_thread(built.routes.load, platform.project) is not None:
        return

    async def answers() -> Answers:
        return await resolve_answers(
            built.provider, platform.project, built.sources, platform.options
        )

    connection = built.provider.connect()
    step = NotifyStep(
        connection, built.provider.name, platform.project, answers, built.routes, rollback=True
    )
    try:
        with WaitLine() as waits:
            async with aclosing(run_pipeline([step])) as events:
                async for event in events:
                    if isinstance(event, Waiting):
                        waits.show(event)
    finally:
        await connection.aclose()
