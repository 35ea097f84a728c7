"""A project that was set up, for the tests that take it back or renew it."""

from collections.abc import Sequence

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Event
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.removal import doomed
from cakd_tui.core.removal_step import RemovalStep
from cakd_tui.core.rotation_step import RotationStep
from cakd_tui.core.route import Route
from tests.discord.stage import Stage, StageMaker


async def set_up(stage: StageMaker, scenario: str = "ready") -> Stage:
    """A stage on which `cakd create` has been run."""
    acting = await stage(scenario)
    await acting.create()
    acting.rehearsal.requests.clear()
    return acting


def saved(acting: Stage) -> Route:
    """The route that is saved."""
    route = acting.routes.load("my-project")
    assert route is not None
    return route


async def removed(acting: Stage, keep: Sequence[str] = (), also: Sequence[str] = ()) -> list[Event]:
    """Take the project back as `cakd destroy` does; what it said."""

    async def answers() -> Answers:
        return acting.answers

    route = saved(acting)
    things = doomed(route, keep, also)
    return await told(RemovalStep(acting.connection, route, things, answers, acting.routes))


async def rotated(acting: Stage) -> list[Event]:
    """Replace the webhook as `cakd rotate` does; what it said."""

    async def answers() -> Answers:
        return acting.answers

    return await told(
        RotationStep(acting.connection, "my-project", "discord", answers, acting.routes)
    )


async def told(step: Step) -> list[Event]:
    """Everything a step says."""
    return [event async for event in run_pipeline([step])]
