"""A stage for provider tests: a scenario, and what runs the provider against it."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.notify_step import NotifyStep
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.plan import Plan
from cakd_tui.core.ports import Connection
from cakd_tui.core.route import Route
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import Channel, Webhook
from cakd_tui.storage.routes import FileRoutes


@dataclass
class Stage:
    """One scenario, and everything needed to run the provider against it."""

    rehearsal: Rehearsal
    connection: Connection
    answers: Answers
    routes: FileRoutes
    said: list[Event] = field(default_factory=list)
    plan: Plan | None = None

    async def findings(self, known: Route | None = None) -> dict[str, Finding]:
        """Every finding by the id of its check; the plan is kept in `plan`."""
        self.said.clear()
        self.plan = await self.connection.preflight(self.answers, known, self.said.append)
        checked = [each.finding for each in self.said if isinstance(each, Checked)]
        assert len({each.check.id for each in checked}) == len(checked)
        return {each.check.id: each for each in checked}

    async def failed(self, known: Route | None = None) -> set[str]:
        """The ids of the checks that fail."""
        found = await self.findings(known)
        return {name for name, each in found.items() if each.verdict is Verdict.FAIL}

    async def create(self) -> list[Event]:
        """Run the whole pipeline as `cakd create` does; what it said."""

        async def answers() -> Answers:
            return self.answers

        step = NotifyStep(self.connection, "discord", self.answers.project, answers, self.routes)
        async with aclosing(run_pipeline([step])) as events:
            return [event async for event in events]

    def asked(self, method: str) -> list[str]:
        """The routes asked with this method, in order."""
        return [each.route for each in self.rehearsal.requests if each.method == method]


def unheard(event: Event) -> None:
    """Nobody listens."""


StageMaker = Callable[..., Awaitable[Stage]]


def channels(acting: Stage, project: str = "my-project") -> list[Channel]:
    """The text channels of the project."""
    name = f"alerts-{project}"
    return [each for each in acting.rehearsal.world.channels.values() if each.name == name]


def own(acting: Stage) -> list[Webhook]:
    """All webhooks with a name of ours."""
    every = acting.rehearsal.world.webhooks.values()
    return [each for each in every if each.name.startswith("CAKD Alerting - ")]


def webhooks(acting: Stage) -> list[Webhook]:
    """Our webhooks in the project's channels."""
    ids = {each.id for each in channels(acting)}
    return [each for each in own(acting) if each.channel_id in ids]


def assert_one_of_each(acting: Stage) -> None:
    """One channel, one webhook, one route, and the route leads to them."""
    assert len(channels(acting)) == 1
    assert len(webhooks(acting)) == 1
    webhook = webhooks(acting)[0]
    route = acting.routes.load("my-project")
    assert route is not None
    url = f"https://discord.com/api/webhooks/{webhook.id}/{webhook.token}"
    assert route.webhook.reveal() == url
    assert [(each.kind, each.id) for each in route.remembered] == [
        ("channel", channels(acting)[0].id),
        ("webhook", webhook.id),
    ]
