"""The services of a rehearsal: an embedded Discord, a throw-away directory, a keyring in memory."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.route import Route
from cakd_tui.core.services import Demo, Services
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import SCENARIOS, scenario
from cakd_tui.storage.memory import MemorySecrets
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings

LATENCY: Final = 0.12
"""Seconds the embedded Discord takes to answer, about what the real one takes."""

_PLATFORM_FILE: Final = "metadata:\n  name: my-project\n"


class ReadOnlyRoutes(FileRoutes):
    """Routes on a disk that refuses to be written for as long as the rehearsal says so."""

    def __init__(self, directory: Path, rehearsal: Rehearsal) -> None:
        super().__init__(directory)
        self._rehearsal = rehearsal

    def save(self, route: Route) -> None:
        """Save it, or fail as the operating system would."""
        if self._rehearsal.config_read_only:
            symptom = _denied(self.shown_path(route.project))
            raise RouteStoreError(symptom.text, symptom)
        super().save(route)

    def check(self, check: Check) -> Finding:
        """Report the refusal the way a real one is reported."""
        if not self._rehearsal.config_read_only:
            return super().check(check)
        directory = self.shown_path("x").rsplit("/", 1)[0]
        return Finding(
            check,
            Verdict.FAIL,
            f"{directory} can't be written",
            headline="The route can't be saved",
            fixes=(Fix("In a shell", f"chmod u+rwx {directory}"),),
            symptom=_denied(directory),
        )


def _denied(path: str) -> Symptom:
    return Symptom("config", {"reason": "permission"}, f"open {path}: permission denied")


def demo_services(name: str, directory: Path, *, answered: bool = False) -> Services:
    """Services that pretend, everything they write going to `directory`.

    `answered` puts token and server into their environment. Raises the rehearsal's
    `UnknownScenario`.
    """
    rehearsal = scenario(name, latency=LATENCY)
    known = {
        "CAKD_DISCORD_BOT_TOKEN": rehearsal.token,
        "CAKD_DISCORD_GUILD_ID": rehearsal.guild_id,
    }
    return rehearsed_services(rehearsal, directory, known if answered else {})


def rehearsed_services(
    rehearsal: Rehearsal, directory: Path, environment: Mapping[str, str]
) -> Services:
    """Services on top of a rehearsal; all that they write goes to `directory`."""
    platform_file = directory / "platform.yaml"
    platform_file.write_text(_PLATFORM_FILE, "utf-8")
    config = directory / "cakd"
    is_broken = SCENARIOS[rehearsal.name].mend is not None
    return Services(
        provider=DiscordProvider(environment={}, answer=rehearsal.answer),
        secrets=MemorySecrets(),
        routes=ReadOnlyRoutes(config, rehearsal),
        settings=FileSettings(config),
        environment=environment,
        platform_file=platform_file,
        demo=Demo(rehearsal.name, rehearsal.mend if is_broken else None, rehearsal.token),
    )
