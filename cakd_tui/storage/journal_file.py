"""The last run's events in a file: one JSON object a line, the user's alone, of bounded size.

The file is put in place empty when a run begins and grows line by line, so that also what a killed
run said is there. Two runs at a time each write their own; the one that began last is kept.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from cakd_tui.core.atomic_write import beside, leftovers, make_private_directory
from cakd_tui.storage.paths import shown

NAME: Final = "last-run.jsonl"

LARGEST: Final = 256 * 1024
"""Bytes of a journal but for its end; what is too much is left out, and a line says so."""

_ABANDONED: Final = 60
"""Seconds after which no run is still putting its journal in place."""

_FLAGS: Final = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)

_CUT: Final = b'{"event": "cut", "reason": "the journal is full"}\n'


class FileJournal:
    """The journal kept in one directory, which is made when a run begins."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self._file: int | None = None
        self._left = 0

    def begin(self) -> None:
        """Put an empty journal in the place of the last run's."""
        self._close()
        with suppress(OSError):
            make_private_directory(self._path.parent)
            _sweep(self._path)
            self._file = _placed(self._path)
        self._left = LARGEST

    def add(self, line: Mapping[str, object]) -> None:
        """Append the line, or once, where it has no room, that something is left out."""
        if self._left <= 0:
            return
        data = _written(line)
        self._left -= len(data)
        self._write(data if self._left > 0 else _CUT)

    def end(self, line: Mapping[str, object]) -> None:
        """Append the last line."""
        self._write(_written(line))
        self._close()

    def lines(self) -> Sequence[Mapping[str, object]]:
        """The objects in the file; a line that is none is passed over, as a killed run leaves."""
        try:
            with self._path.open("rb") as file:
                data = file.read(2 * LARGEST)
        except OSError:
            return ()
        return [line for line in map(_object, data.splitlines()) if line is not None]

    def shown_path(self) -> str:
        """The file for people: the home directory as `~`."""
        return shown(self._path)

    def _write(self, data: bytes) -> None:
        if self._file is not None:
            try:
                os.write(self._file, data)
            except OSError:
                self._close()

    def _close(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None


def _placed(path: Path) -> int | None:
    """A new file in the path's place, open; None where another run's took it at the same moment.

    It is closed while it is moved, as Windows moves no file that is open.
    """
    new = beside(path)
    descriptor = os.open(new, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
    made = os.fstat(descriptor)
    os.close(descriptor)
    try:
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    descriptor = os.open(path, _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    if os.path.samestat(made, os.fstat(descriptor)):
        return descriptor
    os.close(descriptor)
    return None


def _sweep(path: Path) -> None:
    """Delete what runs that were killed as they began have left."""
    for leftover in leftovers(path):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _ABANDONED:
                leftover.unlink()


def _written(line: Mapping[str, object]) -> bytes:
    return f"{json.dumps(line, default=str)}\n".encode()


def _object(line: bytes) -> Mapping[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
