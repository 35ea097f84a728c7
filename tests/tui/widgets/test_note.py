"""Short lines that say how things stand; what stays the same is not drawn again."""

import pytest
from textual.widgets import Static

from cakd_tui.tui.widgets.note import Note, NoteLine, Notes, Tone
from tests.tui.widgets.alone import Alone

GOOD = Note(Tone.GOOD, " is new here.", strong="Old [/tower]")
DOUBT = Note(Tone.DOUBT, "A whistle rarely has a digit.")
BUSY = Note(Tone.BUSY, "Asking Pigeon.")


def styles(note: Note) -> list[str]:
    """The styles of what is drawn, from left to right."""
    return [str(span.style) for span in note.drawn().spans if span.start < span.end]


@pytest.mark.parametrize("tone", [Tone.BUSY, Tone.OPEN, Tone.QUIET])
def test_what_only_keeps_company_is_quiet(tone: Tone) -> None:
    assert styles(Note(tone, "Asking.")) == ["$quiet"]


@pytest.mark.parametrize("tone", [Tone.GOOD, Tone.BAD, Tone.DOUBT])
def test_what_matters_is_not(tone: Tone) -> None:
    assert styles(Note(tone, "No.")) == []


def test_beside_a_strong_word_the_rest_is_quiet() -> None:
    assert styles(GOOD) == ["bold", "$quiet"]


async def test_the_symbol_says_what_it_means() -> None:
    app = Alone(Notes(GOOD, DOUBT, BUSY))
    async with app.run_test():
        assert [line.split(maxsplit=1) for line in app.shown] == [
            ["✓", "Old [/tower] is new here."],
            ["!", "A whistle rarely has a digit."],
            ["◌", "Asking Pigeon."],
        ]


async def test_fewer_notes_more_notes_and_none() -> None:
    notes = Notes(GOOD, DOUBT)
    app = Alone(notes)
    async with app.run_test() as pilot:
        notes.show(BUSY)
        await pilot.pause()
        assert [line.split()[0] for line in app.shown] == ["◌"]
        notes.show(BUSY, DOUBT, GOOD)
        await pilot.pause()
        assert [line.split()[0] for line in app.shown] == ["◌", "!", "✓"]
        assert notes.shown == (BUSY, DOUBT, GOOD)
        assert notes.has_class("-some")
        notes.show()
        await pilot.pause()
        assert app.shown == []
        assert not notes.has_class("-some")


async def test_a_line_that_stays_the_same_is_neither_replaced_nor_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notes = Notes(GOOD, DOUBT)
    app = Alone(notes)
    async with app.run_test() as pilot:
        lines = list(notes.query(NoteLine))
        drawn: list[str] = []
        monkeypatch.setattr(Static, "update", lambda _, text="", **__: drawn.append(str(text)))
        notes.show(GOOD, BUSY)
        await pilot.pause()
        assert drawn == ["◌", "Asking Pigeon."]
        assert list(notes.query(NoteLine)) == lines
