"""What is done to the spool's rows: each function one piece of a transaction."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final, Self

import msgspec

from cakd_tui.agent.queue import Held, Quarantine
from cakd_tui.core.alert import Alert

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Alert).decode

_TO_SPARE: Final = 0.75
"""The share of the file that may be in use where what leads nowhere is still kept."""


@dataclass(frozen=True, slots=True)
class Row:
    """An alert as it is kept."""

    namespace: str
    body: bytes

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """The row of this alert."""
        return cls(alert.namespace, _encode(alert))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A notification as it is kept."""

    key: str
    """The same for every sending of it."""
    group: str
    """Whose latest it is from now on."""
    rows: Sequence[Row]
    to_spare: bool
    """Whether it is kept only where that leaves a reserve to what may be delivered."""


def add(connection: sqlite3.Connection, arrival: Arrival, now: float, window: float) -> bool | None:
    """Put its rows at the end, unless its group's latest has this key and came within `window`.

    False says that it has, None that there is nothing to spare for it. `now` is in seconds since
    1970, `window` in seconds. A clock that was set back makes nothing a duplicate for longer.
    """
    around = (now - window, now + window)
    connection.execute("DELETE FROM notification WHERE at <= ? OR at >= ?", around)
    known = "SELECT 1 FROM notification WHERE key = ?"
    if connection.execute(known, (arrival.key,)).fetchone():
        return False
    if arrival.to_spare and not _has_some_to_spare(connection):
        return None
    connection.execute("DELETE FROM notification WHERE sent_by = ?", (arrival.group,))
    row = (arrival.key, arrival.group, now)
    connection.execute("INSERT INTO notification VALUES (?, ?, ?)", row)
    connection.executemany(
        "INSERT INTO alert (namespace, arrived_at, body) VALUES (?, ?, ?)",
        [(row.namespace, now, row.body) for row in arrival.rows],
    )
    return True


def oldest(
    connection: sqlite3.Connection, namespaces: Collection[str], most: int
) -> Sequence[Held]:
    """The oldest alerts of these namespaces, in the order of arrival.

    By the index alone: what it costs depends on `most`, not on how many alerts there are.
    """
    first = "SELECT id FROM alert WHERE namespace = ? ORDER BY id LIMIT ?"
    numbers = (
        number
        for namespace in set(namespaces)
        for (number,) in connection.execute(first, (namespace, most))
    )
    row = "SELECT id, arrived_at, body FROM alert WHERE id = ?"
    rows = (connection.execute(row, (number,)).fetchone() for number in nsmallest(most, numbers))
    return [Held(number, _decode(body), at) for number, at, body in filter(None, rows)]


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """How many alerts wait, by namespace; the one that has waited longest comes first."""
    asked = "SELECT namespace, COUNT(*) FROM alert GROUP BY namespace ORDER BY MIN(id)"
    return dict(connection.execute(asked).fetchall())


def remove(connection: sqlite3.Connection, ids: Collection[int]) -> None:
    """Delete these alerts; those that are gone already are no matter."""
    connection.executemany("DELETE FROM alert WHERE id = ?", [(each,) for each in ids])


def put_aside(connection: sqlite3.Connection, ids: Collection[int], why: str) -> None:
    """Move these alerts out of the way, with the reason."""
    connection.executemany(
        "INSERT INTO set_aside SELECT id, namespace, arrived_at, body, ? FROM alert WHERE id = ?",
        [(why, each) for each in ids],
    )
    remove(connection, ids)


def aside(connection: sqlite3.Connection) -> int:
    """How many alerts were put aside."""
    (number,) = connection.execute("SELECT COUNT(*) FROM set_aside").fetchone()
    return int(number)


def quarantines(connection: sqlite3.Connection) -> Sequence[Quarantine]:
    """The places that are closed, oldest first."""
    asked = "SELECT place, entry, since, mendable FROM quarantine ORDER BY since, place"
    return [
        Quarantine(place, entry, since, bool(mendable))
        for place, entry, since, mendable in connection.execute(asked)
    ]


def close_place(connection: sqlite3.Connection, quarantine: Quarantine) -> None:
    """Close the place, unless it is closed already."""
    row = (quarantine.place, quarantine.entry, quarantine.since, quarantine.mendable)
    connection.execute("INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?)", row)


def open_place(connection: sqlite3.Connection, place: str) -> None:
    """Open the place."""
    connection.execute("DELETE FROM quarantine WHERE place = ?", (place,))


def probe(connection: sqlite3.Connection) -> int:
    """Write a little; how many pages there is room for after it, in the file as it may grow."""
    connection.execute("INSERT OR REPLACE INTO probe (rowid, content) VALUES (1, randomblob(8))")
    used, most = _pages(connection)
    return most - used


def _has_some_to_spare(connection: sqlite3.Connection) -> bool:
    used, most = _pages(connection)
    return used < most * _TO_SPARE


def _pages(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many are in use, and how many there may be."""
    ((used,), (most,), (free,)) = (
        connection.execute(f"PRAGMA {each}").fetchone()
        for each in ("page_count", "max_page_count", "freelist_count")
    )
    return int(used - free), int(most)
