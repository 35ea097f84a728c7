"""What the spool keeps, and for how long."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cakd_tui.agent.queue import Quarantine
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from cakd_tui.agent.spool_file import FILE
from cakd_tui.core.alert import Alert


def alert(name: str, namespace: str = "my-project") -> Alert:
    """A firing alert of this name."""
    labels = {"alertname": name, "namespace": namespace}
    return Alert(True, labels, {"summary": "⚠ slow"}, datetime(2026, 1, 2, 3, 4, 5, 678, UTC))


class Clock:
    """Time that stands still until it is set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The spool's clock."""
    return Clock()


@pytest.fixture
async def spool(tmp_path: Path, clock: Clock) -> AsyncIterator[Spool]:
    """An empty spool."""
    opened = await Spool.open(tmp_path / "spool", window=240, clock=clock)
    yield opened
    await opened.aclose()


async def names(spool: Spool, *namespaces: str, most: int = 100) -> list[str]:
    """The alerts that wait, by name."""
    return [held.alert.name for held in await spool.waiting(namespaces, most)]


async def test_what_was_accepted_waits_as_it_came(spool: Spool, clock: Clock) -> None:
    resolved = Alert(
        firing=False,
        labels={"alertname": "Late", "namespace": "my-project"},
        annotations={},
        starts_at=datetime(2026, 1, 2, tzinfo=UTC),
        ends_at=datetime(2026, 1, 3, tzinfo=UTC),
        fingerprint="00ff",
        generator_url="http://prometheus/graph",
        alertmanager_url="http://alertmanager",
    )
    assert await spool.accept("a", [alert("One"), resolved])
    held = await spool.waiting(["my-project"], 10)
    assert [each.alert for each in held] == [alert("One"), resolved]
    assert [each.arrived_at for each in held] == [clock.now, clock.now]


async def test_alerts_are_found_by_namespace_in_the_order_of_arrival(spool: Spool) -> None:
    await spool.accept("a", [alert("1", "one"), alert("2", "two"), alert("3", "")])
    await spool.accept("b", [alert("4", "two"), alert("5", "one")])
    assert await names(spool, "one", "two") == ["1", "2", "4", "5"]
    assert await names(spool, "two", "one", most=3) == ["1", "2", "4"]
    assert await names(spool, "one", "one") == ["1", "5"]
    assert await names(spool, "") == ["3"]
    assert await names(spool) == []
    assert await spool.counts() == {"": 1, "one": 2, "two": 2}


async def test_the_same_notification_is_kept_once_within_the_window(
    spool: Spool, clock: Clock
) -> None:
    assert await spool.accept("a", [alert("One")])
    clock.now += 239
    assert not await spool.accept("a", [alert("One")])
    assert await spool.accept("b", [alert("Two")])
    clock.now += 1
    assert await spool.accept("a", [alert("One")])
    assert await names(spool, "my-project") == ["One", "Two", "One"]


async def test_a_clock_set_back_makes_nothing_a_duplicate_for_longer(
    spool: Spool, clock: Clock
) -> None:
    assert await spool.accept("a", [alert("One")])
    clock.now -= 3600
    assert await spool.accept("a", [alert("One")])


async def test_keys_are_forgotten_after_the_window(
    spool: Spool, clock: Clock, tmp_path: Path
) -> None:
    for key in "abc":
        await spool.accept(key, [alert("One")])
    clock.now += 240
    await spool.accept("d", [alert("One")])
    with sqlite3.connect(tmp_path / "spool" / FILE) as looking:
        assert looking.execute("SELECT key FROM notification").fetchall() == [("d",)]
    looking.close()


async def test_the_same_notification_twice_at_once_is_kept_once(spool: Spool) -> None:
    kept = await asyncio.gather(*(spool.accept("a", [alert("One")]) for _ in range(20)))
    assert sorted(kept) == [False] * 19 + [True]
    assert await spool.counts() == {"my-project": 1}


async def test_what_is_asked_at_once_shares_a_commit(spool: Spool) -> None:
    before = spool.commits
    kept = await asyncio.gather(*(spool.accept(str(n), [alert("One")]) for n in range(100)))
    assert all(kept)
    assert spool.commits - before < 20
    assert await spool.counts() == {"my-project": 100}


async def test_what_is_delivered_is_forgotten(spool: Spool) -> None:
    await spool.accept("a", [alert("1"), alert("2"), alert("3")])
    first, second, _ = await spool.waiting(["my-project"], 3)
    await spool.delivered([first.id, second.id])
    await spool.delivered([first.id])
    assert await names(spool, "my-project") == ["3"]


async def test_what_is_set_aside_is_kept_with_its_reason(spool: Spool, tmp_path: Path) -> None:
    await spool.accept("a", [alert("1"), alert("2")])
    first, _ = await spool.waiting(["my-project"], 2)
    await spool.set_aside([first.id], "too odd")
    assert await names(spool, "my-project") == ["2"]
    assert await spool.aside() == 1
    with sqlite3.connect(tmp_path / "spool" / FILE) as looking:
        rows = looking.execute("SELECT id, namespace, why FROM set_aside").fetchall()
    looking.close()
    assert rows == [(first.id, "my-project", "too odd")]


async def test_a_closed_place_stays_closed_until_it_is_opened(spool: Spool) -> None:
    closed = Quarantine("1/a", "CAKD-D-10015", 5.0)
    await spool.close_place(Quarantine("2/b", "CAKD-D-50027", 6.0))
    await spool.close_place(closed)
    await spool.close_place(Quarantine("1/a", "CAKD-D-50027", 9.0))
    assert await spool.quarantines() == [closed, Quarantine("2/b", "CAKD-D-50027", 6.0)]
    await spool.open_place("1/a")
    await spool.open_place("1/a")
    assert [each.place for each in await spool.quarantines()] == ["2/b"]


async def test_arrivals_are_told_once_they_are_kept(spool: Spool) -> None:
    told: list[Collection[str]] = []
    spool.listen(told.append)
    await spool.accept("a", [alert("1", "one"), alert("2", "two"), alert("3", "two")])
    assert [set(each) for each in told] == [{"one", "two"}]
    await spool.accept("a", [alert("1", "one")])
    assert len(told) == 1


async def test_arrivals_are_told_though_the_sender_has_gone(spool: Spool) -> None:
    told = asyncio.Event()
    spool.listen(lambda _: told.set())
    sender = asyncio.create_task(spool.accept("a", [alert("1")]))
    await asyncio.sleep(0)
    sender.cancel()
    await asyncio.wait_for(told.wait(), 10)
    assert await names(spool, "my-project") == ["1"]


async def test_all_is_there_after_a_restart(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    await spool.accept("a", [alert("1"), alert("2")])
    await spool.close_place(Quarantine("1/a", "CAKD-D-10015", 5.0))
    (first, second) = await spool.waiting(["my-project"], 2)
    await spool.delivered([second.id])
    await spool.aclose()

    again = await Spool.open(tmp_path)
    assert not await again.accept("a", [alert("1")])
    assert await again.accept("b", [alert("3")])
    held = await again.waiting(["my-project"], 5)
    assert [each.alert.name for each in held] == ["1", "3"]
    assert held[0].id == first.id
    assert held[1].id > second.id
    assert len(await again.quarantines()) == 1
    await again.aclose()


async def test_closing_finishes_what_was_asked(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    asked = [asyncio.create_task(spool.accept(str(n), [alert("1")])) for n in range(300)]
    await asyncio.sleep(0)
    await spool.aclose()
    assert all(await asyncio.gather(*asked))
    with pytest.raises(RuntimeError, match="closed"):
        await spool.accept("late", [alert("1")])
    again = await Spool.open(tmp_path)
    assert await again.counts() == {"my-project": 300}
    await again.aclose()


async def test_a_second_agent_is_turned_away_and_told_who_has_it(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    with pytest.raises(SpoolError, match=r"another cakd-agent \(process \d+\)") as caught:
        await Spool.open(tmp_path)
    assert caught.value.symptom.facts["reason"] == "locked"
    await spool.aclose()
    await (await Spool.open(tmp_path)).aclose()


async def test_of_a_group_only_the_latest_is_known_again(spool: Spool) -> None:
    assert await spool.accept("fires", [alert("A")], group="g")
    assert await spool.accept("other", [alert("B")], group="h")
    assert await spool.accept("ends", [alert("A")], group="g")
    assert not await spool.accept("ends", [alert("A")], group="g")
    assert not await spool.accept("other", [alert("B")], group="h")
    assert await spool.accept("fires", [alert("A")], group="g")
    assert await names(spool, "my-project") == ["A", "B", "A", "A"]
