"""The one thing to do on a page: a button with a verb, and why it can't be pressed yet."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from cakd_tui.tui.widgets.wait_line import WaitLine


class Primary(Vertical):
    """A button at the foot of the page, always in one place; above it the wait, if any."""

    class Chosen(Message):
        """The operator wants it done."""

    def __init__(self, label: str, hindrance: str = "") -> None:
        super().__init__()
        self._label = label
        self._hindrance = hindrance

    @property
    def hindrance(self) -> str:
        """Why it can't be pressed; empty when it can."""
        return self._hindrance

    def compose(self) -> ComposeResult:
        """The wait, under it the button and the reason beside it."""
        yield WaitLine()
        with Horizontal(id="primary-row"):
            yield Button(self._label, id="primary-button", disabled=bool(self._hindrance))
            yield Static(self._hindrance, id="primary-reason", markup=False)

    def relabel(self, label: str) -> None:
        """Say another verb on the button."""
        self.query_one(Button).label = Content(label)

    def focus_button(self) -> None:
        """Make the button the one that has the keyboard."""
        self.query_one(Button).focus()

    def gate(self, hindrance: str) -> None:
        """Keep the button from being pressed for this reason; an empty one lets it go."""
        self._hindrance = hindrance
        self.query_one(Button).disabled = bool(hindrance)
        self.query_one("#primary-reason", Static).update(hindrance)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A press is a choice."""
        event.stop()
        self.post_message(self.Chosen())
