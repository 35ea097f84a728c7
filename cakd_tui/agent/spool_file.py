"""The spool's file: made, opened and laid out; a SQLite database in WAL mode.

A commit is on the disk when it returns: `synchronous=FULL` syncs the log at every one
(sqlite.org/pragma.html#pragma_synchronous), and `fullfsync` makes macOS mean it.
"""

import os
import sqlite3
from pathlib import Path
from typing import Final

from cakd_tui.agent.spool_error import unusable
from cakd_tui.core.atomic_write import make_private_directory

FILE: Final = "spool.sqlite3"

LAYOUT: Final = 1
"""What `user_version` says of a file laid out as below; higher in a newer cakd-agent's."""

_PAGE: Final = 4096
"""Bytes a page has, SQLite's own choice since 3.12."""

_NEAR: Final = 4 * 1024 * 1024
"""Bytes by which a full file may fall short of its size: the largest transaction did not fit."""

_BUSY_SECONDS: Final = 5.0
"""How long a statement waits for somebody who looks into the file with a tool of his own."""

_TABLES: Final = """
BEGIN IMMEDIATE;
CREATE TABLE alert (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    namespace TEXT NOT NULL,
    arrived_at REAL NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX alert_by_namespace ON alert (namespace, id);
CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    arrived_at REAL NOT NULL,
    body BLOB NOT NULL,
    why TEXT NOT NULL
);
CREATE TABLE notification (
    key TEXT PRIMARY KEY,
    sent_by TEXT NOT NULL,
    at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX notification_by_sender ON notification (sent_by);
CREATE INDEX notification_by_age ON notification (at);
CREATE TABLE quarantine (
    place TEXT PRIMARY KEY,
    entry TEXT NOT NULL,
    since REAL NOT NULL,
    mendable INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE probe (content BLOB NOT NULL);
PRAGMA user_version = 1;
COMMIT;
"""


def make_place(directory: Path) -> None:
    """Make the directory with mode 0700 and the file with 0600, where there are none yet.

    SQLite gives its log and index the mode of the file. Raises `OSError`.
    """
    make_private_directory(directory)
    os.close(os.open(directory / FILE, os.O_RDWR | os.O_CREAT, 0o600))


def writer(directory: Path, most_bytes: int) -> sqlite3.Connection:
    """The one connection that writes; the file is laid out, and grows to `most_bytes` at most.

    Raises `SpoolError` for the layout of a newer cakd-agent, `sqlite3.Error` otherwise.
    """
    connection = _connection(directory)
    try:
        _lay_out(connection, directory)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA fullfsync=ON")
        connection.execute(f"PRAGMA max_page_count={most_bytes // _PAGE}")
    except BaseException:
        connection.close()
        raise
    return connection


def _lay_out(connection: sqlite3.Connection, directory: Path) -> None:
    layout = _number(connection, "PRAGMA user_version")
    if layout > LAYOUT:
        what = f"it has layout {layout} of a newer cakd-agent, this one knows {LAYOUT}"
        raise unusable(directory, what, "newer")
    connection.execute("PRAGMA journal_mode=WAL")
    if not layout:
        connection.executescript(_TABLES)


def reader(directory: Path) -> sqlite3.Connection:
    """A connection that only reads, and neither waits for the writer nor keeps it waiting."""
    connection = _connection(directory)
    connection.execute("PRAGMA query_only=ON")
    return connection


class Anchor:
    """Notices that the files were moved or deleted after they were opened.

    SQLite does not where it keeps a log: it would go on writing to files nobody finds again.
    """

    def __init__(self, directory: Path) -> None:
        self._paths = [os.fspath(directory / name) for name in (FILE, f"{FILE}-wal")]
        self._found = self._identities()

    @property
    def holds(self) -> bool:
        """Whether they are where they were."""
        now = self._identities()
        self._found = [was or new for was, new in zip(self._found, now, strict=True)]
        return self._found == now

    def _identities(self) -> list[tuple[int, int] | None]:
        return [_identity(path) for path in self._paths]


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  # at every commit, so the quicker way
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_at_limit(connection: sqlite3.Connection, most_bytes: int) -> bool:
    """Whether the file is about as large as it may be, which tells it from a full disk."""
    try:
        used = _number(connection, "PRAGMA page_count")
        used -= _number(connection, "PRAGMA freelist_count")
    except sqlite3.Error:
        return False
    return used * _PAGE + _NEAR >= most_bytes


def _connection(directory: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        directory / FILE, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _number(connection: sqlite3.Connection, question: str) -> int:
    (number,) = connection.execute(question).fetchone()
    return int(number)
