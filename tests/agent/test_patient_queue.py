"""Whatever fails in the spool is asked again until it works."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from cakd_tui.agent.patient_queue import PatientQueue
from cakd_tui.agent.queue import Held, Quarantine
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError
from tests.agent.doubles import alert, until


class Failing(Spool):
    """A spool whose disk fails so many times."""

    failures = 0

    def _fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise SpoolError("spool /spool: disk I/O error")

    async def waiting(self, namespaces: Collection[str], most: int) -> Sequence[Held]:
        """As it does, or fails."""
        self._fail()
        return await super().waiting(namespaces, most)

    async def delivered(self, ids: Collection[int]) -> None:
        """As it does, or fails."""
        self._fail()
        await super().delivered(ids)


async def test_what_fails_is_asked_again_and_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    spool = await Failing.open(tmp_path)
    await spool.accept("key", [alert("A")])
    paused = list[int]()

    def pause(failures: int) -> float:
        paused.append(failures)
        return 0.0

    queue = PatientQueue(spool, pause)
    spool.failures = 3
    (held,) = await queue.waiting(["my-project"], 5)
    assert (held.alert, paused, queue.trouble) == (alert("A"), [1, 2, 3], "")
    spool.failures = 1
    await queue.delivered([held.id])
    assert await queue.counts() == {}
    assert [each.getMessage() for each in caplog.records] == [
        "Deliveries wait for the spool: spool /spool: disk I/O error",
        "The spool can be used again",
    ] * 2
    await spool.aclose()


async def test_while_it_fails_the_trouble_can_be_asked_for(tmp_path: Path) -> None:
    spool = await Failing.open(tmp_path)
    queue = PatientQueue(spool, lambda _: 0.001)
    spool.failures = 10**9
    asking = [asyncio.create_task(queue.waiting(["one"], 5)) for _ in range(2)]
    await until(lambda: queue.trouble)
    assert queue.trouble == "spool /spool: disk I/O error"
    spool.failures = 0
    await asyncio.gather(*asking)
    assert queue.trouble == ""
    await spool.aclose()


async def test_who_gives_up_leaves_no_trouble_behind(tmp_path: Path) -> None:
    spool = await Failing.open(tmp_path)
    queue = PatientQueue(spool, lambda _: 60.0)
    spool.failures = 1
    asking = asyncio.create_task(queue.waiting(["one"], 5))
    await until(lambda: queue.trouble)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert queue.trouble == ""
    await spool.aclose()


async def test_all_else_passes_through(tmp_path: Path) -> None:
    spool = await Spool.open(tmp_path)
    queue = PatientQueue(spool)
    await spool.accept("key", [alert("A")])
    await queue.set_aside([1], "odd")
    assert await spool.aside() == 1
    await queue.close_place(Quarantine("box", "T-GONE", 5.0))
    assert await queue.quarantines() == [Quarantine("box", "T-GONE", 5.0)]
    await queue.open_place("box")
    assert await queue.quarantines() == []
    await spool.aclose()
