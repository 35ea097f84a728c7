"""One agent to a spool."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from cakd_tui.agent.spool_error import SpoolError
from cakd_tui.agent.spool_lock import SpoolLock

HOLDER = """
import sys
from pathlib import Path
from cakd_tui.agent.spool_lock import SpoolLock
lock = SpoolLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_it_is_held_until_it_is_released(tmp_path: Path) -> None:
    lock = SpoolLock(tmp_path)
    with pytest.raises(SpoolError, match="another cakd-agent"):
        SpoolLock(tmp_path)
    lock.release()
    SpoolLock(tmp_path).release()


def test_another_process_is_named_and_its_lock_ends_with_it(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(SpoolError, match=rf"\(process {other.pid}\)") as caught:
            SpoolLock(tmp_path)
        other.kill()
    assert caught.value.symptom.facts["reason"] == "locked"
    assert "--spool" in caught.value.message
    SpoolLock(tmp_path).release()


def test_a_holder_that_left_no_number_is_named_without_one(tmp_path: Path) -> None:
    lock = SpoolLock(tmp_path)
    (tmp_path / "agent.pid").write_text("?")
    with pytest.raises(SpoolError, match="another cakd-agent is using it"):
        SpoolLock(tmp_path)
    lock.release()


async def test_it_may_be_released_in_another_thread(tmp_path: Path) -> None:
    lock = SpoolLock(tmp_path)
    await asyncio.to_thread(lock.release)
    SpoolLock(tmp_path).release()
