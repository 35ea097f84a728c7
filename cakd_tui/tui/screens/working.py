"""What pages share that show a plan, do it, and say what became of each part."""

from collections.abc import Iterable, Sequence
from contextlib import aclosing
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from cakd_tui.core.events import Event, Warned
from cakd_tui.core.journaling import journaled
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.stream import Emit
from cakd_tui.tui.phase import HALTED, UNDER_WAY, Phase
from cakd_tui.tui.progress import Progress, begun, stopped, told
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.screens.quit import QuitScreen
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.action_row import ActionRow
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.primary import Primary
from cakd_tui.tui.widgets.run_log import RunLog
from cakd_tui.tui.widgets.trouble_card import TroubleCard


class WorkingPage(Page):
    """A plan, then its steps. While they run there is no way back; stopping is safe.

    Subclasses hold the plan in `_progress`, and give `steps`, `button` and the page's words.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go", key_display="⏎", priority=True, tooltip="Press the button"),
        Binding("r,ctrl+r", "retry", "Retry", key_display="r", tooltip="Continue from here"),
        Binding("x,ctrl+x", "stop", "Stop safely", key_display="x", tooltip="What exists is kept"),
        Binding("l,ctrl+l", "toggle_log", "Log", key_display="l", tooltip="Show or hide the log"),
    ]

    class Told(Message):
        """The run said something."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._progress = Progress()
        self._phase = Phase.PLANNED
        self._log_wanted: bool | None = None
        self._ticker: Timer | None = None
        self._worker: Worker[None] | None = None

    @property
    def running(self) -> bool:
        """Whether something is being done right now."""
        return self._phase in UNDER_WAY

    @property
    def progress(self) -> Progress:
        """How far the run has come."""
        return self._progress

    @property
    def amiss(self) -> bool:
        """Whether something was refused."""
        return self._phase is Phase.FAILED

    @property
    def limits(self) -> str:
        """What the plan uses up, in a sentence; empty where that is nothing."""
        return ""

    @property
    def good(self) -> bool:
        """Whether the run that has ended did what it was for."""
        return self.failure is None

    @property
    def failure(self) -> Warned | None:
        """What kept the run from its end."""
        return self._progress.failure

    @property
    def command(self) -> str:
        """What the journal calls it."""
        return "cakd-tui"

    def steps(self) -> Sequence[Step]:
        """What is done."""
        raise NotImplementedError

    def button(self) -> str:
        """The verb on the button, by what the page is at."""
        raise NotImplementedError

    def finish(self) -> None:
        """Take a good end in; the page is in its last phase then."""
        raise NotImplementedError

    def keep(self) -> None:
        """Take in that it halted before its end."""

    def go(self) -> None:
        """What the button does after a good end."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """The plan's rows, a card when it fails, the log, the button."""
        with Vertical(id="actions"):
            for action in self._progress.actions:
                yield ActionRow(action)
        yield Static(self.limits, id="quotas", markup=False)
        yield CardSlot()
        yield RunLog()
        yield Primary(self.button())

    def on_mount(self) -> None:
        """The clock stands still until something runs."""
        self._ticker = self.set_interval(0.1, self._draw, pause=True)

    # ── the run ───────────────────────────────────────────────────────────

    async def _start(self) -> None:
        if self.running:
            return
        self._progress = begun(self._progress, monotonic())
        self.add_class("-started")
        self.mark_failed(False)
        self._enter(Phase.RUNNING)
        self._worker = self._run(self.hearing("run"))
        await self.query_one(CardSlot).show(None)

    @work(exclusive=True, group="run", exit_on_error=False)
    async def _run(self, hear: Emit) -> None:
        with journaled(self.services.journal, self.command) as note:
            async with aclosing(run_pipeline(self.steps())) as events:
                async for event in events:
                    note(event)
                    hear(event)
                    self.post_message(self.Told(event))

    @on(Told)
    async def _show_event(self, message: Told) -> None:
        self._progress = told(self._progress, message.event, monotonic())
        self._draw()

    @on(Worker.StateChanged)
    async def _take_end(self, event: Worker.StateChanged) -> None:
        """An end is that of the newest run, and comes after all it said."""
        if event.worker is not self._worker:
            return
        if event.state is WorkerState.CANCELLED:
            self._show_stop()
        elif event.state is WorkerState.SUCCESS:
            await self._show_end()

    def _show_stop(self) -> None:
        self.heard_out("run")
        self._progress = stopped(self._progress, monotonic())
        self.keep()
        self._enter(Phase.STOPPED)

    async def _show_end(self) -> None:
        self.heard_out("run")
        if self.good:
            self.finish()
            return
        self.mark_failed(True)
        self.keep()
        if failure := self.failure:
            provider, known = self.services.provider, self.draft.findings
            card = TroubleCard.about(provider, failure.symptom, failure.text, known)
            await self.query_one(CardSlot).show(card)
        self._enter(Phase.FAILED)

    # ── what is shown ─────────────────────────────────────────────────────

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        if not self.running and isinstance(self.app.screen, QuitScreen):
            self.app.screen.dismiss(False)  # nothing is being done any more
        if self._ticker:
            (self._ticker.resume if self.running else self._ticker.pause)()
        primary = self.query_one(Primary)
        primary.relabel(self.button())
        primary.gate("x stops it safely" if self.running else "")
        if not self.running:
            primary.focus_button()
        self._make_room()
        self._draw()
        self.refresh_bindings()

    def _make_room(self) -> None:
        """In a low window the card of a failure comes first, and the log when it is asked for."""
        crowded = self._phase is Phase.FAILED and self.has_class("-low")
        wanted = not crowded if self._log_wanted is None else self._log_wanted
        self.set_class(wanted and self._phase is not Phase.PLANNED, "-log")

    def _draw(self) -> None:
        now = monotonic()
        rows = list(self.query(ActionRow))
        for row, action in zip(rows, self._progress.actions, strict=False):
            row.show(action, now)
        for action in self._progress.actions[len(rows) :]:
            self.query_one("#actions").mount(ActionRow(action))
        for row in rows[len(self._progress.actions) :]:
            row.remove()
        self.query_one(RunLog).show(self._progress.log)
        self.say_question(self.question, self.reason)

    # ── what the operator does ────────────────────────────────────────────

    async def action_go_on(self) -> None:
        """Do what the button says, if it is this page's that was meant."""
        if self.enter_is_meant():
            await self._go_on()

    @on(Primary.Chosen)
    async def _go_on(self) -> None:
        if self._phase is Phase.DONE:
            self.go()
        else:
            await self._start()

    async def action_retry(self) -> None:
        """Continue: what is there is found and reused."""
        await self._start()

    def action_stop(self) -> None:
        """Stop as soon as the request under way lets go."""
        self.heard_out("run")
        self._enter(Phase.STOPPING)
        self.workers.cancel_group(self, "run")

    def action_toggle_log(self) -> None:
        """Show or hide the log, whatever the room."""
        self._log_wanted = not self.has_class("-log")
        self._make_room()
        self.call_after_refresh(self._show_newest)

    def _show_newest(self) -> None:
        """Bring the log's end into sight, or what stood there before it."""
        if self.has_class("-log"):
            log = self.query_one(RunLog)
            log.scroll_end(animate=False)
            log.scroll_visible(animate=False)
        else:
            self.query_one("#content").scroll_home(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something now."""
        match action:
            case "back" if self.running:
                return False
            case "go_on":
                return not self.running
            case "retry":
                return self._phase in HALTED
            case "stop":
                return self._phase is Phase.RUNNING
            case "toggle_log":
                return self._phase is not Phase.PLANNED
            case _:
                return super().check_action(action, parameters)
