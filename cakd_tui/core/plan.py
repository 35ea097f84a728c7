"""What provisioning will do, told before it does it."""

from dataclasses import dataclass, replace
from enum import Enum


class Verb(Enum):
    """What will happen to one thing."""

    CREATE = "create"
    REUSE = "reuse"
    UPDATE = "update"
    LEAVE = "leave"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing and what will happen to it."""

    verb: Verb
    kind: str
    """What the thing is: "channel", "webhook", "route"."""
    name: str
    remark: str = ""
    """Where it will be, or why it is so."""
    detail: bool = False
    """Whether it is a part of the thing before it: made with it, and not counted."""
    reason: str = ""
    """Why just this will happen to it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run will do, in order."""

    lines: tuple[PlanLine, ...]
    requests: int
    """How many requests that change something will be sent."""

    def followed_by(self, *lines: PlanLine) -> "Plan":
        """The same plan with more lines at its end."""
        return replace(self, lines=(*self.lines, *lines))
