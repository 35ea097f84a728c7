"""Sets a demo's project up without a word, so that there is something to rotate or take back."""

from contextlib import aclosing

from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.services import Services


async def set_up(built: Services, platform: PlatformFile) -> None:
    """Do what `cakd create` would; where the scenario lets it fail, nothing is saved."""

    async def answers() -> Answers:
        return await resolve_answers(
            built.provider, platform.project, built.sources, platform.options
        )

    connection = built.provider.connect()
    step = NotifyStep(
        connection, built.provider.name, platform.project, answers, built.routes, rollback=True
    )
    try:
        async with aclosing(run_pipeline([step])) as events:
            async for _ in events:
                pass
    finally:
        await connection.aclose()
