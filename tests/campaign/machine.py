"""A machine on which `cakd create` is run: a configuration directory and one Discord."""

from dataclasses import dataclass
from pathlib import Path

from tests.campaign.ground import PROJECT, Ground
from tests.campaign.stable import Stable


@dataclass
class Machine:
    """Where processes are begun; `on.directory` is `<home>/cakd`."""

    on: Ground
    stable: Stable
    home: Path

    @classmethod
    def at(cls, on: Ground, stable: Stable) -> "Machine":
        """A machine whose routes are kept in the ground's directory."""
        home = on.directory.parent
        home.mkdir(parents=True, exist_ok=True)
        asked = f"metadata:\n  name: {PROJECT}\nproviders:\n  notification: discord\n"
        (home / "platform.yaml").write_text(asked)
        return cls(on, stable, home)

    async def begin(self) -> int:
        """Begin `cakd create`; its process number."""
        return await self.stable.begin(["create", "--strict"], self.variables(), self.home)

    def variables(self) -> dict[str, str]:
        """What its processes find in their environment."""
        return {
            "CAKD_DISCORD_API": self.on.base,
            "CAKD_DISCORD_BOT_TOKEN": self.on.rehearsal.token,
            "DISCORD_GUILD_ID": self.on.rehearsal.guild_id,
            "XDG_CONFIG_HOME": str(self.home),
            "XDG_STATE_HOME": str(self.home / "state"),
        }

    async def create(self) -> int:
        """Run `cakd create` to its end; its exit code."""
        await self.begin()
        return await self.stable.end()

    def said(self) -> str:
        """What all runs have printed."""
        return (self.home / "output").read_text()
