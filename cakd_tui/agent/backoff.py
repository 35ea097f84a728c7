"""How long to wait after failures in a row: longer each time, and never for the same time.

Full jitter: any time up to the longest that is due, so that those who failed together don't come
back together.
"""

from collections.abc import Callable
from random import SystemRandom
from typing import Final

FIRST: Final = 1.0
"""Seconds, at most, after the first failure; twice as long after each further one."""
LONGEST: Final = 60.0
"""Seconds, at most, after however many."""

_MOST_DOUBLINGS: Final = 16
_chance: Final = SystemRandom().random

Pause = Callable[[int], float]
"""Seconds to wait after so many failures in a row."""


def pause(failures: int, chance: float) -> float:
    """Seconds to wait after so many failures in a row, 1 or more; `chance` is from 0 to 1."""
    doublings = min(failures - 1, _MOST_DOUBLINGS)
    return chance * min(LONGEST, FIRST * 2.0**doublings)


def random_pause(failures: int) -> float:
    """The same by chance."""
    return pause(failures, _chance())
