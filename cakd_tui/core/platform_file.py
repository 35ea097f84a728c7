"""`platform.yaml`: which project it is, which provider notifies and how, and how to say so in it.

The file belongs to a wider platform. What it says beside these is neither judged nor changed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from stat import S_IMODE
from typing import Final

from yaml.nodes import Node, ScalarNode

from cakd_tui.core.atomic_write import write_atomically
from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.option import NO_OPTIONS, Option, OptionValue
from cakd_tui.core.platform_options import SECTION, has_options, lines_of, read_options, unsaid
from cakd_tui.core.platform_values import NAME_WANTED, entry, section, text_at
from cakd_tui.core.platform_yaml import NULL, Document, parsed, read_text, unusable
from cakd_tui.core.project import read_project
from cakd_tui.core.providers import provider_options
from cakd_tui.core.reading import Refused
from cakd_tui.core.yaml_edit import CannotEdit, rendered, with_entry

DISTURBING: Final = "it can't be changed without disturbing the rest"


@dataclass(frozen=True, slots=True)
class PlatformFile:
    """What `platform.yaml` says that matters here."""

    path: Path
    project: str
    """`metadata.name`."""
    provider: str
    """`providers.notification`; empty when none is configured."""
    options: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)
    """What `notifications.<provider>` chooses, by key."""


def read_platform_file(
    path: Path,
    known: Collection[str],
    options_of: Callable[[str], Sequence[Option]] = provider_options,
    unnamed: str = "",
) -> PlatformFile:
    """Read the file, taking only a provider that is `known`, and the options it has.

    Where the file names no provider, the options are those of the `unnamed` one.

    Raises `PlatformFileError`, whose message names the file, the line and the next step.
    """
    document = parsed(read_text(path), str(path))
    if document.root is None:
        raise document.error("empty", f"the file is empty; {NAME_WANTED}")
    project = _project(document)
    if not project:
        _refuse_lost_indentation(document, "metadata", "name")
        empty = section(document, "metadata")
        what = f"metadata.name is missing; {NAME_WANTED}"
        raise document.error("name-missing", what, empty.key if empty else None)
    provider = _known_provider(document, known)
    meant = provider or unnamed
    if not has_options(document, meant):
        return PlatformFile(path, project, provider)
    options = read_options(document, meant, options_of(meant))
    return PlatformFile(path, project, provider, options)


def with_provider(
    text: str | None,
    project: str,
    provider: str,
    shown: str = "platform.yaml",
    options: Mapping[str, OptionValue] = NO_OPTIONS,
) -> str:
    """The text with `providers.notification` naming this provider and nothing else changed.

    `options` are put under `notifications.<provider>` where the text says something else of them.
    Without a text (or with one that lacks it) `metadata.name` is put in too. Raises
    `PlatformFileError` when the file can't be read, is another project's, or can't be changed
    without disturbing the rest; the message then shows the lines to add by hand.
    """
    document = parsed(text or "", shown)
    named = _project(document)
    if named and named != project:
        what = f"metadata.name is {named}, not {project}; name that project, or another file"
        raise document.error("other-project", what, entry(document, "metadata", "name"))
    wanted: dict[tuple[str, ...], OptionValue] = {}
    if not named:
        wanted["metadata", "name"] = project
    if _provider(document)[0] != provider:
        wanted["providers", "notification"] = provider
    # Each becomes its section's first key, so the last one goes first.
    for key, value in reversed(tuple(unsaid(document, provider, options).items())):
        wanted[SECTION, provider, key] = value
    try:
        for path, value in wanted.items():
            document = parsed(with_entry(document, path, value), shown)
        now = _project(document), _provider(document)[0], unsaid(document, provider, options)
    except CannotEdit as error:
        raise _by_hand(shown, DISTURBING, provider, options) from error
    if now != (project, provider, {}):
        raise _by_hand(shown, DISTURBING, provider, options)
    return document.text


def write_provider(
    path: Path, project: str, provider: str, options: Mapping[str, OptionValue] = NO_OPTIONS
) -> bool:
    """Put these into the file, making it when there is none; return whether it changed.

    One atomic step; the file keeps its mode, and a link to it stays a link. Raises
    `PlatformFileError`.
    """
    shown = str(path)
    try:
        mode = S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        text, mode = None, None
    except OSError as error:
        raise _unwritable(shown, error, provider, options) from error
    else:
        text = read_text(path)
    changed = with_provider(text, project, provider, shown, options)
    if changed == text:
        return False
    try:
        write_atomically(path.resolve(), changed.encode(), mode)
    except OSError as error:
        raise _unwritable(shown, error, provider, options) from error
    return True


def _project(document: Document) -> str:
    """`metadata.name`, empty where it is left out."""
    node = entry(document, "metadata", "name")
    name = text_at(document, "metadata.name", node, "name-type") if node else ""
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
    node = entry(document, "providers", "notification")
    if node is None:
        return "", None
    return text_at(document, "providers.notification", node, "provider-type"), node


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


def _refuse_lost_indentation(document: Document, name: str, key: str) -> None:
    """Say that a top-level key stands right where an empty section should hold it."""
    found, stray = section(document, name), section(document, key)
    if found and found.value.tag == NULL and stray and isinstance(stray.value, ScalarNode):
        what = (
            f"{key} must be indented under {name}: "
            f"write '  {key}: {stray.value.value[:40]}' below '{name}:'"
        )
        raise document.error("indentation", what, stray.key)


def _unwritable(
    shown: str, error: OSError, provider: str, options: Mapping[str, OptionValue]
) -> PlatformFileError:
    what = f"it can't be written: {(error.strerror or str(error)).lower()}"
    return _by_hand(shown, what, provider, options, "unwritable", errno=error.errno or 0)


def _by_hand(
    shown: str,
    what: str,
    provider: str,
    options: Mapping[str, OptionValue],
    reason: str = "by-hand",
    **facts: int,
) -> PlatformFileError:
    lines = ["providers:", f"  notification: {rendered(provider)}", *lines_of(provider, options)]
    count = "two " if len(lines) == 2 else ""
    shown_lines = "".join(f"\n  {line}" for line in lines)
    message = f"{what}; add these {count}lines by hand:{shown_lines}"
    return unusable(shown, reason, message, **facts)
