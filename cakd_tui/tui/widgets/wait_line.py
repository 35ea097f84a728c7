"""A wait in one line: why, how many seconds are left, and the key that ends it."""

from typing import Final

from textual.content import Content
from textual.widgets import Static

from cakd_tui.core.countdown import Countdown
from cakd_tui.tui.widgets.note import Tone

KEY: Final = "^g"


def hint(strict: bool) -> str:
    """What the key does to the wait."""
    return "stops waiting" if strict else "asks now"


def fitted(reason: str, width: int) -> str:
    """The reason in so many columns."""
    return reason if len(reason) <= width else f"{reason[: max(0, width - 1)].rstrip()}…"


class WaitLine(Static):
    """Always there, and empty while nobody waits, so that nothing moves."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._wait: Countdown | None = None
        self._now = 0.0
        self._drawn = ""
        self.visible = False

    def show(self, wait: Countdown | None, now: float) -> None:
        """Show this wait, or none."""
        self._wait, self._now = wait, now
        self._draw()

    def on_resize(self) -> None:
        """Make it fit."""
        self._draw()

    def _draw(self) -> None:
        self.visible = self._wait is not None
        content = self._content()
        if content.plain != self._drawn:
            self._drawn = content.plain
            self.update(content, layout=False)

    def _content(self) -> Content:
        if self._wait is None:
            return Content("")
        reason, tail = self._wait.waiting.reason, self._wait.tail(self._now)
        end = f" {hint(self._wait.waiting.strict)}"
        room = self.content_size.width - len(f"{Tone.BUSY.value} {tail}  {KEY}")
        if len(reason) + len(end) > room:
            end = ""  # the footer says it as well
        return Content.assemble(
            (f"{Tone.BUSY.value} ", "$warning"),
            fitted(reason, room),
            (tail, "bold"),
            (f"  {KEY}", "bold $primary"),
            (end, "$quiet"),
        )
