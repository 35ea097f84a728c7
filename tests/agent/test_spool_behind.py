"""A disk that does not keep up: what waits for it has a bound, and beyond it is refused at once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cakd_tui.agent import spool as spool_module
from cakd_tui.agent import spool_rows
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from cakd_tui.agent.spool_file import FILE
from tests.agent.test_spool import alert


@pytest.fixture
async def spool(tmp_path: Path) -> AsyncIterator[Spool]:
    """An empty spool."""
    opened = await Spool.open(tmp_path)
    yield opened
    await opened.aclose()


@contextmanager
def hanging(directory: Path) -> Iterator[None]:
    """Nothing can be written until the block is left."""
    other = sqlite3.connect(directory / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_what_waits_for_the_disk_has_a_bound(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "MOST_UNWRITTEN", 100_000)
    with hanging(tmp_path):
        asked = [asyncio.create_task(spool.accept(str(n), [alert("x" * 9000)])) for n in range(100)]
        done, waiting = await asyncio.wait(asked, timeout=0.5)
        assert 5 < len(waiting) <= 10
        for each in done:
            error = each.exception()
            assert isinstance(error, SpoolError)
            assert error.symptom.facts["reason"] == "slow"
    assert all(await asyncio.gather(*waiting))
    assert await spool.counts() == {"my-project": len(waiting)}
    assert await spool.accept("next", [alert("Next")])


async def test_who_gave_up_waiting_still_counts_until_it_is_written(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "MOST_UNWRITTEN", 50_000)
    with hanging(tmp_path):
        refused = 0
        for number in range(30):
            try:
                async with asyncio.timeout(0.005):
                    await spool.accept(str(number), [alert("x" * 9000)])
            except TimeoutError:
                continue
            except SpoolError:
                refused += 1
        assert refused >= 25
    assert await spool.accept("next", [alert("Next")])


async def test_all_who_probe_share_one_write(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = 0
    really = spool_rows.probe

    def probe(connection: sqlite3.Connection) -> int:
        nonlocal done
        done += 1
        return really(connection)

    monkeypatch.setattr(spool_rows, "probe", probe)
    with hanging(tmp_path):
        for _ in range(5):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await spool.probe()
        asked = [asyncio.create_task(spool.probe()) for _ in range(20)]
        await asyncio.sleep(0)
    await asyncio.gather(*asked)
    assert done == 1
    await spool.probe()
    assert done == 2
