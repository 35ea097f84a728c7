"""The troubleshooting table: rows of Problem, Cause and Fix, and the one matcher every face uses.

A row matches a symptom when the kind is the same, every fact it names has one of the values it
lists, and every pattern is found in the text. Of the rows that match only the most specific are
returned, a row for the failure's cause before any other; nothing matching means the failure is
unknown, and is shown as that with its raw text. A `{name}` in a row's sentences is filled with the
fact of that name.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
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
        return frozenset(_BLANK.findall(f"{self.problem} {self.cause} {self.fix}"))

    def filled(self, facts: Mapping[str, Fact]) -> "Entry":
        """The row with these facts in its sentences."""
        if not self.blanks:
            return self

        def fact(blank: re.Match[str]) -> str:
            return str(facts[blank[1]])

        problem, cause, fix = (
            _BLANK.sub(fact, sentence) for sentence in (self.problem, self.cause, self.fix)
        )
        return replace(self, problem=problem, cause=cause, fix=fix)

    @property
    def specificity(self) -> int:
        """How many conditions it names; of the matching rows, those with the most win."""
        return len(self.facts) + bool(self.pattern)


def matching(entries: Iterable[Entry], symptom: Symptom) -> tuple[Entry, ...]:
    """The most specific rows about this failure, filled, in the table's order.

    Empty when the failure is unknown.
    """
    found = [entry for entry in entries if entry.matches(symptom)]
    best = max((_rank(entry) for entry in found), default=None)
    return tuple(entry.filled(symptom.facts) for entry in found if _rank(entry) == best)


def _rank(entry: Entry) -> tuple[bool, int]:
    return CAUSE in entry.facts, entry.specificity


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


_TEXTS = ("id", "problem", "cause", "fix", "severity")


def _entry(row: Mapping[str, object]) -> Entry:
    name = row.get("id", "a row without id")
    texts = {key: row.get(key) for key in _TEXTS}
    match, retry = row.get("match"), row.get("retry")
    if set(row) != {*_TEXTS, "match", "retry"}:
        raise ValueError(f"{name}: the keys are {', '.join(_TEXTS)}, match and retry")
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
    )


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
