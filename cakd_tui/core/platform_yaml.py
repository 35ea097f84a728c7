"""A YAML text as nodes that know their lines, read without building anything from it.

Only what is asked for is looked at, so the rest of a wider file may hold what it likes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.symptom import Symptom

LARGEST: Final = 1024 * 1024
"""Bytes a platform file may have."""

TEXT: Final = "tag:yaml.org,2002:str"
NULL: Final = "tag:yaml.org,2002:null"
BOOL: Final = "tag:yaml.org,2002:bool"
_MERGE: Final = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping and its value."""

    key: Node
    value: Node


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text, its top node (None when there is only white space) and its name."""

    shown: str
    """The file as messages call it."""
    text: str
    root: Node | None

    def error(self, reason: str, what: str, at: Node | None = None) -> PlatformFileError:
        """A failure of this file, at this node's line."""
        return unusable(self.shown, reason, what, line_of(at) if at else None)

    def entries(self, node: MappingNode) -> dict[str, Entry]:
        """A mapping's keys, its own before those merged in with `<<`.

        Raises `PlatformFileError` when it holds a key twice.
        """
        found: dict[str, Entry] = {}
        self._refuse_repeats(node)
        waiting, seen = [node], set[int]()
        while waiting:
            mapping = waiting.pop()
            if id(mapping) in seen:
                continue
            seen.add(id(mapping))
            for entry in own_entries(mapping):
                found.setdefault(entry.key.value, entry)
            waiting.extend(reversed(list(_merged(mapping))))
        return found

    def _refuse_repeats(self, node: MappingNode) -> None:
        first: dict[str, int] = {}
        for entry in own_entries(node):
            name, line = entry.key.value, line_of(entry.key)
            if name in first:
                what = f"{name} is here a second time (first on line {first[name]}); keep one"
                raise self.error("duplicate-key", what, entry.key)
            first[name] = line


def unusable(
    shown: str, reason: str, what: str, line: int | None = None, **facts: int
) -> PlatformFileError:
    """The failure of the file called `shown`; its message begins `shown:line: `."""
    place = f"{shown}:{line}" if line else shown
    message = f"{place}: {what}"
    known: dict[str, str | int] = {"reason": reason, **facts}
    if line:
        known["line"] = line
    return PlatformFileError(message, Symptom("platform", known, message))


def line_of(node: Node) -> int:
    """The line a node begins on, counted from 1."""
    return int(node.start_mark.line) + 1


def own_entries(mapping: MappingNode) -> Iterable[Entry]:
    """A mapping's keys that are written in it as plain words."""
    return (
        Entry(key, value)
        for key, value in mapping.value
        if isinstance(key, ScalarNode) and key.tag != _MERGE
    )


def _merged(mapping: MappingNode) -> Iterable[MappingNode]:
    for key, value in mapping.value:
        if key.tag == _MERGE:
            listed = value.value if isinstance(value, SequenceNode) else [value]
            yield from (each for each in listed if isinstance(each, MappingNode))


def read_text(path: Path) -> str:
    """A file's text, line ends and byte order mark as they are.

    Raises `PlatformFileError` when it is missing, unreadable, too large or not UTF-8.
    """
    shown = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        what = "there is no such file; name another with -f, or run cakd-tui to have it written"
        raise unusable(shown, "missing", what) from error
    except IsADirectoryError as error:
        what = "this is a directory; name the platform.yaml in it"
        raise unusable(shown, "directory", what) from error
    except OSError as error:
        what = f"it can't be read: {(error.strerror or str(error)).lower()}"
        raise unusable(shown, "unreadable", what, errno=error.errno or 0) from error
    if len(data) > LARGEST:
        what = "it is larger than 1 MiB, which no platform file is; name another with -f"
        raise unusable(shown, "too-large", what)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "this is not UTF-8 text; save the file as UTF-8"
        raise unusable(shown, "encoding", what, line) from error


def parsed(text: str, shown: str) -> Document:
    """The text's one YAML document. Raises `PlatformFileError` when it is none, or several."""
    try:
        roots = list(islice(yaml.compose_all(text, Loader=yaml.SafeLoader), 2))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"this is not YAML: {error.problem or error.context or 'it ends too early'}"
        if "'\\t'" in what:
            what += "; indent with spaces, not with tabs"
        raise unusable(shown, "syntax", what, mark.line + 1 if mark else None) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = f"this is not YAML: the character U+{ord(text[error.position]):04X} can't be in it"
        raise unusable(shown, "syntax", what, line) from error
    except RecursionError as error:
        raise unusable(shown, "syntax", "this is not usable YAML: nested too deeply") from error
    except (ValueError, OverflowError) as error:
        # An escape such as "\UFFFFFFFF" or an endless version number: PyYAML lets these through.
        what = "this is not YAML: a number or an escape in it is out of range"
        raise unusable(shown, "syntax", what) from error
    if len(roots) > 1:
        what = "a second document begins here; keep one in the file"
        raise unusable(shown, "documents", what, line_of(roots[1]))
    return Document(shown, text, roots[0] if roots else None)
