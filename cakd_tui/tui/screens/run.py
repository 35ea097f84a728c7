"""Shows what will be set up, does it, and says what became of each part."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.events import RouteLoaded
from cakd_tui.core.pipeline import Step
from cakd_tui.core.plan import PlanLine
from cakd_tui.core.rollback import made_since
from cakd_tui.core.route import Remembered, Route
from cakd_tui.tui.journey import RUN, Outcome
from cakd_tui.tui.phase import HALTED, Phase, button, headline, sentence
from cakd_tui.tui.progress import outcome_of, planned
from cakd_tui.tui.proposal import notify_step, platform_step, proposal
from cakd_tui.tui.screens.page import Answered, Back
from cakd_tui.tui.screens.task import TaskPage
from cakd_tui.tui.screens.working import WorkingPage
from cakd_tui.tui.tasks import undoing
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.primary import Primary


class RunPage(WorkingPage):
    """The plan, then the run; a good one leads to the next page, of a bad one what it made goes."""

    BEAT: ClassVar[float] = 0.6
    """Seconds in which a finished run can be looked at before the next page comes."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", tooltip="Delete what was made, after a question"),
    ]

    class Looked(Message):
        """It is known what will happen to the project's file."""

        def __init__(self, file: PlanLine) -> None:
            super().__init__()
            self.file = file

    class Made(Message):
        """It is known what the run that halted has left there."""

        def __init__(self, things: tuple[Remembered, ...], route: Route | None) -> None:
            super().__init__()
            self.things = things
            self.route = route

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._propose(None)
        self._leaving = False
        self._before: Route | None = None
        self._knows_before = False
        """Without that nothing can be told to have been made by this page's runs."""
        self._left: Route | None = None
        """What was saved when the last run had halted."""
        self._knows_left = False
        """Without that a run that begins now can't be told from what another has changed."""
        self._made: tuple[Remembered, ...] = ()

    @property
    def question(self) -> str:
        """The headline, by what the page is at."""
        return headline(self._phase, self._progress, settled=self._proposal.settled)

    @property
    def reason(self) -> str:
        """What it means, and what to do next."""
        if self._phase is Phase.PLANNED:
            return self._proposal.sentence
        return sentence(self._phase, self._progress, undoable=bool(self._made))

    @property
    def limits(self) -> str:
        """As the proposal has it."""
        return self._proposal.outlook

    @property
    def good(self) -> bool:
        """Whether alerts have a place to go to."""
        return bool(self._progress.url)

    def button(self) -> str:
        """The verb, by what the page is at."""
        return button(self._phase, self._proposal.label)

    def on_mount(self) -> None:
        """Look at the project's file."""
        self.mark_failed(False)
        self._look()

    @work(exclusive=True, group="file", exit_on_error=False)
    async def _look(self) -> None:
        step = platform_step(self.draft, self.services)
        self.post_message(self.Looked(await asyncio.to_thread(step.line)))

    @on(Looked)
    def _take_file(self, message: Looked) -> None:
        if self._phase is Phase.PLANNED:
            self._propose(message.file)
            self.query_one(Primary).relabel(self._proposal.label)
            self._draw()

    def _propose(self, file: PlanLine | None) -> None:
        self._proposal = proposal(self.draft, self.services, file)
        self._progress = planned(self._proposal.lines, self._proposal.unknown)

    # ── the run ───────────────────────────────────────────────────────────

    @on(WorkingPage.Told)
    def _take_before(self, message: WorkingPage.Told) -> None:
        event = message.event
        # What another run changed since the last one halted was there before this one.
        if isinstance(event, RouteLoaded) and not (self._knows_before and self._as_left(event)):
            self._before, self._knows_before = event.route, True

    def _as_left(self, event: RouteLoaded) -> bool:
        """Whether the route is as the last run left it, as far as that was looked at in time."""
        return not self._knows_left or event.route == self._left

    def _route(self) -> Route | None:
        """The saved route as it is now; one that can't be read counts as none."""
        try:
            return self.services.routes.load(self.draft.answers.project)
        except RouteStoreError:
            return None

    async def _start(self) -> None:
        if not self.running:
            self.workers.cancel_group(self, "left")  # too late: the run changes what it looks at
        await super()._start()

    def steps(self) -> Sequence[Step]:
        """What the project needs, and its file."""
        notify = notify_step(self.draft, self.services, self.connection)
        return [notify, platform_step(self.draft, self.services)]

    def keep(self) -> None:
        """What was made before the run halted is known to the pages before it."""
        if self._progress.created:
            self.draft = replace(self.draft, outcome=outcome_of(self._progress))
        self._made = ()
        self._look_again()

    def _look_again(self) -> None:
        self._knows_left = False
        self._look_what_as_left()

    @work(exclusive=True, group="left", exit_on_error=False)
    async def _look_what_as_left(self) -> None:
        route = await asyncio.to_thread(self._route)
        written = made_since(self._before, route) if route else ()
        named = {each.kind for each in written}
        # Where the route could not be written, only the run itself knows.
        unnamed = tuple(each for each in self._progress.kept if each.kind not in named)
        self.post_message(self.Made((*written, *unnamed), route))

    @on(Made)
    def _take_made(self, message: Made) -> None:
        self._left, self._knows_left = message.route, True
        self._made = message.things if self._knows_before else ()
        self._draw()
        self.refresh_keys()

    def finish(self) -> None:
        """Go on by itself after a moment."""
        many = self._progress.created
        said = f"{many} created" if many else "reused"
        outcome = outcome_of(self._progress)
        # What the plan says is new is there from now on: a second run looks again.
        self.draft = replace(self.draft, outcome=outcome, plan=None).with_said(RUN.key, said)
        self._enter(Phase.DONE)
        self.set_timer(self.BEAT, self.go)

    def on_screen_resume(self) -> None:
        """Go on when a question that stood in front of a finished run is answered."""
        self.go()

    def go(self) -> None:
        """To the next page, once."""
        if self._phase is Phase.DONE and self.is_active and not self._leaving:
            self._leaving = True
            self.post_message(Answered(self.draft))

    # ── taking it back ────────────────────────────────────────────────────

    def action_undo(self) -> None:
        """Show what will be deleted, ask once, and delete it."""
        before, made, shown = self._before, self._made, self._left
        task = undoing(self.draft, self.services, self.connection, before, made, shown)
        page = TaskPage(self.visit(), task)

        def ended(_: None) -> None:
            if page.over:
                self.post_message(Back(replace(self.draft, outcome=Outcome(), plan=None)))
            elif page.started:
                self._look_again()

        self.app.push_screen(page, ended)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What was made can be deleted while it is there."""
        if action == "undo":
            return self._phase in HALTED and bool(self._made)
        return super().check_action(action, parameters)
