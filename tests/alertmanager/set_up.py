"""Projects that `cakd create` has set up at a rehearsal, for a real Alertmanager to find."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.cli.conftest import Rehearsed

PROJECTS: Final = ("my-project", "other")
DISCORD: Final = "https://discord.com"


@dataclass(frozen=True, slots=True)
class SetUp:
    """A Discord with a channel for each project, and the shell they were made in."""

    on: Rehearsed
    directory: Path

    @property
    def host(self) -> str:
        """Where the rehearsal is: what stands in place of `DISCORD` in a URL."""
        return self.on.shell.variables["CAKD_DISCORD_API"].removesuffix("/api/v10")

    async def create(self, *projects: str) -> None:
        """Set these up."""
        for project in projects:
            self.on.shell.configured(project=project)
            ended = await self.on.cakd("create", "--strict")
            assert ended.code == 0, ended.err

    async def exported(self, format_: str, *arguments: str) -> Path:
        """The file that `cakd routes export` writes."""
        path = self.directory / f"{format_}.out"
        ended = await self.on.cakd("routes", "export", format_, "-o", str(path), *arguments)
        assert ended.code == 0, ended.err
        return path

    def embeds(self, project: str) -> list[dict[str, object]]:
        """What stands in the project's channel, in the order it came."""
        world = self.on.rehearsal.world
        (channel,) = [each for each in world.channels.values() if each.name == f"alerts-{project}"]
        messages = [each for each in world.messages if each.channel_id == channel.id]
        return [dict(embed) for each in messages for embed in each.embeds]

    def titles(self, project: str) -> list[str]:
        """The titles of it."""
        return [str(each["title"]) for each in self.embeds(project)]
