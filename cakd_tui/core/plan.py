"""What provisioning will do, told before it does it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from cakd_tui.core.field import Choice


class Verb(Enum):
    """What will happen to one thing."""

    CREATE = "create"
    REUSE = "reuse"
    """It is the project's already, and stays as it is."""
    ADOPT = "adopt"
    """It was found there and becomes the project's; nothing about it is changed."""
    CHOOSE = "choose"
    """Several could be it, or it hangs on one of several: nothing happens before one is chosen."""
    REPAIR = "repair"
    """It was the project's and is gone or of no use: another is made in its place."""
    UPDATE = "update"
    LEAVE = "leave"
    """It is left alone, though it may look like the project's."""
    DELETE = "delete"

    @property
    def makes(self) -> bool:
        """Whether something new comes to be."""
        return self in (Verb.CREATE, Verb.REPAIR)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing and what will happen to it."""

    verb: Verb
    kind: str
    """What the thing is: "channel", "webhook", "route"."""
    name: str
    remark: str = ""
    """Where it will be, or what is worth knowing of it."""
    detail: bool = False
    """Whether it is a part of the thing before it: made with it, and not counted."""
    reason: str = ""
    """Why this and nothing else happens to it: "made by an earlier run"."""


@dataclass(frozen=True, slots=True)
class Quota:
    """A limit the plan comes nearer to."""

    what: str
    """"channels in Ops Lab"."""
    used: int
    """How much of it will be taken once the plan is done, as far as it is shown."""
    limit: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Several things that could be the project's, one of which has to be chosen."""

    kind: str
    """As in the lines of the plan: "channel"."""
    choices: tuple[Choice, ...]
    """Each with its id as the value: what `Answers.with_use` takes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run will do, in order."""

    lines: tuple[PlanLine, ...]
    requests: int
    """How many requests that change something will be sent."""
    quotas: tuple[Quota, ...] = ()
    undecided: tuple[Candidates, ...] = ()
    """What has to be chosen first; while there is any, nothing can be run."""
    settled: bool = False
    """Whether the saved route says all of this already, so that nothing is left to do."""
    news: str = ""
    """What the saved route does not say yet, in a few words: "leads to a new webhook"."""

    def followed_by(self, *lines: PlanLine) -> "Plan":
        """The same plan with more lines at its end."""
        return replace(self, lines=(*self.lines, *lines))

    def counted(self, quotas: Iterable[Quota]) -> "Plan":
        """The same plan with the quotas it touches."""
        return replace(self, quotas=tuple(quotas))
