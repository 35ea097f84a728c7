import stat
import time
from pathlib import Path

import pytest

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


def test_where_no_lock_file_can_be_made_there_is_no_lock(bound: Path) -> None:
    bound.chmod(0o500)
    assert locked(bound / ".lock", 1) is None
    assert locked(bound / "cakd" / ".lock", 1) is None
