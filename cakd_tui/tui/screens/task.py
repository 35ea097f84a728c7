"""Something else than setting up: its plan first, asked once, then done; lies over another page."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from textual import on, work
from textual.message import Message

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.events import Warned
from cakd_tui.core.pipeline import Step
from cakd_tui.tui.phase import Phase
from cakd_tui.tui.progress import planned
from cakd_tui.tui.screens.working import WorkingPage
from cakd_tui.tui.tasks import Task
from cakd_tui.tui.visit import Visit


class TaskPage(WorkingPage):
    """Closes itself when the operator is done with it; `started` and `over` say what came of it."""

    class Renewed(Message):
        """It is known how the task would go on."""

        def __init__(self, task: Task) -> None:
            super().__init__()
            self.task = task

    def __init__(self, visit: Visit, task: Task) -> None:
        super().__init__(visit)
        self._deed = task
        self._next: Task | None = None
        self._progress = planned(task.lines)

    @property
    def command(self) -> str:
        """As the task has it."""
        return self._deed.command

    @property
    def started(self) -> bool:
        """Whether anything was begun."""
        return self._phase is not Phase.PLANNED

    @property
    def over(self) -> bool:
        """Whether all of it was done."""
        return self._phase is Phase.DONE

    @property
    def good(self) -> bool:
        """Whether all of it worked: a new address alone is not enough."""
        return not self._progress.warned and not self._progress.fell_short

    @property
    def failure(self) -> Warned | None:
        """The first thing that went wrong, however much was done by then."""
        return next(iter(self._progress.warned), None)

    @property
    def question(self) -> str:
        """As the task has it; a failure is called one."""
        return {
            Phase.PLANNED: self._deed.question,
            Phase.RUNNING: self._deed.doing,
            Phase.STOPPING: "Stopping …",
            Phase.STOPPED: "It was stopped.",
            Phase.FAILED: "It could not be finished.",
            Phase.DONE: self._deed.done,
        }[self._phase]

    @property
    def reason(self) -> str:
        """What it means, and what to do next."""
        match self._phase:
            case Phase.PLANNED:
                return self._deed.reason
            case Phase.DONE:
                return self._deed.after
            case Phase.RUNNING:
                return "What is done is written down at once: stopping is safe."
            case Phase.STOPPING:
                return "The request under way is let go of."
            case Phase.STOPPED | Phase.FAILED:
                return self._deed.halted(self._progress)

    def button(self) -> str:
        """The verb, by what the page is at."""
        return {
            Phase.PLANNED: self._deed.label,
            Phase.RUNNING: self._deed.doing,
            Phase.STOPPING: "Stopping …",
            Phase.DONE: "Done",
        }.get(self._phase, "Go on from here")

    def steps(self) -> Sequence[Step]:
        """The task's own."""
        return [self._deed.step]

    async def _start(self) -> None:
        if self._next:
            self._deed, self._next = self._next, None
            self._progress = planned(self._deed.lines)
        await super()._start()

    def keep(self) -> None:
        """Look how it would go on."""
        self._look_again()

    @work(exclusive=True, group="again", exit_on_error=False)
    async def _look_again(self) -> None:
        if again := self._deed.again:
            with suppress(RouteStoreError):  # starting again says what is the matter
                self.post_message(self.Renewed(await asyncio.to_thread(again)))

    @on(Renewed)
    def _take_renewed(self, message: Renewed) -> None:
        self._next = message.task

    def finish(self) -> None:
        """Say that it is done, and wait to be closed."""
        self._enter(Phase.DONE)

    def go(self) -> None:
        """Close."""
        self.dismiss()

    def action_back(self) -> None:
        """Close; what was not begun does not happen."""
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a page under this one to go back to, unless something is under way."""
        if action == "back":
            return not self.running
        return super().check_action(action, parameters)
