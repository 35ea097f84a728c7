"""Short lines that say how things stand: a symbol each, and a text with a hanging indent."""

from dataclasses import dataclass
from enum import Enum

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static


class Tone(Enum):
    """What a line means: its symbol says it, the colour only supports it."""

    GOOD = "✓"
    BAD = "✗"
    DOUBT = "!"
    BUSY = "◌"
    OPEN = "○"
    QUIET = " "


_COLOURS = {Tone.GOOD: "$success", Tone.BAD: "$error", Tone.DOUBT: "$warning"}


@dataclass(frozen=True, slots=True)
class Note:
    """One line; `strong` comes first and stands out."""

    tone: Tone
    text: str
    strong: str = ""

    def drawn(self) -> Content:
        """The text: quiet where it only keeps the operator company."""
        quiet = self.tone in {Tone.BUSY, Tone.QUIET, Tone.OPEN} or bool(self.strong)
        return Content.assemble((self.strong, "bold"), (self.text, "$quiet" if quiet else ""))


class NoteLine(Horizontal):
    """A note as it is drawn; it can become another note in place."""

    def __init__(self, note: Note) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        """The symbol, and the text beside it."""
        yield Static(_symbol(self._note), classes="note-symbol")
        yield Static(self._note.drawn(), classes="note-text")

    def show(self, note: Note) -> None:
        """Become this note."""
        if note == self._note:
            return
        self._note = note
        for symbol in self.query(".note-symbol").results(Static):
            symbol.update(_symbol(note))
        for text in self.query(".note-text").results(Static):
            text.update(note.drawn())


class Notes(Vertical):
    """The notes of a page; those that stay the same are not drawn again."""

    def __init__(self, *notes: Note, id: str | None = None) -> None:
        super().__init__(id=id)
        self._notes = notes
        self.set_class(bool(notes), "-some")

    @property
    def shown(self) -> tuple[Note, ...]:
        """What stands there now."""
        return self._notes

    def compose(self) -> ComposeResult:
        """A line each."""
        for note in self._notes:
            yield NoteLine(note)

    def show(self, *notes: Note) -> None:
        """Show these notes instead."""
        if notes == self._notes:
            return
        self._notes = notes
        self.set_class(bool(notes), "-some")
        lines = list(self.query(NoteLine))
        for line, note in zip(lines, notes, strict=False):
            line.show(note)
        for index, line in enumerate(lines):
            line.display = index < len(notes)
        self.mount_all([NoteLine(note) for note in notes[len(lines) :]])


def _symbol(note: Note) -> Content:
    return Content.styled(note.tone.value, _COLOURS.get(note.tone, "$quiet"))
