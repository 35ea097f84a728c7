"""The user's own files: written in one step, readable by the user alone, failures in plain words.

A failure reads as the system says it: `open /path/to/my-project.json: permission denied`.
"""

import errno
import os
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from cakd_tui.core.atomic_write import write_atomically
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.file_reason import reason_at
from cakd_tui.core.symptom import Symptom

LARGEST: Final = 1024 * 1024
"""Bytes one of these files may have."""


def failure(path: Path, error: OSError) -> RouteStoreError:
    """What kept `path` from being read or written, as the operating system puts it."""
    number = error.errno or 0
    reason = reason_at(number, path, path.parent)
    said = os.strerror(number) if number else str(error)
    verb = "write" if reason == "disk-full" else "open"
    message = f"{verb} {path}: {said.lower()}"
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
        for each in dict.fromkeys((Path(os.path.realpath(path)), path)):
            with suppress(FileNotFoundError, NotADirectoryError):
                each.unlink()
    except OSError as error:
        raise failure(path, error) from error


def make_private_directory(directory: Path) -> None:
    """Make the directory with mode 0700; one that is there stays as it is. Raises `OSError`."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error


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
