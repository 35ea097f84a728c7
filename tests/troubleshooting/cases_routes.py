"""What the saved route and the server disagree on, or what has to be chosen first."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Warned
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.removal import doomed
from cakd_tui.core.removal_step import RemovalStep
from cakd_tui.core.rotation_step import RotationStep
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import VOICE, Channel
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OPS_LAB
from cakd_tui.storage.routes import FileRoutes
from tests.troubleshooting.case import Case
from tests.troubleshooting.stage import Stage

PROJECT = "my-project"


class SetUp:
    """A server in which the alerts channel was found, and the project's saved routes."""

    def __init__(self, stage: Stage) -> None:
        self.rehearsal: Rehearsal = scenario("existing-setup", tempo=0)
        self.connection = DiscordConnection(answer=self.rehearsal.answer)
        stage.stack.push_async_callback(self.connection.aclose)
        self.routes = FileRoutes(stage.directory / "cakd")
        self.given = (
            Answers(PROJECT)
            .with_secret("token", Secret(self.rehearsal.token))
            .with_value("guild", self.rehearsal.guild_id)
        )

    async def answers(self) -> Answers:
        return self.given

    def creation(self) -> NotifyStep:
        return NotifyStep(self.connection, "discord", PROJECT, self.answers, self.routes)

    def rotation(self) -> RotationStep:
        return RotationStep(self.connection, PROJECT, "discord", self.answers, self.routes)

    def removal(self) -> RemovalStep:
        """All of what the saved route names, though it was found there."""
        route = self.routes.load(PROJECT)
        assert route is not None
        things = doomed(route, also=("channel", "webhook"))
        return RemovalStep(self.connection, route, things, self.answers, self.routes)

    async def done(self, step: Step) -> None:
        assert not await warnings(step)


async def warnings(step: Step) -> list[Symptom]:
    async with aclosing(run_pipeline([step])) as events:
        found = [each async for each in events if isinstance(each, Warned)]
    return [each.symptom for each in found]


def warned(make: Callable[[SetUp], Awaitable[Step]]) -> Callable[[Stage], Awaitable[Symptom]]:
    """What the only warning of this step is about."""

    async def provoke(stage: Stage) -> Symptom:
        (symptom,) = await warnings(await make(SetUp(stage)))
        return symptom

    return provoke


@warned
async def _none(there: SetUp) -> Step:
    return there.rotation()


@warned
async def _changed(there: SetUp) -> Step:
    await there.done(there.creation())
    step = there.removal()
    await there.done(there.rotation())
    return step


@warned
async def _channel_gone(there: SetUp) -> Step:
    await there.done(there.creation())
    edits.delete_channel(there.rehearsal.world, ALERTS_CHANNEL)
    return there.rotation()


@warned
async def _another_channel(there: SetUp) -> Step:
    await there.done(there.creation())
    channels = there.rehearsal.world.channels
    channels[ALERTS_CHANNEL] = replace(channels[ALERTS_CHANNEL], kind=VOICE)
    return there.removal()


@warned
async def _several(there: SetUp) -> Step:
    twin = Channel("901", OPS_LAB, "alerts-my-project", topic="CAKD alerts for my-project")
    there.rehearsal.world.channels[twin.id] = twin
    return there.creation()


@warned
async def _no_such(there: SetUp) -> Step:
    there.given = there.given.with_use("channel", "901")
    return there.creation()


ROUTES = (
    Case("CAKD-R-NONE", _none),
    Case("CAKD-R-CHANGED", _changed),
    Case("CAKD-D-ANOTHER-CHANNEL", _another_channel),
    Case("CAKD-D-CHANNEL-GONE", _channel_gone),
    Case("CAKD-R-SEVERAL", _several),
    Case("CAKD-R-NO-SUCH", _no_such),
)
