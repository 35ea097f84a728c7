"""The user's own files: written in one step, readable by the user alone, failures in plain words.

A failure reads as the system says it: `open /path/to/my-project.json: permission denied`.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from cakd_tui.core.atomic_write import leftovers, make_private_directory, write_atomically
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.file_reason import reason_at
from cakd_tui.core.symptom import Symptom

LARGEST: Final = 1024 * 1024
"""Bytes one of these files may have."""

_VERBS: Final = {"disk-full": "write", "no-locks": "lock"}
"""What failed, where it isn't the opening."""


def failure(path: Path, error: OSError) -> RouteStoreError:
    """What kept `path` from being read or written, as the operating system puts it."""
    number = error.errno or 0
    reason = reason_at(number, path, path.parent)
    said = os.strerror(number) if number else str(error)
    message = f"{_VERBS.get(reason, 'open')} {path}: {said.lower()}"
    return RouteStoreError(message, Symptom("config", {"reason": reason, "errno": number}, message))


def unusable(path: Path, what: str, reason: str) -> RouteStoreError:
    """The file is there, and what it holds can't be used."""
    message = f"read {path}: {what}"
    return RouteStoreError(message, Symptom("config", {"reason": reason}, message))


def read_private(path: Path, largest: int = LARGEST) -> bytes | None:
    """The file's bytes, None when there is none. Raises `RouteStoreError`.

    A file of more than `largest` bytes is refused.
    """
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise failure(path, error) from error
    if len(data) > largest:
        raise unusable(path, f"it is larger than {largest // 2**20} MiB", "corrupt")
    return data


def is_corrupt(error: RouteStoreError) -> bool:
    """Whether the file can be read but not used, and may make way for a new one."""
    return error.symptom.facts.get("reason") == "corrupt"


def save_private(path: Path, data: bytes) -> None:
    """Put `data` in the file in one step, mode 0600, making its directory with mode 0700.

    A link stays a link: what it leads to is replaced. Raises `RouteStoreError`.
    """
    try:
        make_private_directory(path.parent)
        write_atomically(Path(os.path.realpath(path)), data, 0o600)
    except OSError as error:
        raise failure(path, error) from error


def delete_private(path: Path) -> None:
    """Delete the file in one step, and what it leads to if it is a link. None there is fine.

    Raises `RouteStoreError`.
    """
    try:
        for each in _file_and_link(path):
            with suppress(FileNotFoundError, NotADirectoryError):
                each.unlink()
    except OSError as error:
        raise failure(path, error) from error


def sweep_private(path: Path) -> None:
    """Delete what saves of the file that were killed have left, which holds what it holds.

    For whom nobody else saves it meanwhile. What can't be deleted stays.
    """
    for each in _file_and_link(path):
        for leftover in leftovers(each):
            with suppress(OSError):
                leftover.unlink()


def _file_and_link(path: Path) -> Iterable[Path]:
    """What the path leads to, and the path itself where it is a link."""
    return dict.fromkeys((Path(os.path.realpath(path)), path))


def set_aside(path: Path) -> Path:
    """Move a file that can't be used to `<name>.broken`, or to the first such name that is free.

    Returns where it is kept. Raises `RouteStoreError`.
    """
    names = (f"{path.name}.broken{f'.{number}' if number else ''}" for number in count())
    kept = next(each for each in map(path.with_name, names) if not os.path.lexists(each))
    try:
        path.rename(kept)
    except OSError as error:
        raise failure(path, error) from error
    return kept
