"""A lock between processes, on a file of its own.

The lock is the operating system's: it lets go when the process ends, however it ends.
"""

import os
from contextlib import AbstractContextManager
from pathlib import Path

from cakd_tui.core.atomic_write import make_private_directory
from cakd_tui.storage.atomic_file import failure


def load_locking() -> None:
    """Import what locking needs, which takes a moment, ahead of its use."""
    import filelock  # noqa: F401, PLC0415  # only runs that set something up pay for it


def locked(path: Path, seconds: float) -> AbstractContextManager[object] | None:
    """The lock on `path`, held until it is exited; None where its directory takes no files.

    Raises `TimeoutError` when another process still has it after so many seconds, and
    `RouteStoreError` where files can be made but this lock can't be had: its file is another
    user's, or the file system knows no locks.
    """
    import filelock  # noqa: PLC0415  # see load_locking

    lock = filelock.FileLock(path, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        make_private_directory(path.parent)
        return lock.acquire(timeout=seconds)
    except filelock.Timeout:
        raise
    except OSError as error:
        if _takes_files(path.parent):
            raise failure(path, error) from error
        return None


def _takes_files(directory: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(directory, os.W_OK | os.X_OK, effective_ids=effective) and directory.is_dir()
