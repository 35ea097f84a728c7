"""A spool or a disk without room: nothing is taken, nothing is lost, and it goes on once there is.

The disk is full for real where the process may write no larger files; a file system of its own
could be made only by root.
"""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from cakd_tui.agent.spool_file import FILE
from tests.agent.test_spool import alert

SMALL = 256 * 1024
BIG = "x" * 8000


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Spool]:
    """A spool that is soon full."""
    spool = await Spool.open(tmp_path, most_bytes=SMALL)
    yield spool
    await spool.aclose()


async def filled(spool: Spool) -> int:
    """Put alerts in until no more go in; how many did."""
    number, told = 0, None
    while told is None and number < 1000:
        try:
            await spool.accept(str(number), [alert(f"{number} {BIG}")])
            number += 1
        except SpoolError as error:
            told = error
    assert told is not None
    assert told.symptom.facts["reason"] == "limit"
    assert "grown to the size it may have" in told.message
    return number


async def test_a_full_spool_takes_nothing_and_keeps_what_it_has(small: Spool) -> None:
    kept = await filled(small)
    assert kept > 5
    assert await small.counts() == {"my-project": kept}
    held = await small.waiting(["my-project"], 1000)
    assert [each.alert.name for each in held] == [f"{number} {BIG}" for number in range(kept)]


async def test_what_was_not_kept_is_not_taken_for_a_duplicate(small: Spool) -> None:
    kept = await filled(small)
    held = await small.waiting(["my-project"], 3)
    await small.delivered([each.id for each in held])
    assert await small.accept(str(kept), [alert(f"{kept} {BIG}")])


async def test_a_full_spool_is_told_by_a_probe(small: Spool) -> None:
    await small.probe()
    await filled(small)
    with pytest.raises(SpoolError):
        await small.probe()
    held = await small.waiting(["my-project"], 1000)
    await small.delivered([each.id for each in held])
    await small.probe()


async def test_what_makes_room_is_done_beside_what_does_not_fit(small: Spool) -> None:
    kept = await filled(small)
    first = (await small.waiting(["my-project"], 1))[0]
    large = [alert(BIG) for _ in range(50)]
    outcomes = await asyncio.gather(
        small.accept("large", large), small.delivered([first.id]), return_exceptions=True
    )
    assert isinstance(outcomes[0], SpoolError)
    assert outcomes[1] is None
    assert await small.counts() == {"my-project": kept - 1}


async def test_to_spare_is_what_is_above_the_reserve(small: Spool) -> None:
    number = 0
    with pytest.raises(SpoolError, match="no route") as told:  # noqa: PT012  # the last of many
        for number in range(100):
            await small.accept(f"s{number}", [alert(f"{number} {BIG}")], to_spare=True)
    assert told.value.symptom.facts["reason"] == "limit"
    assert number > 5
    assert not await small.accept("s0", [alert(f"0 {BIG}")], to_spare=True)
    assert await small.accept("a", [alert(BIG)])
    assert await filled(small) > 1
    held = await small.waiting(["my-project"], 1000)
    await small.delivered([each.id for each in held])
    assert await small.accept("again", [alert(BIG)], to_spare=True)


FULL_DISK = """
import asyncio, resource, signal, sys
from pathlib import Path
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from tests.agent.test_spool import alert

async def main():
    spool = await Spool.open(Path(sys.argv[1]))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, most))
    kept = 0
    for number in range(1000):
        try:
            kept += await spool.accept(str(number), [alert(str(number) + "x" * 8000)])
        except SpoolError as error:
            print(error.symptom.facts["reason"], flush=True)
            break
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert await spool.accept("room", [alert("room")])
    assert sum((await spool.counts()).values()) == kept + 1
    await spool.aclose()
    print(kept, flush=True)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_disk_that_takes_no_more_refuses_and_goes_on_once_it_does(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    reason, kept = done.stdout.split()
    assert reason == "other"
    assert int(kept) > 5
    with sqlite3.connect(tmp_path / FILE) as looking:
        assert looking.execute("SELECT COUNT(*) FROM alert").fetchone() == (int(kept) + 1,)
    looking.close()
