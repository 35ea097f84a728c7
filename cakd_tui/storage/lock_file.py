"""A lock between processes, on a file of its own.

The lock is the operating system's: it lets go when the process ends, however it ends.
"""

from contextlib import AbstractContextManager
from pathlib import Path

from cakd_tui.storage.atomic_file import make_private_directory


def load_locking() -> None:
    """Import what locking needs, which takes a moment, ahead of its use."""
    import filelock  # noqa: F401, PLC0415  # only runs that set something up pay for it


def locked(path: Path, seconds: float) -> AbstractContextManager[object] | None:
    """The lock on `path`, held until it is exited; None where no lock file can be made.

    Raises `TimeoutError` when another process still has it after so many seconds.
    """
    import filelock  # noqa: PLC0415  # see load_locking

    lock = filelock.FileLock(path, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        make_private_directory(path.parent)
        return lock.acquire(timeout=seconds)
    except filelock.Timeout:
        raise
    except OSError:
        return None
