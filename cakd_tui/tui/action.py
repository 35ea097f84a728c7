"""One thing of a plan while a run is at it, and the word for what became of it."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from cakd_tui.core.plan import PlanLine, Verb

TEST: Final = "test"
"""The kind of a test alert: what is done next says that it arrived."""


class State(Enum):
    """How one action stands."""

    OPEN = "open"
    """Nobody has looked whether it is there."""
    PLANNED = "planned"
    AHEAD = "ahead"
    BUSY = "busy"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


_WORDS: Final = {Verb.UPDATE: "updated", Verb.ADOPT: "adopted", Verb.DELETE: "deleted"}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing of the plan, and what became of it."""

    line: PlanLine
    state: State = State.PLANNED
    made: bool = False
    began: float = 0.0
    """Seconds on the page's clock."""
    ended: float = 0.0
    found: bool = True
    """Whether it was there to be deleted."""
    undone: bool = False
    """Whether the run that made it deleted it again."""

    @property
    def kind(self) -> str:
        """What the thing is."""
        return self.line.kind

    @property
    def word(self) -> str:
        """What became of it, once it is done."""
        if self.undone:
            return "undone"
        if self.line.verb is Verb.DELETE:
            return "deleted" if self.found else "was gone"
        if self.kind in {"route", "file"}:
            return "saved"
        if self.kind == TEST:
            return "delivered"
        if self.made:
            return "made anew" if self.line.verb is Verb.REPAIR else "created"
        return _WORDS.get(self.line.verb, "reused")
