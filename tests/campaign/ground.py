"""A Discord behind a real socket, a directory for routes, and runs of `cakd` on them."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Event
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.ports import Connection
from cakd_tui.core.removal import doomed
from cakd_tui.core.removal_step import RemovalStep
from cakd_tui.core.rotation_step import RotationStep
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import own_entries
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from cakd_tui.rehearsal.state import Channel, Webhook, World
from cakd_tui.storage.routes import FileRoutes

PROJECT = "my-project"
TEMPO = 0.01
ENTRIES = (*own_entries(), *DiscordProvider(environment={}).entries())


@dataclass
class Ground:
    """One project at one Discord; `base` is its address and `read` the client's patience."""

    rehearsal: Rehearsal
    base: str
    directory: Path
    read: float = 20.0
    left: frozenset[str] = frozenset()
    """The ids of what an earlier set-up made and this one is to leave."""
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.answers = (
            Answers(PROJECT)
            .with_secret("token", Secret(self.rehearsal.token))
            .with_value("guild", self.rehearsal.guild_id)
        )

    @property
    def routes(self) -> FileRoutes:
        """The routes as a run would find them."""
        return FileRoutes(self.directory)

    async def create(self) -> list[Event]:
        """What a run of `cakd create` says."""
        return await self._said(
            lambda it: NotifyStep(it, "discord", PROJECT, self._given, self.routes)
        )

    async def rotate(self) -> list[Event]:
        """What a run of `cakd rotate` says."""
        return await self._said(
            lambda it: RotationStep(it, PROJECT, "discord", self._given, self.routes)
        )

    async def destroy(self) -> list[Event]:
        """What a run of `cakd destroy` says; nothing where there is no route."""
        route = self.routes.load(PROJECT)
        if route is None:
            return []
        return await self._said(
            lambda it: RemovalStep(it, route, doomed(route), self._given, self.routes)
        )

    async def _given(self) -> Answers:
        return self.answers

    async def _said(self, step: Callable[[Connection], Step]) -> list[Event]:
        """What a step says, over connections of its own; it raises nothing."""
        connection = DiscordConnection(self.base, patience=Patience(read=self.read))
        try:
            async with aclosing(run_pipeline([step(connection)])) as events:
                return [event async for event in events]
        finally:
            await connection.aclose()

    async def deliver(self) -> str | None:
        """Send a test alert by the saved route; the id of the channel it arrived in, if it did."""
        route = self.routes.load(PROJECT)
        if route is None or not route.webhook:
            return None
        connection = DiscordConnection(self.base)
        try:
            sent = await connection.send_test(route, lambda _: None)
        except ProviderError:
            return None
        finally:
            await connection.aclose()
        messages = self.rehearsal.world.messages
        return next(each.channel_id for each in messages if each.id == sent.message_id)

    def channels(self) -> list[Channel]:
        """The project's channels, by their topic or their name."""
        topic = f"CAKD alerts for {PROJECT}"
        every = self.rehearsal.world.channels.values()
        ours = [each for each in every if each.topic == topic or each.name == f"alerts-{PROJECT}"]
        return [each for each in ours if each.id not in self.left]

    def webhooks(self) -> list[Webhook]:
        """The project's webhooks, wherever they are."""
        every = self.rehearsal.world.webhooks.values()
        ours = [each for each in every if each.name == f"CAKD Alerting - {PROJECT}"]
        return [each for each in ours if each.id not in self.left]


@dataclass(frozen=True)
class Snapshot:
    """A ground as it stood, to begin on as often as needed."""

    world: World
    files: Mapping[str, bytes]
    answers: Answers
    left: frozenset[str]

    @classmethod
    def of(cls, on: Ground) -> "Snapshot":
        """As it stands now."""
        files = {each.name: each.read_bytes() for each in on.directory.glob("*.json")}
        return cls(_copied(on.rehearsal.world), files, on.answers, on.left)

    def restore(self, on: Ground) -> None:
        """Have a fresh ground stand so."""
        on.rehearsal.world, on.answers = _copied(self.world), self.answers
        on.left = self.left
        on.directory.mkdir(parents=True)
        for name, data in self.files.items():
            (on.directory / name).write_bytes(data)


def _copied(world: World) -> World:
    """The same things, to be changed apart from each other."""
    return replace(
        world,
        guilds=dict(world.guilds),
        channels=dict(world.channels),
        webhooks=dict(world.webhooks),
        messages=list(world.messages),
        audit=list(world.audit),
        ids=copy(world.ids),
    )


@asynccontextmanager
async def ground(directory: Path) -> AsyncIterator[Ground]:
    """A ground of its own, on which what Discord asks to wait takes a hundredth of the time."""
    rehearsal = scenario("ready", tempo=TEMPO, strict_token=True)
    async with serve(rehearsal) as base:
        yield Ground(rehearsal, base, directory)
