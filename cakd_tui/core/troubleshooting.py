"""The troubleshooting table: rows of Problem, Cause, Fix and Verify, and the matcher of all faces.

A row matches a symptom when the kind is the same, every fact it names has one of the values it
lists, and every pattern is found in the text. Of the rows that match only the most specific are
returned, a row for the failure's cause before any other and a general row after any other; nothing
matching means the failure is unknown, and is shown as that with its raw text. A `{name}` in a row's
sentences is filled with the fact of that name.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from cakd_tui.core.symptom import Symptom

Fact = str | int

CAUSE: Final = "cause"
"""The fact that says what is behind a failure, where its provider could find out."""

_BLANK: Final = re.compile(r"\{([a-z_]+)\}")


class Severity(Enum):
    """What a failure stops."""

    BLOCKS = "blocks"
    """Nothing works until it is mended."""
    DEGRADES = "degrades"
    """The run goes on with something missing."""
    PASSES = "passes"
    """It ends by itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table."""

    id: str
    """Stable, to be searched for and quoted: `CAKD-D-50013`."""
    problem: str
    cause: str
    fix: str
    severity: Severity
    retry: bool
    """Whether trying again without changing anything can help."""
    kind: str
    """The symptom's kind this row is about."""
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The values each named fact may have."""
    pattern: str = ""
    """A regular expression to be found in the text."""
    verify: str = ""
    """How to see that it is mended: a command, or where to look."""
    general: bool = False
    """Whether it stands in for all that no other row is about."""
    also: tuple[int, ...] = ()
    """Numbers it may be looked up by, besides those it names."""

    def matches(self, symptom: Symptom) -> bool:
        """Whether this row is about this failure."""
        return (
            self.kind == symptom.kind
            and all(symptom.facts.get(name) in values for name, values in self.facts.items())
            and (not self.pattern or re.search(self.pattern, symptom.text) is not None)
            and self.blanks <= symptom.facts.keys()
        )

    @property
    def blanks(self) -> frozenset[str]:
        """The facts its sentences are to be filled with; it matches only where all are known."""
        return frozenset(_BLANK.findall(" ".join(self._sentences)))

    @property
    def _sentences(self) -> tuple[str, str, str, str]:
        return self.problem, self.cause, self.fix, self.verify

    def filled(self, facts: Mapping[str, Fact]) -> "Entry":
        """The row with these facts in its sentences."""
        if not self.blanks:
            return self

        def fact(blank: re.Match[str]) -> str:
            return str(facts[blank[1]])

        problem, cause, fix, verify = (_BLANK.sub(fact, each) for each in self._sentences)
        return replace(self, problem=problem, cause=cause, fix=fix, verify=verify)

    @property
    def unfilled(self) -> "Entry":
        """The row as it reads where none of its facts is known: `<name>` for each of them."""
        return self.filled({name: f"<{name}>" for name in self.blanks})

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """What it goes by among rows that match: the highest wins."""
        return CAUSE in self.facts, not self.general, self.specificity

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers it is about, such as a service's codes, and those it is looked up by."""
        named = (value for values in self.facts.values() for value in values)
        return frozenset(value for value in named if isinstance(value, int)).union(self.also)

    @property
    def specificity(self) -> int:
        """How many conditions it names; of the matching rows, those with the most win."""
        return len(self.facts) + bool(self.pattern)


def matching(entries: Iterable[Entry], symptom: Symptom) -> tuple[Entry, ...]:
    """The most specific rows about this failure, filled, in the table's order.

    Empty when the failure is unknown.
    """
    found = [entry for entry in entries if entry.matches(symptom)]
    best = max((entry.rank for entry in found), default=None)
    return tuple(entry.filled(symptom.facts) for entry in found if entry.rank == best)


@cache
def own_entries() -> tuple[Entry, ...]:
    """The rows that belong to no provider: network, files, keyring, `platform.yaml`."""
    text = resources.files("cakd_tui.core").joinpath("troubleshooting.toml").read_text("utf-8")
    return read_entries(text)


def read_entries(text: str) -> tuple[Entry, ...]:
    """Read a table in TOML. Raises `ValueError` on a row that lacks a key or has a wrong one."""
    table = tomllib.loads(text)
    rows = table.get("entry")
    if set(table) != {"entry"} or not isinstance(rows, list):
        raise ValueError("a troubleshooting table holds [[entry]] rows and nothing else")
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("a troubleshooting row is a table")
    return tuple(_entry(row) for row in rows)


_TEXTS = ("id", "problem", "cause", "fix", "verify", "severity")
_REQUIRED = {*_TEXTS, "match", "retry"}
_OPTIONAL = {"general", "also"}


def _entry(row: Mapping[str, object]) -> Entry:
    name = row.get("id", "a row without id")
    texts = {key: row.get(key) for key in _TEXTS}
    match, retry = row.get("match"), row.get("retry")
    if not _REQUIRED <= set(row) <= _REQUIRED | _OPTIONAL:
        keys, more = ", ".join(_TEXTS), " and ".join(sorted(_OPTIONAL))
        raise ValueError(f"{name}: the keys are {keys}, match and retry, and if needed {more}")
    if not isinstance(match, dict) or not isinstance(retry, bool):
        raise ValueError(f"{name}: match is a table and retry a truth value")
    if not isinstance(match.get("kind"), str):
        raise ValueError(f"{name}: match names the kind")
    if blank := [
        key for key, text in texts.items() if not (isinstance(text, str) and text.strip())
    ]:
        raise ValueError(f"{name}: {', '.join(blank)} must say something")
    conditions = dict(match)
    return Entry(
        id=str(texts["id"]),
        problem=str(texts["problem"]).strip(),
        cause=str(texts["cause"]).strip(),
        fix=str(texts["fix"]).strip(),
        severity=Severity(texts["severity"]),
        retry=retry,
        kind=str(conditions.pop("kind")),
        pattern=_pattern(name, conditions.pop("text", "")),
        facts=MappingProxyType({key: _values(value) for key, value in conditions.items()}),
        verify=str(texts["verify"]).strip(),
        general=_general(name, row.get("general", False)),
        also=_also(name, row.get("also", [])),
    )


def _general(name: object, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name}: general is a truth value")
    return value


def _also(name: object, value: object) -> tuple[int, ...]:
    numbers = value if isinstance(value, list) else [value]
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in numbers):
        raise ValueError(f"{name}: also lists numbers")
    return tuple(numbers)


def _pattern(name: object, text: object) -> str:
    try:
        return re.compile(str(text)).pattern
    except re.error as error:
        raise ValueError(f"{name}: text is not a regular expression: {error}") from error


def _values(value: object) -> tuple[Fact, ...]:
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str | int) for each in listed):
        raise ValueError(f"a fact has texts or numbers, not {value!r}")
    return tuple(listed)
