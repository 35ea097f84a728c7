"""Asks for a plain field: no secret, and nothing to choose from."""

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from cakd_tui.core.credentials import Found
from cakd_tui.core.field import Field
from cakd_tui.core.reading import Accepted, Reading
from cakd_tui.core.secret import Secret
from cakd_tui.tui.screens.plain import PlainPage
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.answer_input import AnswerInput
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.note import Note, Notes, Tone
from cakd_tui.tui.widgets.primary import Primary


class TextPage(PlainPage):
    """A text, checked while it is typed and remembered for the next run."""

    def __init__(self, visit: Visit, field: Field) -> None:
        super().__init__(visit, field)
        typed = visit.draft.typed.get(field.key, Secret("")).reveal()
        self._text = typed or visit.draft.answers.value(field.key)
        self._found: Found | None = None

    @property
    def text(self) -> str:
        """The text as it is typed."""
        return self._text

    @property
    def value(self) -> str:
        """The text as the field reads it."""
        return self._reading.value if isinstance(self._reading, Accepted) else ""

    @property
    def _reading(self) -> Reading:
        return self.field.read(self._text)

    @property
    def hindrance(self) -> str:
        """A text that is refused keeps the page."""
        return "" if isinstance(self._reading, Accepted) else "Type the answer above."

    def body(self) -> Iterable[Widget]:
        """The input and how things stand."""
        yield AnswerInput(self._text, self.field.placeholder)
        yield Notes(id="notes")
        yield CardSlot()
        yield Primary("Continue", self.hindrance)

    def on_mount(self) -> None:
        """Look for an answer once the page can be seen."""
        self.draw()
        self.call_after_refresh(self.look)

    def draw(self) -> None:
        """Show how the text reads and where it comes from."""
        self.query_one(Notes).show(*self._notes())
        super().draw()

    def _notes(self) -> tuple[Note, ...]:
        reading, found = self._reading, self._found
        if not isinstance(reading, Accepted):
            return (Note(Tone.BAD, reading.reason),) if self._text.strip() else ()
        is_found = found is not None and found.value.reveal() == self._text
        source = (Note(Tone.GOOD, f"From {found.source}."),) if found and is_found else ()
        doubt = (Note(Tone.DOUBT, reading.remark),) if reading.remark else ()
        return (*source, *doubt)

    @on(Input.Changed, "#answer")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self._text:
            self._text = event.value
            self.draw()

    @on(PlainPage.Looked)
    def _looked(self, message: PlainPage.Looked) -> None:
        self._found = message.found
        answer = self.query_one(AnswerInput)
        self._text = answer.value
        if message.found and not self._text:
            answer.value = self._text = message.found.value.reveal()
        self.draw()
