"""Why the spool can't be used, in a sentence and in the troubleshooting table's words."""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cakd_tui.core.errors import CakdError
from cakd_tui.core.file_reason import reason_at
from cakd_tui.core.symptom import Symptom

KIND: Final = "spool"
"""The symptom's kind of all that is said here."""

_REASONS: Final = {
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_PERM: "permission",
    sqlite3.SQLITE_CANTOPEN: "permission",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
}
"""By SQLite's primary result code (sqlite.org/rescode.html)."""


class SpoolError(CakdError):
    """The spool can't be used; what was to be kept is not kept."""


class NothingToSpare(SpoolError):
    """What room there is, is kept for alerts that lead somewhere."""


def unusable(directory: Path, what: str, reason: str) -> SpoolError:
    """The spool is there and can't be used, for a reason of its own."""
    message = f"spool {directory}: {what}"
    return SpoolError(message, Symptom(KIND, {"reason": reason, "path": str(directory)}, message))


def refused(directory: Path, error: OSError) -> SpoolError:
    """What the operating system has against a file of the spool, in its own words."""
    number = error.errno or 0
    path = Path(str(error.filename or directory))
    said = (os.strerror(number) if number else str(error)).lower()
    message = f"spool {directory}: open {path}: {said}"
    reason = reason_at(number, path, path.parent)
    facts: Mapping[str, str | int]
    facts = {"reason": reason, "errno": number, "path": str(directory)}
    return SpoolError(message, Symptom(KIND, facts, message))


def moved(directory: Path) -> SpoolError:
    """Its files are not any more where they were when they were opened."""
    return unusable(directory, "its files were moved or deleted under the agent", "moved")


def at_limit(directory: Path) -> SpoolError:
    """It has as many pages as it may have, or nearly."""
    return unusable(directory, "it has grown to the size it may have", "limit")


def nothing_to_spare(directory: Path) -> NothingToSpare:
    """It has grown so far that only what leads somewhere is kept."""
    message = (
        f"spool {directory}: no route leads anywhere for these alerts, and what room is left is "
        "for others"
    )
    facts = {"reason": "limit", "path": str(directory)}
    return NothingToSpare(message, Symptom(KIND, facts, message))


def failed(directory: Path, error: sqlite3.Error, *, full: bool = False) -> SpoolError:
    """What SQLite came upon; `full` tells a full spool from a full disk."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return moved(directory)
    if full and code == sqlite3.SQLITE_FULL:
        return at_limit(directory)
    return unusable(directory, str(error), _REASONS.get(code & 0xFF, "other"))


def slow(seconds: float) -> SpoolError:
    """The disk has not answered for so long."""
    message = f"the disk of the spool has not answered within {seconds:.0f} s"
    return SpoolError(message, Symptom(KIND, {"reason": "slow"}, message))


def behind() -> SpoolError:
    """So much waits for the disk that no more is taken in."""
    message = "the disk of the spool does not keep up with what comes"
    return SpoolError(message, Symptom(KIND, {"reason": "slow"}, message))
