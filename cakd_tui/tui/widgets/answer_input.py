"""The input in which answers are typed: pastes whole, and keeps a masked text to itself."""

from textual import events
from textual.actions import SkipAction
from textual.message import Message
from textual.widgets import Input


class AnswerInput(Input):
    """An input that does not lose a paste to a leading line break, nor a secret to a copy."""

    def __init__(self, value: str, placeholder: str, *, masked: bool = False) -> None:
        super().__init__(
            value, placeholder=placeholder, password=masked, select_on_focus=False, id="answer"
        )

    class Confirmed(Message):
        """Enter was pressed, and everything typed before it has been told."""

    def on_mount(self) -> None:
        """Let the cursor stand still where nothing is to move (TEXTUAL_ANIMATIONS=none)."""
        self.cursor_blink = self.app.animation_level != "none"

    def confirm(self) -> None:
        """Post `Confirmed` after what is still on its way into the input."""
        self.call_later(self.post_message, self.Confirmed())

    def on_paste(self, event: events.Paste) -> None:
        """Insert the first line that says something."""
        event.prevent_default()
        event.stop()
        lines = (line.strip() for line in event.text.splitlines())
        if line := next(filter(None, lines), ""):
            self.replace(line, *self.selection)

    def action_copy(self) -> None:
        """Copy the selection, unless it is masked."""
        if self.password:
            raise SkipAction
        super().action_copy()

    def action_cut(self) -> None:
        """Cut the selection, unless it is masked."""
        if self.password:
            raise SkipAction
        super().action_cut()
