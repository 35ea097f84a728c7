"""One set-up of a project at a time, across processes.

The lock is the operating system's: it lets go when the process ends, however it ends.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from os import getpid
from pathlib import Path

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.symptom import Symptom
from cakd_tui.storage.atomic_file import make_private_directory


def load_locking() -> None:
    """Import what locking needs, which takes a moment, ahead of its use."""
    import filelock  # noqa: F401, PLC0415  # only runs that set something up pay for it


@contextmanager
def project_lock(directory: Path, project: str) -> Iterator[None]:
    """Hold the project's lock. Raises `RouteStoreError` at once when another process has it.

    Where no lock file can be made the block runs without one: the route can't be saved there
    either, and saying so is the save's part.
    """
    path = directory / f".{project}.lock"
    try:
        make_private_directory(directory)
        held = _acquired(path, project)
    except OSError:
        held = nullcontext()
    with held:
        yield


def _acquired(path: Path, project: str) -> AbstractContextManager[object]:
    import filelock  # noqa: PLC0415  # see load_locking

    lock = filelock.FileLock(path, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        held = lock.acquire(blocking=False)
    except filelock.Timeout:
        raise _busy(path, project) from None
    with suppress(OSError):
        path.write_text(str(getpid()), encoding="ascii")
        for leftover in path.parent.glob(f".{project}.json.*.tmp"):
            leftover.unlink()  # of a run that was killed while it saved
    return held


def _busy(path: Path, project: str) -> RouteStoreError:
    try:
        holder = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        holder = ""
    who = f"another cakd (process {holder})" if holder.isdigit() else "another cakd"
    message = f"{who} is setting up {project}; wait until it has ended, then run this again"
    return RouteStoreError(message, Symptom("config", {"reason": "busy"}, message))
