"""A small switch: a tick in brackets and what it means."""

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class Tick(Static):
    """Clicked to be turned; a key of the page turns it as well."""

    ticked = reactive(False, layout=True)

    class Turned(Message):
        """The operator turned it."""

    def __init__(self, label: str, key: str, *, ticked: bool) -> None:
        super().__init__()
        self._label = label
        self._key = key
        self.set_reactive(Tick.ticked, ticked)

    def render(self) -> Content:
        """The brackets, the label, and quietly the key."""
        box = "[✓]" if self.ticked else "[ ]"
        return Content.assemble((box, "$primary"), f" {self._label}  ", (self._key, "$quiet"))

    def on_click(self) -> None:
        """Turn it."""
        self.post_message(self.Turned())
