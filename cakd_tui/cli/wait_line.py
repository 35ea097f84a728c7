"""Waits on stderr: on a terminal one line that counts down, elsewhere a line for each."""

import asyncio
import shutil
import sys
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Final, Self

from cakd_tui.core.countdown import Countdown
from cakd_tui.core.events import Waiting

HOW_TO_STOP: Final = " (Ctrl-C stops)"
"""Stands behind the first wait."""
_COUNT: Final = 0.2
"""Seconds between two looks at the clock."""


class WaitLine:
    """Shows the wait that ends last, inside `with`; others print after `erase`."""

    def __init__(self, indent: str = "") -> None:
        self._indent = indent
        self._wait: Countdown | None = None
        self._counting: asyncio.Task[None] | None = None
        self._drawn = ""
        self._hint = HOW_TO_STOP

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()
        self.erase()

    def show(self, waiting: Waiting) -> None:
        """Say that there is a wait, unless that of another request has said so."""
        now = monotonic()
        wait = Countdown.begun(waiting, now)
        before = self._wait if self._wait and self._wait.left(now) else None
        if not wait.left(now) or (before and before.covers(wait)):
            return
        if not sys.stderr.isatty():
            self._wait = wait
            print(f"{self._indent}{wait.text(now)}", file=sys.stderr, flush=True)
            return
        self._wait = max(filter(None, (before, wait)), key=lambda each: each.until)
        if self._counting is None:
            self._counting = asyncio.get_running_loop().create_task(self._count())

    def over(self) -> None:
        """Something was answered: nobody waits any more."""
        self._end()
        self.erase()

    def erase(self) -> None:
        """Make room for what others print; a wait that goes on is drawn again below it."""
        self._draw("")

    def _end(self) -> None:
        self._wait = None
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
            self._hint = ""

    async def _count(self) -> None:
        while self._wait and self._wait.left(now := monotonic()):
            self._draw(self._line(self._wait, now))
            await asyncio.sleep(_COUNT)
        self._draw("")
        self._hint = ""
        self._counting = None

    def _line(self, wait: Countdown, now: float) -> str:
        """As much of the reason as fits, and all of the seconds."""
        end = f"{wait.tail(now)}{self._hint}"
        room = shutil.get_terminal_size().columns - 1 - len(self._indent) - len(end)
        reason = wait.waiting.reason
        if len(reason) > room:
            reason = f"{reason[: max(0, room - 3)].rstrip()}..."
        return f"{self._indent}{reason}{end}"

    def _draw(self, line: str) -> None:
        """Write the line over the one that is there, and all of that one."""
        if line == self._drawn:
            return
        blank = " " * (len(self._drawn) - len(line))
        ending = f"\r{line}{blank}" if line else f"\r{blank}\r"
        self._drawn = line
        with suppress(OSError):  # nobody looks any more
            print(ending, end="", file=sys.stderr, flush=True)
