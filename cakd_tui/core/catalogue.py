"""All rows there are, as they are listed and looked up: ours by what they are about, and those of
every installed provider.
"""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.errors import UnknownProvider
from cakd_tui.core.providers import load_provider, provider_names
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, own_entries

_NUMBER: Final = re.compile(r"[0-9]{1,7}")

_TITLES: Final = {
    "transport": "Network",
    "config": "CAKD's own files",
    "route": "Routes",
    "keyring": "Keyring",
    "credentials": "Answers",
    "provider": "Providers",
    "platform": "platform.yaml",
    "spool": "The agent's spool",
    "listen": "The agent's address",
    "bundle": "The bundle",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are listed together."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows, and who can read what a service answered."""

    groups: tuple[Group, ...]
    readers: tuple[Callable[[str], Sequence[Symptom]], ...] = ()
    notes: tuple[str, ...] = ()
    """What is left out, and why."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of all groups."""
        return tuple(entry for group in self.groups for entry in group.entries)

    def read(self, text: str) -> tuple[Symptom, ...]:
        """What the providers find in a text."""
        return tuple(symptom for reader in self.readers for symptom in reader(text))

    def found(self, asked: str) -> tuple[Entry, ...]:
        """The rows meant by an id, the beginning of one or of a part of it, or a number.

        A whole id means one row, a number all rows about it: `50013`, `403`.
        """
        word = asked.strip().upper()
        exact = tuple(entry for entry in self.entries if entry.id.upper() == word)
        if exact or not word:
            return exact
        if _NUMBER.fullmatch(word):
            about = (entry for entry in self.entries if _is_about(entry, word))
            return tuple(sorted(about, key=lambda entry: word not in entry.id.split("-")))
        return tuple(entry for entry in self.entries if f"-{word}" in f"-{entry.id.upper()}")

    def nearest(self, asked: str) -> tuple[str, ...]:
        """The ids that look most like what was asked for, at most three."""
        ids = [entry.id for entry in self.entries]
        return tuple(difflib.get_close_matches(asked.strip().upper(), ids, cutoff=0.6))


def catalogue() -> Catalogue:
    """The rows of this program and of all installed providers.

    A provider that does not load is left out, with a note.
    """
    own = own_entries()
    kinds = dict.fromkeys(entry.kind for entry in own)
    groups = [
        Group(_TITLES.get(kind, kind), tuple(entry for entry in own if entry.kind == kind))
        for kind in kinds
    ]
    readers: list[Callable[[str], Sequence[Symptom]]] = []
    notes: list[str] = []
    for name in provider_names():
        try:
            provider = load_provider(name)
            groups.append(Group(provider.title, tuple(provider.entries())))
            readers.append(provider.recognise)
        except (UnknownProvider, ValueError, AttributeError) as error:
            notes.append(f"the entries of the provider {name} are left out: {error}")
    return Catalogue(tuple(groups), tuple(readers), tuple(notes))


def _is_about(entry: Entry, number: str) -> bool:
    return int(number) in entry.numbers or number in entry.id.split("-")
