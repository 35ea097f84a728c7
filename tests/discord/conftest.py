"""The rehearsal behind a real loopback socket, and a provider connected to it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.secret import Secret
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from cakd_tui.storage.routes import FileRoutes
from tests.discord.bare_run import Begin, Run, bare_run
from tests.discord.stage import Stage, StageMaker


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[StageMaker]:
    """Sets up a scenario by name; waits in it take a hundredth of their time."""
    made = 0
    async with AsyncExitStack() as stack:

        async def make(name: str = "ready", project: str = "my-project") -> Stage:
            rehearsal = scenario(name, tempo=0.01, strict_token=True)
            base = await stack.enter_async_context(serve(rehearsal))
            provider = DiscordProvider(environment={"CAKD_DISCORD_API": base})
            connection = provider.connect()
            stack.push_async_callback(connection.aclose)
            answers = (
                Answers(project)
                .with_secret("token", Secret(rehearsal.token))
                .with_value("guild", rehearsal.guild_id)
            )
            nonlocal made
            made += 1
            return Stage(rehearsal, connection, answers, FileRoutes(tmp_path / f"cakd-{made}"))

        yield make


@pytest.fixture
async def begin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Begin]:
    """Begins bare runs; a passing failure in them is asked about again at once."""

    def at_once(attempt: int) -> float:
        return 0.0

    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", at_once)
    async with AsyncExitStack() as stack:

        def make(name: str = "ready", tempo: float = 0.0) -> Run:
            run = bare_run(name, tempo)
            stack.push_async_callback(run.connection.aclose)
            return run

        yield make
