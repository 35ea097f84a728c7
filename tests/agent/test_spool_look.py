"""What another process sees of the spool, while the agent uses it and when none does."""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from cakd_tui.agent.queue import Quarantine
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from cakd_tui.agent.spool_file import FILE
from cakd_tui.agent.spool_lock import HOLDER
from cakd_tui.agent.spool_look import look_into
from tests.agent.doubles import alert

BOX = Quarantine("box", "T-GONE", 5.0)


async def filled(directory: Path) -> Spool:
    """A spool in use, with two alerts of one project, one of another, and one set aside."""
    spool = await Spool.open(directory, clock=lambda: 1000.0)
    await spool.accept("a", [alert("A", "one"), alert("B", "one"), alert("C", "two")])
    await spool.accept("b", [alert("D", "one")])
    await spool.set_aside([4], "odd")
    await spool.close_place(BOX)
    return spool


def files_in(directory: Path) -> set[str]:
    return {each.name for each in directory.iterdir()}


def test_where_no_agent_has_run_there_is_nothing_and_nothing_is_made(tmp_path: Path) -> None:
    assert look_into(tmp_path / "none", "one", "box") is None
    assert look_into(tmp_path, "one", "box") is None
    (tmp_path / "file").touch()
    assert look_into(tmp_path / "file", "one", "box") is None
    assert files_in(tmp_path) == {"file", "home"}


async def test_it_counts_what_waits_for_the_project_while_the_agent_runs(tmp_path: Path) -> None:
    spool = await filled(tmp_path)
    found = look_into(tmp_path, "one", "elsewhere")
    assert found is not None
    assert (found.waiting, found.oldest, found.set_aside) == (2, 1000.0, 1)
    assert (found.closed, found.running) == (None, True)
    other = look_into(tmp_path, "three", "box")
    assert other is not None
    assert (other.waiting, other.oldest, other.set_aside, other.closed) == (0, None, 0, BOX)
    await spool.aclose()


async def test_it_is_the_same_after_the_agent_ended_but_that_none_runs(tmp_path: Path) -> None:
    await (await filled(tmp_path)).aclose()
    files = files_in(tmp_path)
    found = look_into(tmp_path, "one", "box")
    assert found is not None
    assert (found.waiting, found.closed, found.running) == (2, BOX, False)
    assert files_in(tmp_path) == files


async def test_an_agent_that_was_killed_does_not_run(tmp_path: Path) -> None:
    await (await filled(tmp_path)).aclose()
    gone = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await gone.wait()
    (tmp_path / HOLDER).write_text(str(gone.pid))
    found = look_into(tmp_path, "one", "box")
    assert found is not None
    assert not found.running


async def test_looking_keeps_no_agent_waiting_and_no_agent_keeps_it_waiting(
    tmp_path: Path,
) -> None:
    spool = await filled(tmp_path)
    writing = sqlite3.connect(tmp_path / FILE, timeout=0, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("DELETE FROM alert")
    found = look_into(tmp_path, "one", "box")
    assert found is not None
    assert found.waiting == 2
    writing.execute("COMMIT")
    writing.close()
    await spool.aclose()


async def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database, however long it may be" * 30)
    with pytest.raises(SpoolError, match="file is not a database"):
        look_into(tmp_path, "one", "box")


async def test_a_newer_agents_spool_is_not_guessed_at(tmp_path: Path) -> None:
    await (await filled(tmp_path)).aclose()
    newer = sqlite3.connect(tmp_path / FILE)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(SpoolError, match="layout 99 of a newer cakd-agent"):
        look_into(tmp_path, "one", "box")


def test_a_spool_that_is_just_being_made_holds_nothing_yet(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    assert look_into(tmp_path, "one", "box") is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs another user")
async def test_another_users_spool_says_so(tmp_path: Path) -> None:
    await (await filled(tmp_path / "spool")).aclose()
    for each in (tmp_path, *tmp_path.parents):
        each.chmod(each.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        with pytest.raises(SpoolError, match="permission denied"):
            look_into(tmp_path / "spool", "one", "box")
    finally:
        os.seteuid(0)
