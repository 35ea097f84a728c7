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


StageMaker = Callable[..., Awaitable[Stage]]
