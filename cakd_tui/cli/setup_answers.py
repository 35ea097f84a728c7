"""What a set-up has to know, found without asking anybody."""

import asyncio

from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.platform_file import PlatformFile
from cakd_tui.core.services import Services


async def setup_answers(built: Services, platform: PlatformFile) -> Answers:
    """The answers, what nobody gave taken from the saved route. Raises `CredentialsMissing`.

    One that was given and can't be right is refused: the saved route may name what it was to
    replace.
    """
    try:
        known = await asyncio.to_thread(built.routes.load, platform.project)
    except RouteStoreError:
        known = None  # the run and the checks say so themselves
    return await resolve_answers(
        built.provider,
        platform.project,
        built.sources,
        platform.options,
        known,
        gaps_only=True,
    )
