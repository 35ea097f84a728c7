"""What may be chosen beside the fields, while it is chosen: rows, ticks, and what they entail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cakd_tui.core.errors import CakdError
from cakd_tui.core.field import Choice, Choices
from cakd_tui.core.option import NO_OPTIONS, Kind, Option, OptionValue

Answer = Choices | CakdError
"""The live choices of an option, or why there are none to be had."""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """A heading, something to choose under it, or how it stands with its choices."""

    option: Option
    choice: Choice | None = None
    chosen: bool = False
    heading: bool = False

    @property
    def key(self) -> str:
        """The same while the lists change: "roles/900…"."""
        return f"{self.option.key}/{'' if self.heading or not self.choice else self.choice.value}"

    @property
    def can_choose(self) -> bool:
        """Whether it is something to choose."""
        return not self.heading and self.choice is not None


@dataclass(frozen=True, slots=True)
class OptionsState:
    """One moment of the page; every change makes a new one."""

    options: tuple[Option, ...]
    chosen: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    row: str = ""
    """The key of the row under the cursor."""

    @property
    def rows(self) -> tuple[OptionRow, ...]:
        """All rows, from top to bottom."""
        return tuple(row for option in self.options for row in self._rows_of(option))

    def _rows_of(self, option: Option) -> Iterator[OptionRow]:
        yield OptionRow(option, heading=True)
        value = self.value(option)
        if option.kind is Kind.SWITCH:
            for word, on in (("no", False), ("yes", True)):
                yield OptionRow(option, Choice(word, word.capitalize()), chosen=value is on)
            return
        answer = self.answers.get(option.key)
        if option.kind is Kind.CHOICE:
            yield OptionRow(option, Choice("", "None"), chosen=not value)
        if not isinstance(answer, Choices):
            yield OptionRow(option)
            return
        for choice in (*answer.offered, *self._unlisted(option, answer.offered)):
            yield OptionRow(option, choice, chosen=self._is_chosen(option, choice))

    def _unlisted(self, option: Option, offered: Sequence[Choice]) -> Iterator[Choice]:
        """What is chosen though nobody offers it: it stays in sight, to be taken back."""
        for name in _texts(self.value(option)):
            if not any(_is_named(choice, name) for choice in offered):
                yield Choice(name, name, "not in the list", ready=False)

    def _is_chosen(self, option: Option, choice: Choice) -> bool:
        return any(_is_named(choice, name) for name in _texts(self.value(option)))

    def value(self, option: Option) -> OptionValue:
        """What is chosen for this option."""
        return self.chosen.get(option.key, option.default)

    @property
    def said(self) -> str:
        """What is chosen, in a line: "Category Ops · Private · Roles oncall"."""
        words: list[str] = []
        for option in self.options:
            value = self.value(option)
            if value is True:
                words.append(option.title)
            elif value:
                names = ", ".join(self._label(option, name) for name in _texts(value))
                words.append(f"{option.title} {names}")
        return " · ".join(words)

    def _label(self, option: Option, name: str) -> str:
        answer = self.answers.get(option.key)
        offered = answer.offered if isinstance(answer, Choices) else ()
        return next((choice.label for choice in offered if _is_named(choice, name)), name)

    @property
    def here(self) -> OptionRow | None:
        """The row under the cursor: the one it was moved to, or else the first that is chosen."""
        rows = [row for row in self.rows if row.can_choose]
        found = (row for row in rows if row.key == self.row)
        return next(found, next((row for row in rows if row.chosen), rows[0] if rows else None))

    def moved(self, steps: int) -> "OptionsState":
        """The state after moving, as far as the rows go."""
        keys = [row.key for row in self.rows if row.can_choose]
        here = self.here
        if here is None:
            return self
        place = max(0, min(keys.index(here.key) + steps, len(keys) - 1))
        return replace(self, row=keys[place])

    def at(self, key: str) -> "OptionsState":
        """The state with the cursor there, if that can be chosen."""
        keys = [row.key for row in self.rows if row.can_choose]
        return replace(self, row=key) if key in keys else self

    def told(self, key: str, answer: Answer) -> "OptionsState":
        """The state once it is known what an option can be set to."""
        return replace(self, answers=MappingProxyType({**self.answers, key: answer}))

    def pressed(self) -> "OptionsState":
        """The state after a press on the row under the cursor."""
        row = self.here
        if row is None or row.choice is None:
            return self
        option, name = row.option, row.choice.value
        value: OptionValue = name
        if option.kind is Kind.SWITCH:
            value = name == "yes"
        elif option.kind is Kind.CHOICES:
            names = _texts(self.value(option))
            others = tuple(each for each in names if not _is_named(row.choice, each))
            value = others if len(others) < len(names) else (*names, name)
        return replace(self, row=row.key, chosen=self._with(option, value))

    def _with(self, option: Option, value: OptionValue) -> Mapping[str, OptionValue]:
        """The choices with this one, what it needs, and nothing that needs what is now off.

        What is taken back is said so, by its default: it may stand in a file.
        """
        chosen = {**self.chosen, option.key: value}
        if value and option.needs:
            chosen[option.needs] = True
        for other in self.options:
            if other.needs == option.key and not value and other.key in chosen:
                chosen[other.key] = other.default
        known = {each.key: chosen[each.key] for each in self.options if each.key in chosen}
        return MappingProxyType(known | chosen)


def _texts(value: OptionValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value else ()


def _is_named(choice: Choice, name: str) -> bool:
    return choice.value == name or _plain(choice.label) == _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
