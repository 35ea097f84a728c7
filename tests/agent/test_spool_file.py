"""The spool's file: whose it is, how it is laid out, and what keeps it from being used."""

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from cakd_tui.agent import spool_file
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from cakd_tui.agent.spool_file import FILE, LAYOUT, reader, writer
from cakd_tui.core import atomic_write
from tests.agent.test_spool import alert

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no modes")


def mode_of(path: Path) -> int:
    """Its permission bits."""
    return path.stat().st_mode & 0o777


async def reason(directory: Path) -> str:
    """Why the spool can't be opened."""
    with pytest.raises(SpoolError) as caught:
        await Spool.open(directory)
    assert caught.value.message.startswith(f"spool {directory}: ")
    assert caught.value.symptom.kind == "spool"
    assert caught.value.symptom.text == caught.value.message
    return str(caught.value.symptom.facts["reason"])


@posix
async def test_all_files_are_the_users_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        spool = await Spool.open(tmp_path / "deep" / "spool")
        await spool.accept("a", [alert("One")])
        names = {each.name: mode_of(each) for each in (tmp_path / "deep" / "spool").iterdir()}
        await spool.aclose()
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "deep" / "spool") == 0o700
    assert set(names) > {FILE, f"{FILE}-wal", f"{FILE}-shm", "agent.lock"}
    assert set(names.values()) == {0o600}


async def test_every_commit_is_synced(tmp_path: Path) -> None:
    await (await Spool.open(tmp_path)).aclose()
    connection = writer(tmp_path, 1024**2)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert connection.execute("PRAGMA fullfsync").fetchone() == (1,)
    assert connection.execute("PRAGMA user_version").fetchone() == (LAYOUT,)
    connection.close()


async def test_a_probe_really_writes(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    log = tmp_path / f"{FILE}-wal"
    before = log.stat().st_size
    await spool.probe()
    assert 0 < log.stat().st_size - before <= 4 * 4096
    await spool.aclose()


async def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    await (await Spool.open(tmp_path)).aclose()
    connection = reader(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM alert")
    connection.close()


async def test_the_layout_of_a_newer_agent_is_left_alone(tmp_path: Path) -> None:
    await (await Spool.open(tmp_path)).aclose()
    with sqlite3.connect(tmp_path / FILE) as newer:
        newer.execute(f"PRAGMA user_version = {LAYOUT + 1}")
    newer.close()
    assert await reason(tmp_path) == "newer"
    assert await reason(tmp_path) == "newer"  # and the lock was let go


@pytest.mark.parametrize("content", [b"no database at all, but long enough for one" * 100, b"{}"])
async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert await reason(tmp_path) == "corrupt"
    assert (tmp_path / FILE).read_bytes() == content


async def test_a_damaged_file_is_told_when_it_shows(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    for number in range(50):
        await spool.accept(str(number), [alert(f"{number} {'x' * 500}")])
    await spool.aclose()
    content = bytearray((tmp_path / FILE).read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    (tmp_path / FILE).write_bytes(content)
    again = await Spool.open(tmp_path)
    with pytest.raises(SpoolError) as read:
        await again.waiting(["my-project"], 50)
    with pytest.raises(SpoolError) as written:
        await again.accept("a", [alert("One")])
    assert read.value.symptom.facts["reason"] == "corrupt"
    assert written.value.symptom.facts["reason"] == "corrupt"
    await again.aclose()


async def test_a_file_in_place_of_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("")
    assert await reason(tmp_path / "spool") == "not-a-directory"
    assert await reason(tmp_path / "spool" / "deeper") == "not-a-directory"


async def test_a_name_too_long_is_named(tmp_path: Path) -> None:
    assert await reason(tmp_path / ("x" * 300)) == "name-too-long"


async def test_a_spool_taken_away_keeps_nothing_silently(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path / "spool")
    await spool.accept("a", [alert("One")])
    (tmp_path / "spool").rename(tmp_path / "elsewhere")
    with pytest.raises(SpoolError) as caught:
        await spool.accept("b", [alert("Two")])
    assert caught.value.symptom.facts["reason"] == "moved"
    with pytest.raises(SpoolError, match="moved or deleted"):
        await spool.probe()
    (tmp_path / "elsewhere").rename(tmp_path / "spool")
    assert not await spool.accept("b", [alert("Two")])  # it was kept, where nobody would look
    assert await spool.accept("c", [alert("Three")])
    await spool.aclose()


async def test_a_log_deleted_alone_keeps_nothing_silently(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    await spool.accept("a", [alert("One")])
    (tmp_path / f"{FILE}-wal").unlink()
    with pytest.raises(SpoolError, match="moved or deleted"):
        await spool.accept("b", [alert("Two")])
    await spool.aclose()


async def test_somebody_who_holds_the_file_for_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.agent.spool_file._BUSY_SECONDS", 0.05)
    spool = await Spool.open(tmp_path)
    tool = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    tool.execute("BEGIN IMMEDIATE")
    with pytest.raises(SpoolError) as caught:
        await spool.accept("a", [alert("One")])
    assert caught.value.symptom.facts["reason"] == "busy"
    tool.execute("ROLLBACK")
    tool.close()
    assert await spool.accept("a", [alert("One")])
    await spool.aclose()


async def test_a_spool_that_can_not_be_read_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []

    def written(directory: Path, most_bytes: int) -> sqlite3.Connection:
        opened.append(writer(directory, most_bytes))
        return opened[0]

    def fails(_: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(spool_file, "writer", written)
    with monkeypatch.context() as patched:
        patched.setattr(spool_file, "reader", fails)
        await reason(tmp_path)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")
    spool = await Spool.open(tmp_path)
    await spool.aclose()


async def test_a_new_spools_names_last_through_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[Path] = []
    monkeypatch.setattr(atomic_write, "settle", settled.append)
    spool = await Spool.open(tmp_path / "deep" / "spool")
    await spool.aclose()
    assert settled == [tmp_path, tmp_path / "deep"]
