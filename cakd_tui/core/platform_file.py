"""`platform.yaml`: which project it is, which provider notifies, and how to name one in it.

The file belongs to a wider platform. What it says beside these two is neither judged nor changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from json import dumps
from pathlib import Path
from stat import S_IMODE
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode

from cakd_tui.core.atomic_write import write_atomically
from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.platform_yaml import NULL, TEXT, Document, Entry, parsed, read_text, unusable
from cakd_tui.core.project import read_project
from cakd_tui.core.reading import Refused
from cakd_tui.core.yaml_edit import CannotEdit, with_entry


@dataclass(frozen=True, slots=True)
class PlatformFile:
    """What `platform.yaml` says that matters here."""

    path: Path
    project: str
    """`metadata.name`."""
    provider: str
    """`providers.notification`; empty when none is configured."""


def read_platform_file(path: Path, known: Collection[str]) -> PlatformFile:
    """Read the file, taking only a provider that is `known`.

    Raises `PlatformFileError`, whose message names the file, the line and the next step.
    """
    document = parsed(read_text(path), str(path))
    if document.root is None:
        raise document.error("empty", f"the file is empty; {_NAME_WANTED}")
    project = _project(document)
    if not project:
        _refuse_lost_indentation(document, "metadata", "name")
        section = _section(document, "metadata")
        what = f"metadata.name is missing; {_NAME_WANTED}"
        raise document.error("name-missing", what, section.key if section else None)
    return PlatformFile(path, project, _known_provider(document, known))


def with_provider(
    text: str | None, project: str, provider: str, shown: str = "platform.yaml"
) -> str:
    """The text with `providers.notification` naming this provider and nothing else changed.

    Without a text (or with one that lacks it) `metadata.name` is put in too. Raises
    `PlatformFileError` when the file can't be read, is another project's, or can't be changed
    without disturbing the rest; the message then shows the lines to add by hand.
    """
    document = parsed(text or "", shown)
    named = _project(document)
    if named and named != project:
        what = f"metadata.name is {named}, not {project}; name that project, or another file"
        raise document.error("other-project", what, _entry(document, "metadata", "name"))
    try:
        if not named:
            document = parsed(with_entry(document, "metadata", "name", project), shown)
        if _provider(document)[0] != provider:
            edited = with_entry(document, "providers", "notification", provider)
            document = parsed(edited, shown)
        if (_project(document), _provider(document)[0]) != (project, provider):
            raise _by_hand(shown, "it can't be changed without disturbing the rest", provider)
    except CannotEdit as error:
        what = "it can't be changed without disturbing the rest"
        raise _by_hand(shown, what, provider) from error
    return document.text


def write_provider(path: Path, project: str, provider: str) -> bool:
    """Name the provider in the file, making it when there is none; return whether it changed.

    One atomic step; the file keeps its mode, and a link to it stays a link. Raises
    `PlatformFileError`.
    """
    shown = str(path)
    try:
        mode = S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        text, mode = None, None
    except OSError as error:
        raise _unwritable(shown, error, provider) from error
    else:
        text = read_text(path)
    changed = with_provider(text, project, provider, shown)
    if changed == text:
        return False
    try:
        write_atomically(path.resolve(), changed.encode(), mode)
    except OSError as error:
        raise _unwritable(shown, error, provider) from error
    return True


_NAME_WANTED: Final = "it takes two lines: 'metadata:', and below it '  name: my-project'"

_KINDS: Final = {
    "tag:yaml.org,2002:bool": "a yes or a no",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
}


def _section(document: Document, name: str) -> Entry | None:
    """A top-level section, or None where it is left out."""
    root = document.root
    if root is None or root.tag == NULL:
        return None
    if not isinstance(root, MappingNode):
        what = f"keys and values are expected, such as metadata; {_NAME_WANTED}"
        raise document.error("shape", what, root)
    return document.entries(root).get(name)


def _entry(document: Document, section: str, key: str) -> Node | None:
    """The value of a key in a section, None where either is left out or has nothing in it."""
    found = _section(document, section)
    if found is None or found.value.tag == NULL:
        return None
    if not isinstance(found.value, MappingNode):
        what = f"{section} must hold keys and values, such as '{key}:' indented on the next line"
        raise document.error(f"{section}-type", what, found.value)
    entry = document.entries(found.value).get(key)
    return None if entry is None or entry.value.tag == NULL else entry.value


def _text(document: Document, where: str, node: Node) -> str:
    """A node's text. Raises `PlatformFileError` for what YAML takes for anything else."""
    reason = "name-type" if where == "metadata.name" else "provider-type"
    if not isinstance(node, ScalarNode):
        raise document.error(reason, f"{where} must be one word, not a list or a mapping", node)
    if node.tag != TEXT:
        kind = _KINDS.get(node.tag, "something else")
        quoted = dumps(node.value[:40])
        what = (
            f"{where} must be a text, and to YAML this is {kind}: write {quoted}, with the quotes"
        )
        raise document.error(reason, what, node)
    return str(node.value).strip()


def _project(document: Document) -> str:
    """`metadata.name`, empty where it is left out."""
    node = _entry(document, "metadata", "name")
    name = _text(document, "metadata.name", node) if node else ""
    if not name:
        return ""
    reading = read_project(name)
    if isinstance(reading, Refused):
        reason = reading.reason.rstrip(".")
        what = f"metadata.name: {reason}; did you mean {reading.suggestion}?"
        raise document.error("name-invalid", what, node)
    return reading.value


def _provider(document: Document) -> tuple[str, Node | None]:
    """`providers.notification` and where it stands, empty where it is left out."""
    node = _entry(document, "providers", "notification")
    return (_text(document, "providers.notification", node), node) if node else ("", None)


def _known_provider(document: Document, known: Collection[str]) -> str:
    provider, node = _provider(document)
    if not provider:
        _refuse_lost_indentation(document, "providers", "notification")
    elif provider not in known:
        near = get_close_matches(provider.lower(), known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        names = ", ".join(sorted(known)) or "none"
        what = f"providers.notification: unknown provider {provider!r}; known: {names}{hint}"
        raise document.error("unknown-provider", what, node)
    return provider


def _refuse_lost_indentation(document: Document, section: str, key: str) -> None:
    """Say that a top-level key stands right where an empty section should hold it."""
    found, stray = _section(document, section), _section(document, key)
    if found and found.value.tag == NULL and stray and isinstance(stray.value, ScalarNode):
        what = (
            f"{key} must be indented under {section}: "
            f"write '  {key}: {stray.value.value[:40]}' below '{section}:'"
        )
        raise document.error("indentation", what, stray.key)


def _unwritable(shown: str, error: OSError, provider: str) -> PlatformFileError:
    what = f"it can't be written: {(error.strerror or str(error)).lower()}"
    return _by_hand(shown, what, provider, "unwritable", errno=error.errno or 0)


def _by_hand(
    shown: str, what: str, provider: str, reason: str = "by-hand", **facts: int
) -> PlatformFileError:
    lines = f"\n  providers:\n    notification: {provider}"
    return unusable(shown, reason, f"{what}; add these two lines by hand:{lines}", **facts)
