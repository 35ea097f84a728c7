"""Two projects that `cakd create` has set up at a rehearsal, for a real Alertmanager to find."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.alertmanager.running import ALERTMANAGER, AMTOOL, MISSING
from tests.cli.conftest import Rehearsed
from tests.cli.conftest import prefork as prefork
from tests.cli.conftest import rehearsed as rehearsed

PROJECTS = ("my-project", "other")


@dataclass(frozen=True, slots=True)
class SetUp:
    """A Discord with the channels of both projects, and the shell they were made in."""

    on: Rehearsed
    directory: Path

    @property
    def host(self) -> str:
        """Where the rehearsal is: what stands in place of `https://discord.com` in a URL."""
        return self.on.shell.variables["CAKD_DISCORD_API"].removesuffix("/api/v10")

    async def exported(self, *arguments: str) -> Path:
        """The configuration that `cakd routes export alertmanager` writes."""
        path = self.directory / "am.yml"
        ended = await self.on.cakd("routes", "export", "alertmanager", "-o", str(path), *arguments)
        assert ended.code == 0, ended.err
        return path

    def titles(self, channel: str) -> list[str]:
        """The titles of what stands in a channel, in the order it came."""
        world = self.on.rehearsal.world
        (found,) = [each for each in world.channels.values() if each.name == channel]
        messages = [each for each in world.messages if each.channel_id == found.id]
        return [str(embed["title"]) for each in messages for embed in each.embeds]


@pytest.fixture(autouse=True)
def installed() -> None:
    """Skips where there is no Alertmanager."""
    if ALERTMANAGER is None or AMTOOL is None:
        pytest.skip(MISSING)


@pytest.fixture
async def set_up(rehearsed: Callable[[str], Awaitable[Rehearsed]], tmp_path: Path) -> SetUp:
    """Both projects, set up."""
    on = await rehearsed("ready")
    for project in PROJECTS:
        on.shell.configured(project=project)
        ended = await on.cakd("create", "--strict")
        assert ended.code == 0, ended.err
    return SetUp(on, tmp_path)
