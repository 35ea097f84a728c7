"""Group commit: who shares a transaction, and who is told what."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from cakd_tui.agent.spool_writer import MOST_AT_ONCE, Writer


class Broken(Exception):
    """What the writer makes of SQLite's errors here."""


@pytest.fixture
async def writing(tmp_path: Path) -> AsyncIterator[Writer]:
    """A writer on a table of numbers, none of which may be there twice."""
    connection = sqlite3.connect(
        tmp_path / "file", isolation_level=None, check_same_thread=False, timeout=0
    )
    connection.execute("CREATE TABLE n (n INTEGER PRIMARY KEY)")
    made = Writer(connection, lambda error: Broken(str(error)), lambda: None)
    yield made
    await made.stop()


def put(number: int) -> Callable[[sqlite3.Connection], int]:
    """Work that puts a number in."""

    def do(connection: sqlite3.Connection) -> int:
        connection.execute("INSERT INTO n VALUES (?)", (number,))
        return number

    return do


async def busy(writing: Writer) -> threading.Event:
    """Keep the writer at a transaction of its own until this is set."""
    begun, end = threading.Event(), threading.Event()

    def do(_: sqlite3.Connection) -> None:
        begun.set()
        end.wait(30)

    writing.submit(do)
    assert await asyncio.to_thread(begun.wait, 30)
    return end


def numbers(path: Path) -> set[int]:
    """What is in the table."""
    with sqlite3.connect(path / "file") as looking:
        found = {number for (number,) in looking.execute("SELECT n FROM n")}
    looking.close()
    return found


async def test_what_is_asked_meanwhile_shares_the_next_commit(
    writing: Writer, tmp_path: Path
) -> None:
    end = await busy(writing)
    asked = [writing.submit(put(number)) for number in range(50)]
    end.set()
    assert list(await asyncio.gather(*asked)) == list(range(50))
    assert writing.commits == 2
    assert numbers(tmp_path) == set(range(50))


async def test_a_transaction_has_an_end(writing: Writer) -> None:
    end = await busy(writing)
    asked = [writing.submit(put(number)) for number in range(MOST_AT_ONCE * 2)]
    end.set()
    await asyncio.gather(*asked)
    assert writing.commits == 3


async def test_a_failure_of_one_undoes_all_of_its_transaction(
    writing: Writer, tmp_path: Path
) -> None:
    end = await busy(writing)
    asked = [writing.submit(put(number)) for number in (1, 1, 2)]
    end.set()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in outcomes] == [Broken] * 3
    assert numbers(tmp_path) == set()
    assert await writing.submit(put(3)) == 3


async def test_a_mistake_in_one_leaves_the_others_alone(writing: Writer, tmp_path: Path) -> None:
    def mistaken(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO n VALUES (99)")
        raise LookupError("own")

    end = await busy(writing)
    wrong = writing.submit(mistaken)
    right = writing.submit(put(1))
    end.set()
    assert await right == 1
    with pytest.raises(LookupError, match="own"):
        await wrong
    assert numbers(tmp_path) == {1}


async def test_who_has_gone_away_keeps_nobody_waiting(writing: Writer, tmp_path: Path) -> None:
    end = await busy(writing)
    gone, stays = writing.submit(put(0)), writing.submit(put(1))
    gone.cancel()
    end.set()
    assert await stays == 1
    assert numbers(tmp_path) == {0, 1}


async def test_what_can_not_be_relied_on_is_not_confirmed(tmp_path: Path) -> None:
    def unsure() -> None:
        raise Broken("gone")

    connection = sqlite3.connect(tmp_path / "file", isolation_level=None, check_same_thread=False)
    connection.execute("CREATE TABLE n (n INTEGER PRIMARY KEY)")
    writer = Writer(connection, lambda error: error, unsure)
    asked = [writer.submit(put(number)) for number in range(3)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [str(each) for each in outcomes] == ["gone"] * 3
    await writer.stop()


async def test_stopping_finishes_what_was_asked_and_closes(writing: Writer, tmp_path: Path) -> None:
    end = await busy(writing)
    asked = [writing.submit(put(number)) for number in range(MOST_AT_ONCE + 10)]
    stopped = asyncio.create_task(writing.stop())
    await asyncio.sleep(0)
    end.set()
    await asyncio.wait_for(stopped, 30)
    assert numbers(tmp_path) == set(range(MOST_AT_ONCE + 10))
    await asyncio.gather(*asked)
    with pytest.raises(RuntimeError, match="closed"):
        writing.submit(put(-1))
