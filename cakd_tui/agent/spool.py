"""The spool: alerts on the disk, from their arrival until they are delivered.

What `accept` has taken survives `kill -9` and a power failure. All that is written goes through one
thread and its group commit; what is read goes past it on a connection of its own.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final, Self

from cakd_tui.agent import spool_file, spool_rows
from cakd_tui.agent.idempotency import WINDOW
from cakd_tui.agent.queue import Held, Quarantine
from cakd_tui.agent.spool_error import (
    SpoolError,
    at_limit,
    behind,
    failed,
    moved,
    nothing_to_spare,
    refused,
)
from cakd_tui.agent.spool_lock import SpoolLock
from cakd_tui.agent.spool_rows import Arrival, Row
from cakd_tui.agent.spool_writer import Do, Result, Writer
from cakd_tui.core.alert import Alert

Arrived = Callable[[Collection[str]], None]
"""Told the namespaces that got alerts, as soon as they are on the disk."""

MOST_BYTES: Final = 1024**3
"""What the file may grow to, unless it is said otherwise."""

MOST_UNWRITTEN: Final = 64 * 1024 * 1024
"""Bytes that may wait for the disk at once, those of senders who have given up among them."""

_FRAME: Final = 1024
"""Bytes that each notification and each alert takes beside what is said in it, about."""

_ROOM: Final = 16
"""Pages that must be left for the spool to count as usable: what a usual notification takes."""


class Spool:
    """The alerts in one directory, used by this process alone. A `Queue`.

    Every coroutine raises `SpoolError` where the disk fails.
    """

    def __init__(
        self,
        directory: Path,
        opened: "_Opened",
        most_bytes: int,
        window: float,
        clock: Callable[[], float],
    ) -> None:
        self._directory = directory
        self._lock, self._writing, self._reading = opened
        self._most_bytes = most_bytes
        self._window = window
        self._clock = clock
        self._arrived: Arrived = lambda _: None
        self._anchor = spool_file.Anchor(directory)
        self._unwritten = 0
        """Bytes that wait for the disk."""
        self._probing: asyncio.Future[int] | None = None
        self._writer = Writer(self._writing, self._told, self._confirm)
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="cakd-spool-reader")

    @classmethod
    async def open(
        cls,
        directory: Path,
        *,
        most_bytes: int = MOST_BYTES,
        window: float = WINDOW,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """The spool in `directory`, made where there is none. Raises `SpoolError`.

        It is the caller's to `aclose`. `clock` gives seconds since 1970.
        """
        opened = await asyncio.to_thread(_opened, directory, most_bytes)
        return cls(directory, opened, most_bytes, window, clock)

    def listen(self, arrived: Arrived) -> None:
        """Have `arrived` called on the event loop whenever alerts have come."""
        self._arrived = arrived

    @property
    def commits(self) -> int:
        """How often something was committed, each time with one sync of the disk."""
        return self._writer.commits

    async def accept(
        self, key: str, alerts: Sequence[Alert], *, group: str = "", to_spare: bool = False
    ) -> bool:
        """Keep the alerts of one notification; True says that they are on the disk.

        False says that the notification with this key came within the window, and no other of its
        group since: nothing is stored. Without a group it has one of its own.
        With `to_spare` it is kept only where a reserve is left; else `NothingToSpare` is raised.
        """
        rows = [Row.of(alert) for alert in alerts]
        size = _FRAME + sum(_FRAME + len(row.body) for row in rows)
        if self._unwritten + size > MOST_UNWRITTEN:
            raise behind()
        arrival = Arrival(key, group or key, rows, to_spare)
        kept = self._writer.submit(
            partial(spool_rows.add, arrival=arrival, now=self._clock(), window=self._window)
        )
        self._unwritten += size
        kept.add_done_callback(partial(self._announce, {row.namespace for row in rows}, size))
        is_kept = await asyncio.shield(kept)
        if is_kept is None:
            raise nothing_to_spare(self._directory)
        return is_kept

    async def waiting(self, namespaces: Collection[str], most: int) -> Sequence[Held]:
        """The oldest alerts of these namespaces, in the order of arrival; what waits stays."""
        return await self._read(partial(spool_rows.oldest, namespaces=namespaces, most=most))

    async def counts(self) -> Mapping[str, int]:
        """How many alerts wait, by namespace; alerts without one are under the empty name."""
        return await self._read(spool_rows.counts)

    async def delivered(self, ids: Collection[int]) -> None:
        """Forget these: they have arrived."""
        await self._write(partial(spool_rows.remove, ids=ids))

    async def set_aside(self, ids: Collection[int], why: str) -> None:
        """Keep these out of the way: the service does not take them in any form."""
        await self._write(partial(spool_rows.put_aside, ids=ids, why=why))

    async def aside(self) -> int:
        """How many alerts were set aside."""
        return await self._read(spool_rows.aside)

    async def quarantines(self) -> Sequence[Quarantine]:
        """The places that are closed, oldest first."""
        return await self._read(spool_rows.quarantines)

    async def close_place(self, quarantine: Quarantine) -> None:
        """Write down that a place is closed; one that is already stays as it was."""
        await self._write(partial(spool_rows.close_place, quarantine=quarantine))

    async def open_place(self, place: str) -> None:
        """Write down that a place is open again."""
        await self._write(partial(spool_rows.open_place, place=place))

    async def probe(self) -> None:
        """Make sure that something could be kept now. Raises `SpoolError` if not.

        Whoever asks while another's answer is awaited gets the same one.
        """
        if self._probing is None or self._probing.done():
            self._probing = self._writer.submit(spool_rows.probe)
        if await asyncio.shield(self._probing) < _ROOM:
            raise at_limit(self._directory)

    async def aclose(self) -> None:
        """Finish what was asked, and let the next one have the spool."""
        await self._writer.stop()
        await asyncio.to_thread(self._reader.shutdown)
        self._reading.close()
        self._lock.release()

    async def _write(self, do: Do[Result]) -> Result:
        return await asyncio.shield(self._writer.submit(do))

    async def _read(self, do: Do[Result]) -> Result:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._reader, do, self._reading)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _announce(
        self, namespaces: Collection[str], size: int, kept: asyncio.Future[bool | None]
    ) -> None:
        """Also where the one who asked has gone away meanwhile."""
        self._unwritten -= size
        if not kept.cancelled() and kept.exception() is None and kept.result():
            self._arrived(namespaces)

    def _confirm(self) -> None:
        if not self._anchor.holds:
            raise moved(self._directory)

    def _told(self, error: sqlite3.Error) -> Exception:
        """The failure of a transaction, on the writer's thread."""
        full = spool_file.is_at_limit(self._writing, self._most_bytes)
        said = self._failure(error, full=full)
        said.__cause__ = error
        return said

    def _failure(self, error: sqlite3.Error, *, full: bool = False) -> SpoolError:
        if not self._anchor.holds:  # SQLite says only that the disk fails
            return moved(self._directory)
        return failed(self._directory, error, full=full)


_Opened = tuple[SpoolLock, sqlite3.Connection, sqlite3.Connection]
"""The right to use it, and the connections to write and to read."""


def _opened(directory: Path, most_bytes: int) -> _Opened:
    with ExitStack() as undoing:
        try:
            spool_file.make_place(directory)
            lock = SpoolLock(directory)
            undoing.callback(lock.release)
            writing = spool_file.writer(directory, most_bytes)
            undoing.callback(writing.close)
            reading = spool_file.reader(directory)
        except OSError as error:
            raise refused(directory, error) from error
        except sqlite3.Error as error:
            raise failed(directory, error) from error
        undoing.pop_all()
    return lock, writing, reading
