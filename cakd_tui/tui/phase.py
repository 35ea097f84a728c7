"""What the page of a run is at, and how it says so."""

from enum import Enum
from typing import Final

from cakd_tui.tui.action import State
from cakd_tui.tui.progress import Progress


class Phase(Enum):
    """From the plan to its end."""

    PLANNED = "planned"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"


HALTED: Final = frozenset({Phase.STOPPED, Phase.FAILED})
"""It is not finished, and can be continued."""
UNDER_WAY: Final = frozenset({Phase.RUNNING, Phase.STOPPING})
"""Something may be created right now."""


def headline(phase: Phase, progress: Progress, *, settled: bool = False) -> str:
    """How things stand, in a few words; where all is `settled`, a run only looks."""
    if settled and phase is Phase.PLANNED:
        return "Nothing is left to do."
    if settled and phase is Phase.RUNNING:
        return "Looking once more …"
    if phase is Phase.DONE and progress.warned:
        return "It is set up, with a remark."
    return {
        Phase.PLANNED: "This will be set up.",
        Phase.RUNNING: "Setting it up …",
        Phase.STOPPING: "Stopping …",
        Phase.STOPPED: "It was stopped.",
        Phase.FAILED: "It could not be finished.",
        Phase.DONE: "It is set up.",
    }[phase]


def sentence(phase: Phase, progress: Progress, *, undoable: bool = False) -> str:
    """What that means, and what to do next; for a run that has begun."""
    if phase is Phase.RUNNING:
        return "What comes to exist is written down at once: stopping is safe."
    if phase is Phase.STOPPING:
        return "The request under way is let go of."
    if phase in HALTED:
        undo = " u takes it back," if undoable else ""
        return f"{_kept(progress)} r goes on from here,{undo} esc back to the checks."
    return "The next page says where alerts arrive."


def button(phase: Phase, label: str) -> str:
    """The verb on the button; `label` is the one that starts it all."""
    return {
        Phase.RUNNING: "Setting it up …",
        Phase.STOPPING: "Stopping …",
        Phase.STOPPED: "Continue from here",
        Phase.FAILED: "Try again",
        Phase.DONE: "Continue",
    }.get(phase, label)


def _kept(progress: Progress) -> str:
    made = [each for each in progress.actions if each.state is State.DONE and each.made]
    if not made:
        return "Whatever is there will be used."
    if len(made) == 1:
        return f"The new {made[0].kind} is kept."
    return f"{len(made)} new things are kept."
