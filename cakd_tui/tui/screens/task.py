"""Something else than setting up: its plan first, asked once, then done; lies over another page."""

from collections.abc import Sequence

from cakd_tui.core.pipeline import Step
from cakd_tui.tui.phase import Phase
from cakd_tui.tui.progress import planned
from cakd_tui.tui.screens.working import WorkingPage
from cakd_tui.tui.tasks import Task
from cakd_tui.tui.visit import Visit


class TaskPage(WorkingPage):
    """Closes itself when the operator is done with it; `started` and `over` say what came of it."""

    def __init__(self, visit: Visit, task: Task) -> None:
        super().__init__(visit)
        self._deed = task
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
            case _:
                return "What is left is written down. r goes on from here, esc leaves it so."

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
