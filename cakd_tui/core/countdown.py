"""A wait as it is shown: why, and how many seconds are left, in the same words everywhere."""

from dataclasses import dataclass
from math import ceil

from cakd_tui.core.events import Waiting

_GRAIN = 0.001
_SLACK = 0.25
"""Seconds by which waits of requests sent side by side may differ and still be one."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """A wait with its end on the clock of whoever shows it."""

    waiting: Waiting
    until: float

    @classmethod
    def begun(cls, waiting: Waiting, now: float) -> "Countdown":
        """The countdown of a wait that begins now."""
        return cls(waiting, now + waiting.seconds)

    def left(self, now: float) -> int:
        """Whole seconds left; 0 once it is over."""
        return max(0, ceil(self.until - now - _GRAIN))

    def tail(self, now: float) -> str:
        """What follows the reason; as long at its end as at its beginning."""
        left = f"{self.left(now):>{len(str(ceil(self.waiting.seconds)))}} s"
        return f": {left}" if self.waiting.strict else f". Again in {left}"

    def text(self, now: float) -> str:
        """The reason and the seconds: "No answer (the connection was closed). Again in 3 s"."""
        return f"{self.waiting.reason}{self.tail(now)}"

    def covers(self, other: "Countdown") -> bool:
        """Whether who is shown this one knows of the other."""
        same = (self.waiting.reason, self.waiting.strict) == (
            other.waiting.reason,
            other.waiting.strict,
        )
        return same and other.until <= self.until + _SLACK
