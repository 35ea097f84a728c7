"""The one card that matters on a page: a coloured edge, a headline, hanging indents."""

from dataclasses import dataclass
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

Tone = Literal["error", "warning", "success", "plain"]


@dataclass(frozen=True, slots=True)
class CardLine:
    """A quiet word on the left and what it is about on the right."""

    label: str
    text: str
    strong: bool = False
    quiet: bool = False
    wide: bool = False
    """Takes the whole width and has no label: an address."""

    def drawn(self) -> Content:
        """The text as it is drawn; never read as markup."""
        return Content.styled(self.text, "bold" if self.strong else "$quiet" if self.quiet else "")


class Card(Vertical):
    """Says one thing that needs attention, and what to do about it."""

    def __init__(
        self, headline: str, lines: tuple[CardLine, ...], tone: Tone, footnote: str = ""
    ) -> None:
        super().__init__(classes=f"-{tone}")
        self.headline = headline
        self.lines = lines
        self._footnote = footnote

    def says(self) -> tuple[object, ...]:
        """All that it shows: two cards that say the same need not be drawn again."""
        return (self.headline, self.lines, self.classes, self._footnote)

    def compose(self) -> ComposeResult:
        """The headline, the lines, the footnote."""
        yield Static(self.headline, classes="card-headline", markup=False)
        for line in self.lines:
            if line.wide:
                yield Static(line.drawn(), classes="card-wide")
                continue
            with Horizontal(classes="card-line"):
                yield Static(line.label, classes="card-label", markup=False)
                yield Static(line.drawn(), classes="card-text")
        if self._footnote:
            yield Static(self._footnote, classes="card-footnote", markup=False)
