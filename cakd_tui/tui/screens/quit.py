"""The question before leaving while something is being created."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static


class QuitScreen(ModalScreen[bool]):
    """Asks whether to stop; answers True to leave. Staying is what enter and escape do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Stop and leave", tooltip="What exists is kept"),
        Binding("n,escape", "answer(False)", "Stay", key_display="n", tooltip="Let it finish"),
    ]
    AUTO_FOCUS = "#stay"

    def compose(self) -> ComposeResult:
        """The question, what becomes of what exists, the two answers."""
        with Vertical(id="quit"):
            yield Static("Something is being created right now.", id="quit-question")
            yield Static(
                "What exists by now is kept. The next run finds it and goes on from there.",
                id="quit-reason",
            )
            with Horizontal(id="quit-answers"):
                yield Button("n  Stay", id="stay")
                yield Button("y  Stop and leave", id="leave")

    def action_answer(self, leave: bool) -> None:
        """Answer, and close."""
        self.dismiss(leave)

    @on(Button.Pressed)
    def _answer_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "leave")
