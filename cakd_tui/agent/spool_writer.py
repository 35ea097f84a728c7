"""Group commit: whatever is asked while the disk is busy shares the next transaction and its sync.

Everybody is answered after the commit, and all by one wake-up of the event loop.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, Generic, Protocol, TypeVar

Result = TypeVar("Result")
Do = Callable[[sqlite3.Connection], Result]

MOST_AT_ONCE: Final = 256
"""Pieces of work in one transaction, so that nobody waits for all who came after him."""


class _Work(Protocol):
    """Something to be done in a transaction, whatever comes of it."""

    def run(self, connection: sqlite3.Connection) -> None:
        """Do it; the answer counts when the transaction is committed."""

    def fail(self, error: Exception) -> None:
        """It is not done."""

    def answer(self) -> None:
        """Say what came of it, on the event loop."""


class _Asked(Generic[Result]):
    """A piece of work, and who waits for its result."""

    def __init__(self, do: Do[Result], waiting: asyncio.Future[Result]) -> None:
        self._do = do
        self._waiting = waiting
        self._answer: Callable[[], None] = lambda: None

    def run(self, connection: sqlite3.Connection) -> None:
        result = self._do(connection)
        self._answer = lambda: self._waiting.set_result(result)

    def fail(self, error: Exception) -> None:
        self._answer = lambda: self._waiting.set_exception(error)

    def answer(self) -> None:
        if not self._waiting.done():
            self._answer()


class Writer:
    """The one thread that writes, from its making until `stop`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        translated: Callable[[sqlite3.Error], Exception],
        confirm: Callable[[], None],
    ) -> None:
        self.commits = 0
        """Transactions so far, each with its one sync of the log."""
        self._connection = connection
        self._translated = translated
        self._confirm = confirm
        """Raises where what was committed can't be relied on; called after each commit."""
        self._loop = asyncio.get_running_loop()
        self._asked: SimpleQueue[_Work | None] = SimpleQueue()
        self._stopped = False
        self._thread = Thread(target=self._write, name="cakd-spool", daemon=True)
        self._thread.start()

    def submit(self, do: Do[Result]) -> asyncio.Future[Result]:
        """Have this done; the result is there when it is on the disk."""
        if self._stopped:
            raise RuntimeError("the spool is closed")
        waiting: asyncio.Future[Result] = self._loop.create_future()
        self._asked.put(_Asked(do, waiting))
        return waiting

    async def stop(self) -> None:
        """Finish what was asked, and close the connection."""
        self._stopped = True
        self._asked.put(None)
        await asyncio.to_thread(self._thread.join)

    def _write(self) -> None:
        while (first := self._asked.get()) is not None:
            batch = [first, *self._more()]
            self._commit(batch)
            with suppress(RuntimeError):  # the event loop is closed, and nobody waits any more
                self._loop.call_soon_threadsafe(_answer, batch)
        self._connection.close()

    def _more(self) -> Sequence[_Work]:
        """What else has been asked by now."""
        found: list[_Work] = []
        while len(found) < MOST_AT_ONCE - 1:
            try:
                work = self._asked.get_nowait()
            except Empty:
                break
            if work is None:
                self._asked.put(None)  # nothing is asked after it: it is the next to be found
                break
            found.append(work)
        return found

    def _commit(self, batch: Sequence[_Work]) -> None:
        try:
            self._transact(batch)
        except Exception as error:  # noqa: BLE001  # whatever it was, the thread goes on
            if len(batch) > 1 and _is_of_one(error):
                for work in batch:
                    self._commit([work])
                return
            said = self._translated(error) if isinstance(error, sqlite3.Error) else error
            _fail(batch, said)
            return
        try:
            self._confirm()
        except Exception as error:  # noqa: BLE001
            _fail(batch, error)

    def _transact(self, batch: Sequence[_Work]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for work in batch:
                work.run(self._connection)
            self._connection.execute("COMMIT")
            self.commits += 1
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.rollback()
            raise


def _fail(batch: Sequence[_Work], error: Exception) -> None:
    for work in batch:
        work.fail(error)


def _answer(batch: Sequence[_Work]) -> None:
    for work in batch:
        work.answer()


def _is_of_one(error: Exception) -> bool:
    """Whether the others might do without the one that failed: deleting makes room in a full file.

    A disk that fails otherwise fails for all.
    """
    return (
        not isinstance(error, sqlite3.Error)
        or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    )
