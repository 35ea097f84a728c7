"""A line of an account: a symbol, what it is about, and how it stands, in columns."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from cakd_tui.tui.widgets.note import Tone

_COLOURS = {Tone.GOOD: "$success", Tone.BAD: "$error", Tone.DOUBT: "$warning"}


class FactRow(Horizontal):
    """Aligned with the rows above and below it; what it says can change."""

    def __init__(self, label: str, tone: Tone, text: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self._tone = tone
        self._text = text

    def compose(self) -> ComposeResult:
        """The symbol with the label, and the text."""
        yield Static(self._head(), classes="fact-head")
        yield Static(self._text, classes="fact-text", markup=False)

    def show(self, tone: Tone, text: str) -> None:
        """Say how it stands now."""
        self._tone = tone
        self._text = text
        self.query_one(".fact-head", Static).update(self._head())
        self.query_one(".fact-text", Static).update(text)

    def _head(self) -> Content:
        symbol = (self._tone.value, _COLOURS.get(self._tone, "$quiet"))
        return Content.assemble(symbol, f"  {self._label}")
