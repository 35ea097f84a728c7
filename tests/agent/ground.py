"""A real spool, real routes and the real provider, with a rehearsed Discord behind a socket."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cakd_tui.agent.delivery import delivery
from cakd_tui.agent.dispatcher import Dispatcher, Times
from cakd_tui.agent.spool import Spool
from cakd_tui.core.alert import Alert
from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Event, Warned
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.ports import Connection
from cakd_tui.core.rotation_step import RotationStep
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import Entry
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.courier import DiscordCourier
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.late_client import LateClient
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from cakd_tui.rehearsal.state import Message
from cakd_tui.storage.routes import FileRoutes
from tests.agent.doubles import alert, until_stored
from tests.agent.unmeasured import Unmeasured

Gather = Callable[[], Awaitable[Answers]]

TEMPO = 0.01
QUICK = Times(look=0.02, grace=2.0, pause=lambda _: 0.02)


@dataclass
class Impatient:
    """The provider as far as it delivers, with a courier that waits so many seconds."""

    base: str
    read: float
    title: str = "Discord"

    def entries(self) -> tuple[Entry, ...]:
        """Its own."""
        return tuple(DiscordProvider({}).entries())

    def courier(self) -> DiscordCourier:
        """To the rehearsal."""
        patience = Patience(read=self.read, rate_limit=10.0)
        return DiscordCourier(LateClient(self.base, patience=patience))


@dataclass
class Ground:
    """One agent's worth of delivery; `read` is the courier's patience in seconds."""

    rehearsal: Rehearsal
    base: str
    spool: Spool
    routes: FileRoutes
    read: float = 20.0
    default: Route | None = None
    times: Times = QUICK
    dispatcher: Dispatcher = field(init=False)
    sent: int = 0

    async def begin(self) -> None:
        """Deliver."""
        self.dispatcher = delivery(
            self.spool,
            Unmeasured(),
            self.routes,
            lambda _: Impatient(self.base, self.read),
            self.default,
            self.times,
        )
        await self.dispatcher.start()

    async def set_up(self, *projects: str) -> None:
        """Have `cakd create` set these up, or repair them."""
        for project in projects:
            await self._run(partial(_creation, project, self.routes), project)

    async def rotate(self, project: str) -> None:
        """Have `cakd rotate` replace the project's webhook."""
        await self._run(partial(_rotation, project, self.routes), project)

    async def come(self, *names: str, namespace: str = "my-project") -> None:
        """Alerts of these names, each accepted on its own."""
        for name in names:
            await self.come_together(alert(name, namespace))

    async def come_together(self, *alerts: Alert) -> None:
        """One notification."""
        self.sent += 1
        assert await self.spool.accept(str(self.sent), alerts)

    async def left(self, alerts: int) -> None:
        """Wait until there are so many alerts in the spool."""

        async def so_many() -> bool:
            return sum((await self.spool.counts()).values()) == alerts

        await until_stored(so_many)

    def messages(self, project: str = "my-project") -> list[Message]:
        """What stands in the project's channel, but for tests of a rotation."""
        world = self.rehearsal.world
        ids = {each.id for each in world.channels.values() if each.name == f"alerts-{project}"}
        return [each for each in world.messages if each.channel_id in ids and titles(each)]

    def arrived(self, project: str = "my-project") -> list[str]:
        """The alerts in the project's channel, by name, in order."""
        return [title for each in self.messages(project) for title in titles(each)]

    async def _run(self, step: Callable[[Connection, Gather], Step], project: str) -> None:
        connection = DiscordConnection(self.base)
        gather = partial(self._answers, project)
        said: list[Event] = []
        try:
            async with aclosing(run_pipeline([step(connection, gather)])) as events:
                said = [event async for event in events]
        finally:
            await connection.aclose()
        assert not [each for each in said if isinstance(each, Warned)]

    async def _answers(self, project: str) -> Answers:
        token = Secret(self.rehearsal.token)
        given = Answers(project).with_value("guild", self.rehearsal.guild_id)
        return given.with_secret("token", token)


def _creation(project: str, routes: FileRoutes, at: Connection, gather: Gather) -> Step:
    return NotifyStep(at, "discord", project, gather, routes)


def _rotation(project: str, routes: FileRoutes, at: Connection, gather: Gather) -> Step:
    return RotationStep(at, project, "discord", gather, routes)


def titles(message: Message) -> list[str]:
    """The names of the alerts in a message; none in one that is no alert of these tests."""
    found = (str(each.get("title", "")) for each in message.embeds)
    return [title for title in found if title.startswith("A")]


@asynccontextmanager
async def ground(directory: Path, tempo: float = TEMPO) -> AsyncIterator[Ground]:
    """A ground on which nothing is set up yet."""
    rehearsal = scenario("ready", tempo=tempo, strict_token=True)
    async with serve(rehearsal) as base:
        spool = await Spool.open(directory / "spool")
        on = Ground(rehearsal, base, spool, FileRoutes(directory / "routes"))
        try:
            yield on
        finally:
            if hasattr(on, "dispatcher"):
                await on.dispatcher.stop()
            await spool.aclose()
