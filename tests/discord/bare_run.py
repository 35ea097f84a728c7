"""A provider without a pipeline around it: one scenario, and a run that keeps nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Checked, Event
from cakd_tui.core.finding import Finding
from cakd_tui.core.ports import Provisioned
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario


class Forgetful:
    """Remembers nothing."""

    async def remember(
        self,
        thing: Remembered,
        left: Collection[str] = (),
        gone: Collection[str] = (),
        url: Secret | None = None,
    ) -> None:
        """Let it pass."""

    async def forget(self, kind: str) -> None:
        """Let it pass."""


@dataclass
class Run:
    """One connection to a rehearsal, and what is said over it."""

    rehearsal: Rehearsal
    connection: DiscordConnection
    answers: Answers
    known: Route | None = None
    said: list[Event] = field(default_factory=list)

    async def preflight(self) -> dict[str, Finding]:
        self.said.clear()
        await self.connection.preflight(self.answers, self.known, self.said.append)
        found = [each.finding for each in self.said if isinstance(each, Checked)]
        self.rehearsal.requests.clear()
        return {each.check.id: each for each in found}

    async def provision(self) -> Provisioned:
        return await self.connection.provision(
            self.answers, self.known, Forgetful(), self.said.append
        )

    async def failure(self) -> ProviderError:
        with pytest.raises(ProviderError) as raised:
            await self.provision()
        return raised.value

    async def facts(self) -> dict[str, str | int]:
        return dict((await self.failure()).symptom.facts)

    @property
    def routes(self) -> list[str]:
        return [each.route for each in self.rehearsal.requests]


def remembering(answers: Answers) -> Route:
    """The route of an earlier run that made the alerts channel."""
    channel = Remembered("channel", worlds.ALERTS_CHANNEL, "alerts-my-project", made=True)
    return Route("my-project", "discord", values=answers.values).with_thing(channel)


def bare_run(name: str = "ready", tempo: float = 0.0) -> Run:
    """A scenario in this process; with the usual `tempo` no wait in it takes any time."""
    rehearsal = scenario(name, tempo=tempo)
    answers = (
        Answers("my-project")
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", rehearsal.guild_id)
    )
    if name == "denied-by-category":
        answers = answers.with_option("category", "Locked")
    known = remembering(answers) if name == "hidden-channel" else None
    return Run(rehearsal, DiscordConnection(answer=rehearsal.answer), answers, known)


Begin = Callable[..., Run]
