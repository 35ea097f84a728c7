"""The services of a rehearsal: an embedded Discord, a throw-away directory, a keyring in memory.

Loading a rehearsal takes long enough to be seen, so the wizard's usual one is loaded behind its
first page.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.core.errors import PlatformFileError, RouteStoreError
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Demo, Services
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import ids
from cakd_tui.rehearsal.tokens import bot_token
from cakd_tui.storage.journal_file import FileJournal
from cakd_tui.storage.kept_files import KeptFiles
from cakd_tui.storage.memory import MemorySecrets
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings

if TYPE_CHECKING:
    from cakd_tui.core.platform_file import PlatformFile
    from cakd_tui.discord.http.answering import Answering
    from cakd_tui.rehearsal.answer import Reply
    from cakd_tui.rehearsal.rehearsal import Rehearsal

LATENCY: Final = 0.12
"""Seconds the embedded Discord takes to answer, about what the real one takes."""

_READY: Final = "ready"
"""The scenario in which nothing is broken, so that nothing about it is to be known beforehand."""

_PLATFORM_FILE: Final = "platform.yaml"
_PLATFORM_TEXT: Final = "metadata:\n  name: my-project\n"


class ReadOnlyRoutes(FileRoutes):
    """Routes on a disk that refuses to be written for as long as the rehearsal says so."""

    def __init__(self, directory: Path, rehearsal: "Rehearsal") -> None:
        super().__init__(directory)
        self._rehearsal = rehearsal

    def save(self, route: Route) -> None:
        """Save it, or fail as the operating system would."""
        if self._rehearsal.config_read_only:
            symptom = _denied(self.shown_path(route.project))
            raise RouteStoreError(symptom.text, symptom)
        super().save(route)

    def forget(self, project: str) -> None:
        """Delete it, or fail as the operating system would."""
        if self._rehearsal.config_read_only:
            symptom = _denied(self.shown_path(project))
            raise RouteStoreError(symptom.text, symptom)
        super().forget(project)

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


class LateRehearsal:
    """The rehearsal of `ready`, loaded by the first question it is asked."""

    def __init__(self) -> None:
        self._loading = asyncio.Lock()
        self._loaded: Rehearsal | None = None

    async def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> "Reply":
        """The rehearsal's answer."""
        async with self._loading:
            if self._loaded is None:
                self._loaded = await asyncio.to_thread(_rehearsal, _READY)
        return await self._loaded.answer(method, target, headers, body)


def demo_project(name: str) -> "PlatformFile":
    """The project of a demo that is given no `platform.yaml`: what shows the scenario is chosen.

    Raises `BadUsage` on an unknown scenario.
    """
    from cakd_tui.core.platform_file import PlatformFile
    from cakd_tui.rehearsal.scenarios import SCENARIOS
    from cakd_tui.rehearsal.worlds import PROJECT

    chosen = SCENARIOS[_rehearsal(name).name]
    return PlatformFile(Path(_PLATFORM_FILE), PROJECT, DiscordProvider.name, chosen.options)


def demo_services(name: str, directory: Path, *, answered: bool = False) -> Services:
    """Services that pretend, everything they write going to `directory`.

    `answered` puts token and server into their environment. Raises `BadUsage` on an
    unknown scenario.
    """
    if name == _READY and not answered:
        demo = Demo(_READY, None, bot_token(ids.BOT))
        return _services(
            LateRehearsal().answer, FileRoutes(directory / "cakd"), directory, {}, demo
        )
    rehearsal = _rehearsal(name)
    known = {
        "CAKD_DISCORD_BOT_TOKEN": rehearsal.token,
        "CAKD_DISCORD_GUILD_ID": rehearsal.guild_id,
    }
    return rehearsed_services(rehearsal, directory, known if answered else {})


def on_a_copy(built: Services, file: Path) -> Services:
    """The demo's services, working on a copy of this file: the file itself stays as it is.

    Where there is no such file, the copy says what the demo's own would. Raises
    `PlatformFileError` on one that can't be read.
    """
    from cakd_tui.core.platform_yaml import read_text

    try:
        text = read_text(file)
    except PlatformFileError as error:
        if error.symptom.facts.get("reason") != "missing":
            raise
        text = _PLATFORM_TEXT
    copy = built.platform_file.parent / "project" / file.name
    copy.parent.mkdir()
    copy.write_bytes(text.encode())
    return replace(built, platform_file=copy)


def rehearsed_services(
    rehearsal: "Rehearsal", directory: Path, environment: Mapping[str, str]
) -> Services:
    """Services on top of a rehearsal; all that they write goes to `directory`."""
    from cakd_tui.rehearsal.scenarios import SCENARIOS

    scenario = SCENARIOS[rehearsal.name]
    is_broken = scenario.mend is not None
    about = {} if rehearsal.name == _READY else {"guild": rehearsal.guild_id}
    mend = rehearsal.mend if is_broken else None
    demo = Demo(rehearsal.name, mend, rehearsal.token, about)
    routes = ReadOnlyRoutes(directory / "cakd", rehearsal)
    if scenario.remembers_channel:
        route = _route_of_an_earlier_run(rehearsal.guild_id, scenario.place)
        routes.save(_with_webhook(route) if scenario.remembers_webhook else route)
    built = _services(rehearsal.answer, routes, directory, environment, demo)
    if scenario.remembers_webhook:
        # An earlier run that went to its end has kept these as well.
        provider = built.provider.name
        built.settings.save(provider, {"guild": rehearsal.guild_id})
        return replace(built, secrets=MemorySecrets({provider: Secret(rehearsal.token)}))
    return built


def _route_of_an_earlier_run(guild_id: str, place: str) -> Route:
    """A run that got as far as the channel, and noted it in this place."""
    from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, PROJECT

    channel = Remembered("channel", ALERTS_CHANNEL, f"alerts-{PROJECT}", made=True, place=place)
    return Route(PROJECT, "discord", {"guild": guild_id}, (channel,))


def _with_webhook(route: Route) -> Route:
    """The same of a run that went to its end."""
    from cakd_tui.discord.http.webhook_url import public_url
    from cakd_tui.rehearsal.tokens import webhook_token
    from cakd_tui.rehearsal.worlds import OUR_WEBHOOK, PROJECT

    webhook = Remembered("webhook", OUR_WEBHOOK, f"CAKD Alerting - {PROJECT}", made=True)
    url = public_url(int(OUR_WEBHOOK), Secret(webhook_token(OUR_WEBHOOK)))
    return route.with_thing(webhook).with_webhook(url)


def _rehearsal(name: str) -> "Rehearsal":
    from cakd_tui.rehearsal.scenarios import UnknownScenario, scenario

    try:
        return scenario(name, latency=LATENCY)
    except UnknownScenario as error:
        raise BadUsage(str(error)) from error


def _services(
    answer: "Answering",
    routes: FileRoutes,
    directory: Path,
    environment: Mapping[str, str],
    demo: Demo,
) -> Services:
    platform_file = directory / _PLATFORM_FILE
    platform_file.write_text(_PLATFORM_TEXT, "utf-8")
    return Services(
        provider=DiscordProvider(environment={}, answer=answer),
        secrets=MemorySecrets(),
        routes=routes,
        settings=FileSettings(directory / "cakd"),
        environment=environment,
        platform_file=platform_file,
        demo=demo,
        journal=FileJournal(directory / "state"),
        files=KeptFiles(directory / "cakd", directory / "state"),
    )
