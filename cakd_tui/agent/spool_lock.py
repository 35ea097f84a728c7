"""One agent to a spool: a lock that ends with the process, however it ends.

It is SQLite's own, on an empty file beside the spool, which is the same on every system.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from cakd_tui.agent.spool_error import SpoolError, unusable

_LOCK = "agent.lock"
HOLDER = "agent.pid"


class SpoolLock:
    """The right to use the spool in `directory`, from its making until `release`.

    Raises `SpoolError` at once where another agent has it, `OSError` and `sqlite3.Error` where
    there can be none.
    """

    def __init__(self, directory: Path) -> None:
        self._holder = directory / HOLDER
        path = directory / _LOCK
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._connection = sqlite3.connect(
            path, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise _taken(directory, self._holder) from None
        with suppress(OSError):  # it only helps the next one to say who has it
            self._holder.touch(0o600)
            self._holder.write_text(str(os.getpid()), encoding="ascii")

    def release(self) -> None:
        """Let the next one have it."""
        with suppress(OSError):
            self._holder.unlink()
        self._connection.close()


def _taken(directory: Path, holder: Path) -> SpoolError:
    try:
        number = holder.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        number = ""
    who = f"another cakd-agent (process {number})" if number.isdigit() else "another cakd-agent"
    what = f"{who} is using it; end that one, or give this one a directory of its own with --spool"
    return unusable(directory, what, "locked")
