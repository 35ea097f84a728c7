"""Replaces a file in one step: a run cut short leaves the old one or the new one, never a half."""

import contextlib
import errno
import glob
import os
import secrets
from pathlib import Path
from typing import Final

_CHANCE: Final = 6
"""Bytes in a temporary file's name that no two writes share."""


def write_atomically(
    path: Path, data: bytes, mode: int | None, owner: tuple[int, int] | None = None
) -> None:
    """Write `data` beside `path`, make sure it is on disk, and put it in the path's place.

    The new file has exactly the permission bits of `mode`; with None the ones a new file gets. It
    belongs to the user and group of `owner`, which only root can say. A link at `path` is replaced,
    so resolve it first to keep it. Raises `OSError`, and then the old file is as it was.
    """
    temporary = beside(path)
    try:
        _write(temporary, data, mode)
        if owner is not None:
            os.chown(temporary, *owner)
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    settle(path.parent)


def beside(path: Path) -> Path:
    """A new name for what will take the path's place, such that `leftovers` finds it."""
    return path.with_name(f"{_stem(path)}{secrets.token_hex(_CHANCE)}.tmp")


def leftovers(path: Path) -> list[Path]:
    """What writes of the path that were killed, or are under way, have beside it."""
    chance = "[0-9a-f]" * (2 * _CHANCE)
    with contextlib.suppress(OSError):
        return list(path.parent.glob(f"{glob.escape(_stem(path))}{chance}.tmp"))
    return []


def _stem(path: Path) -> str:
    return f".{path.name[:100]}."


def _write(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666 if mode is None else mode & 0o700)
    with os.fdopen(descriptor, "wb") as file:
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def settle(directory: Path) -> None:
    """Make the new name itself last through a power cut, where the system can."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_private_directory(directory: Path) -> None:
    """Make the directory with mode 0700; one that is there stays as it is. Raises `OSError`.

    What is made, its parents among it, lasts through a power cut.
    """
    missing = [each for each in (directory, *directory.parents) if not each.exists()]
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
    for each in reversed(missing):
        settle(each.parent)
