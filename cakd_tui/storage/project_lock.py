"""One set-up of a project at a time, across processes."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from os import getpid
from pathlib import Path

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.symptom import Symptom
from cakd_tui.storage.atomic_file import sweep_private
from cakd_tui.storage.lock_file import locked


@contextmanager
def project_lock(directory: Path, project: str) -> Iterator[None]:
    """Hold the project's lock.

    Raises `RouteStoreError` at once when another process has it, and where it can't be had though
    routes can be saved there. Where no file can be made the block runs without a lock: the route
    can't be saved there either, and saying so is the save's part.
    """
    path = directory / f".{project}.lock"
    try:
        lock = locked(path, 0)
    except TimeoutError:
        raise _busy(path, project) from None
    with lock or nullcontext():
        if lock:
            _move_in(path, project)
        yield


def _move_in(path: Path, project: str) -> None:
    """Leave this process's number in the lock file, and sweep up after earlier holders."""
    with suppress(OSError):
        path.write_text(str(getpid()), encoding="ascii")
    sweep_private(path.with_name(f"{project}.json"))


def _busy(path: Path, project: str) -> RouteStoreError:
    try:
        holder = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        holder = ""
    who = f"another cakd (process {holder})" if holder.isdigit() else "another cakd"
    message = f"{who} is setting up {project}; wait until it has ended, then run this again"
    return RouteStoreError(message, Symptom("config", {"reason": "busy"}, message))
