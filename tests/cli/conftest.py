"""A shell with the rehearsal's address, token and server in its environment."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.cli.command import Ended, Shell, variables
from tests.cli.prefork import CAN_FORK, Prefork
from tests.cli.saved import Saved


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A shell, and the Discord it talks to."""

    shell: Shell
    rehearsal: Rehearsal

    async def cakd(self, *arguments: str) -> Ended:
        """Run `cakd` to its end."""
        return await self.shell.cakd(*arguments)

    def only_url(self) -> str:
        """The URL of the one webhook that bears our name."""
        named = [
            each
            for each in self.rehearsal.world.webhooks.values()
            if each.name == "CAKD Alerting - my-project"
        ]
        assert len(named) == 1
        return f"https://discord.com/api/webhooks/{named[0].id}/{named[0].token}"


Rehearse = Callable[[str], Awaitable[Rehearsed]]


@pytest.fixture(scope="session")
def prefork(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefork | None]:
    """Where processes of `cakd` wait to be let out, if the system can fork."""
    if not CAN_FORK:
        yield None
        return
    prefork = Prefork(variables(tmp_path_factory.mktemp("prefork"), {}))
    yield prefork
    prefork.close()


@pytest.fixture
def shell(home: Path, tmp_path: Path, prefork: Prefork | None) -> Shell:
    """A shell that knows of no Discord."""
    return Shell(tmp_path, variables(home, {}), prefork)


@pytest.fixture
async def rehearsed(home: Path, tmp_path: Path, prefork: Prefork | None) -> AsyncIterator[Rehearse]:
    """Sets up a scenario behind a real socket and a shell that is pointed to it."""
    async with AsyncExitStack() as stack:

        async def make(name: str = "ready") -> Rehearsed:
            rehearsal = scenario(name, tempo=0.01, strict_token=True)
            base = await stack.enter_async_context(serve(rehearsal))
            known = {
                "CAKD_DISCORD_API": base,
                "CAKD_DISCORD_BOT_TOKEN": rehearsal.token,
                "DISCORD_GUILD_ID": rehearsal.guild_id,
            }
            shell = Shell(tmp_path, variables(home, known), prefork)
            shell.configured()
            return Rehearsed(shell, rehearsal)

        yield make


@pytest.fixture
def saved(home: Path, capsys: pytest.CaptureFixture[str]) -> Saved:
    """A user's routes, none as yet."""
    return Saved(home, capsys)
