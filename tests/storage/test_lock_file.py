import errno
import os
import stat
import time
from pathlib import Path

import pytest

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.storage.lock_file import locked


def test_a_lock_is_held_by_one_at_a_time(config: Path) -> None:
    lock = locked(config / ".lock", 0)
    assert lock
    with lock, pytest.raises(TimeoutError):
        locked(config / ".lock", 0)
    again = locked(config / ".lock", 0)
    assert again
    with again:
        assert stat.S_IMODE(config.stat().st_mode) == 0o700


def test_a_lock_is_waited_for_as_long_as_is_said(config: Path) -> None:
    lock = locked(config / ".lock", 0)
    assert lock
    started = time.perf_counter()
    with lock, pytest.raises(TimeoutError):
        locked(config / ".lock", 0.03)
    assert time.perf_counter() - started >= 0.03


def test_where_no_file_can_be_made_there_is_no_lock(bound: Path) -> None:
    bound.chmod(0o500)
    assert locked(bound / ".lock", 1) is None
    assert locked(bound / "cakd" / ".lock", 1) is None


def refusal(path: Path) -> tuple[str, str]:
    """What is said, and the row that it has, where a lock can't be had though files can be made."""
    with pytest.raises(RouteStoreError) as caught:
        locked(path, 0)
    (row,) = matching(own_entries(), caught.value.symptom)
    return str(caught.value), row.id


def test_a_lock_file_of_another_user_is_told(bound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, me = bound / ".lock", os.geteuid()
    path.touch(0o000)
    assert refusal(path) == (f"open {path}: permission denied", "CAKD-C-PERMISSION")
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert refusal(path) == (f"open {path}: permission denied", "CAKD-C-OWNER")


@pytest.mark.skipif(os.name != "posix", reason="the call is POSIX")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP])
def test_a_file_system_without_locks_is_told(
    number: int, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)
    said = f"lock {config}/.lock: {os.strerror(number).lower()}"
    assert refusal(config / ".lock") == (said, "CAKD-C-NO-LOCKS")
