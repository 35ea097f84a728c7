"""What can be chosen for a field, what is chosen now, and the sentences that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cakd_tui.core.credentials import Found
from cakd_tui.core.errors import CakdError
from cakd_tui.core.field import Choice, Choices, Field
from cakd_tui.core.reading import Accepted, Reading
from cakd_tui.tui.widgets.note import Note, Tone


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    choice: Choice
    listed: bool = True
    """Whether the service offers it, as opposed to the operator naming it."""
    new: bool = False
    """Whether it came while the operator was looking."""


@dataclass(frozen=True, slots=True)
class ChoiceState:
    """One moment of the page; every change makes a new one."""

    field: Field
    service: str
    text: str = ""
    """A filter, or a whole answer that may not be in the list."""
    picked: str = ""
    """The value the operator moved to, or had chosen before."""
    found: Found | None = None
    choices: Choices | None = None
    failure: CakdError | None = None
    fresh: frozenset[str] = frozenset()
    """The values that came while the operator was looking."""
    touched: bool = False
    """Whether the operator has typed or moved; nothing is chosen for them then."""
    kept: str = ""
    """The value that the project's saved route was made with."""
    about: str = ""
    """In a demo the value it is about."""

    @property
    def offered(self) -> tuple[Choice, ...]:
        """What the service offers, each once."""
        offered = self.choices.offered if self.choices else ()
        return tuple({choice.value: choice for choice in reversed(offered)}.values())[::-1]

    @property
    def reading(self) -> Reading | None:
        """What the field makes of the text, None while there is none."""
        return self.field.read(self.text) if self.text.strip() else None

    @property
    def typed_value(self) -> str:
        """The whole answer that is typed, empty when the text is only a filter."""
        return self.reading.value if isinstance(self.reading, Accepted) else ""

    @property
    def found_value(self) -> str:
        """The answer that was there already, empty when there is none that can be used."""
        reading = self.field.read(self.found.value.reveal()) if self.found else None
        return reading.value if isinstance(reading, Accepted) else ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The list as it is shown: what matches, then what the operator named beside it."""
        values = {choice.value for choice in self.offered}
        typed, words = self.typed_value, _words(self.text)
        rows = tuple(
            Row(choice, new=choice.value in self.fresh)
            for choice in self.offered
            if choice.value == typed or _matches(choice, words)
        )
        if typed and typed not in values:
            return (*rows, _named(typed, "As typed", self._unlisted))
        looked = self.choices is not None or self.failure is not None
        if (
            not self.text.strip()
            and looked
            and self.found
            and self.found_value not in {"", *values}
        ):
            return (*rows, _named(self.found_value, f"From {self.found.source}", self._unlisted))
        return rows

    @property
    def _unlisted(self) -> str:
        """What is known of an answer the service did not offer: nothing, without its list."""
        if self.choices:
            return "not in the list"
        return "the list could not be asked" if self.failure else "not looked up yet"

    @property
    def row(self) -> Row | None:
        """The chosen line, None while the operator has to choose; a single one is chosen."""
        listed = self.rows
        rows = {row.choice.value: row for row in listed}
        wanted = (self.picked, self.typed_value, self.kept, self.found_value, self.about)
        for value in wanted:
            if value in rows:
                return rows[value]
        return listed[0] if len(listed) == 1 else None

    def with_text(self, text: str) -> "ChoiceState":
        """The state after typing: a whole answer is chosen at once."""
        after = replace(self, text=text, touched=True)
        return replace(after, picked=after.typed_value) if after.typed_value else after

    def moved(self, lines: int) -> "ChoiceState":
        """The state after moving down the list, or up, as far as it goes."""
        values = [row.choice.value for row in self.rows]
        if not values:
            return self
        if row := self.row:
            place = values.index(row.choice.value) + lines
        else:
            place = lines - 1 if lines > 0 else len(values) + lines
        place = max(0, min(place, len(values) - 1))
        return replace(self, picked=values[place], touched=True)

    def with_choices(self, choices: Choices) -> "ChoiceState":
        """The state after an answer; what wasn't there before is new, and chosen if none was."""
        after = replace(self, choices=choices, failure=None)
        if self.choices is None:
            return after
        before = {choice.value for choice in self.offered}
        came = [choice.value for choice in choices.offered if choice.value not in before]
        after = replace(after, fresh=self.fresh | set(came))
        if came and (not self.touched or not before):
            return replace(after, picked=came[0])
        return replace(after, picked=self.row.choice.value) if self.row else after

    @property
    def amiss(self) -> bool:
        """Whether there is nothing to choose, or the chosen one is not ready."""
        if self.failure or (self.choices and not self.offered):
            return True
        return self.row is not None and self.row.listed and not self.row.choice.ready

    @property
    def hindrance(self) -> str:
        """Why the page can't be left forwards; empty when it can."""
        if self.row:
            return ""
        if self.rows:
            return "Choose one with ↑ ↓."
        if self.text.strip():
            return "Type another one, or clear the line above."
        if self.failure:
            return "Not answered yet: it is asked again every few seconds."
        return "Goes on when there is one." if self.choices else f"Asking {self.service}."

    def notes(self) -> tuple[Note, ...]:
        """How things stand, a line each."""
        return (*self._of_row(), *self._of_route(), *self._of_demo())

    def _of_row(self) -> tuple[Note, ...]:
        row = self.row
        if row is None:
            return self._nothing()
        value, label = row.choice.value, row.choice.label
        if not row.listed:
            doubt = "was not looked up: the list could not be asked."
            if self.choices:
                doubt = "is not in the list: no access to it yet, or it is mistyped."
            elif not self.failure:
                doubt = f"is not looked up yet: {self.service} is being asked."
            return (Note(Tone.DOUBT, f" {doubt}", strong=value), *self._remark(value))
        if row.new:
            return (Note(Tone.GOOD, " is new here, and chosen.", strong=label),)
        if self.found and value == self.found_value and value != self.typed_value:
            return (Note(Tone.GOOD, f" is chosen, from {self.found.source}.", strong=label),)
        if came := next((each for each in self.rows if each.new), None):
            return (Note(Tone.GOOD, " is new here.", strong=came.choice.label),)
        return self._remark(value)

    def _nothing(self) -> tuple[Note, ...]:
        if self.rows:
            came = next((each for each in self.rows if each.new), None)
            return (Note(Tone.GOOD, " is new here.", strong=came.choice.label),) if came else ()
        if self.text.strip() and self.choices:
            reason = (
                ""
                if self.reading is None or isinstance(self.reading, Accepted)
                else (f" {self.reading.reason}")
            )
            return (Note(Tone.BAD, f"Nothing here matches that.{reason}"),)
        if self.choices is None and self.failure is None:
            return (Note(Tone.BUSY, f"Asking {self.service} what there is."),)
        return ()

    def _of_route(self) -> tuple[Note, ...]:
        """Where the project was set up, and a warning where it would be so elsewhere."""
        if not self.kept or self.choices is None:
            return ()
        label = self._label(self.kept)
        if not label:
            where = f"The saved route is in {self.kept}, which is not in the list."
            return (Note(Tone.DOUBT, where),)
        where = f"The saved route is in {label}."
        if self.row is None or self.row.choice.value == self.kept:
            return (Note(Tone.OPEN, where),)
        return (Note(Tone.DOUBT, f"{where} Here all is set up anew, and what is there stays."),)

    def _of_demo(self) -> tuple[Note, ...]:
        """Where to look, unless there is no other or the saved route has said it."""
        if len(self.offered) == 1 or self.about == self.kept:
            return ()
        label = self._label(self.about)
        return (Note(Tone.OPEN, f"This demo is about {label}."),) if label else ()

    def _label(self, value: str) -> str:
        """The name of what is offered; empty where it isn't."""
        return next((each.label for each in self.offered if each.value == value), "")

    def _remark(self, value: str) -> tuple[Note, ...]:
        if (
            isinstance(self.reading, Accepted)
            and self.reading.value == value
            and self.reading.remark
        ):
            return (Note(Tone.DOUBT, self.reading.remark),)
        return ()

    def offers(self) -> Mapping[str, bool]:
        """Which of the page's actions would do something now."""
        invited = self.choices is not None and self.choices.invitation is not None
        return {
            "go_on": not self.hindrance,
            "copy_link": invited,
            "open_link": invited,
            "ask_again": self.choices is not None or self.failure is not None,
            "move": len(self.rows) > 1,
        }


def _words(text: str) -> tuple[str, ...]:
    """The words to look for, each once: a pasted page is cut up a single time."""
    return tuple(dict.fromkeys(text.casefold().split()))


def _matches(choice: Choice, words: tuple[str, ...]) -> bool:
    """Whether each word is in the name, or is a number in the value."""
    name = choice.label.casefold()
    return all(word in name or (word.isdecimal() and word in choice.value) for word in words)


def _named(value: str, label: str, detail: str) -> Row:
    return Row(Choice(value, label, detail, ready=False), listed=False)
