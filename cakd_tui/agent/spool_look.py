"""A look into the spool from another process: it reads alone, and keeps no agent waiting."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cakd_tui.agent.queue import Quarantine
from cakd_tui.agent.spool_error import failed, refused, unusable
from cakd_tui.agent.spool_file import FILE, LAYOUT
from cakd_tui.agent.spool_lock import HOLDER

_PATIENCE: Final = 2.0
"""Seconds to wait for a file that is just being laid out."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What an agent has of one project."""

    waiting: int
    """Alerts to be delivered."""
    oldest: float | None
    """When the first of them came, in seconds since 1970; None where none waits."""
    set_aside: int
    closed: Quarantine | None
    """Where the project's alerts go, if nothing is sent there any more."""
    running: bool
    """Whether the agent runs, as far as its process can be seen."""


def look_into(directory: Path, namespace: str, place: str) -> Holding | None:
    """What the spool in `directory` has of a namespace whose alerts go to `place`.

    None where no agent has run. Raises `SpoolError` where it can't be read.
    """
    try:
        (directory / FILE).open("rb").close()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise refused(directory, error) from error
    try:
        with _reading(directory) as connection:
            (layout,) = connection.execute("PRAGMA user_version").fetchone()
            if layout > LAYOUT:
                raise unusable(directory, f"it has layout {layout} of a newer cakd-agent", "newer")
            return _holding(connection, directory, namespace, place) if layout else None
    except sqlite3.Error as error:
        raise failed(directory, error) from error


@contextmanager
def _reading(directory: Path) -> Iterator[sqlite3.Connection]:
    """All that is asked within the block is as of the same moment; nothing is left behind.

    Without its log the file is used by nobody, and reading it alone needs no files beside it
    (sqlite.org/wal.html, Read-Only Databases).
    """
    alone = "" if (directory / f"{FILE}-wal").exists() else "&immutable=1"
    address = f"{(directory / FILE).absolute().as_uri()}?mode=ro{alone}"
    with closing(
        sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
    ) as connection:
        connection.execute("BEGIN")
        yield connection


def _holding(
    connection: sqlite3.Connection, directory: Path, namespace: str, place: str
) -> Holding:
    waiting, oldest = connection.execute(
        "SELECT COUNT(*), MIN(arrived_at) FROM alert WHERE namespace = ?", (namespace,)
    ).fetchone()
    (aside,) = connection.execute(
        "SELECT COUNT(*) FROM set_aside WHERE namespace = ?", (namespace,)
    ).fetchone()
    closed = connection.execute(
        "SELECT place, entry, since FROM quarantine WHERE place = ?", (place,)
    ).fetchone()
    return Holding(
        waiting, oldest, aside, Quarantine(*closed) if closed else None, _runs(directory)
    )


def _runs(directory: Path) -> bool:
    """Whether the process that last had the spool is there."""
    try:
        number = int((directory / HOLDER).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    if os.name != "posix":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True
