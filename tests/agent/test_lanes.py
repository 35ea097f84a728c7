"""Lanes are begun when there is work, once for each place, and end in order."""

import asyncio

import pytest

from cakd_tui.agent.lane import Lane
from cakd_tui.agent.lanes import Lanes
from tests.agent.doubles import until


class Scripted(Lane):
    """A lane that does what the test says."""

    def __init__(self, script: list[object]) -> None:
        self.place = "box"
        self.script = script
        self.is_sending = False
        self.woken = 0
        self.ended = False
        self.free = asyncio.Event()

    def wake(self) -> None:
        """Counted."""
        self.woken += 1

    def end(self) -> None:
        """Noted."""
        self.ended = True

    async def run(self) -> None:
        """One step of the script."""
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        await self.free.wait()


@pytest.fixture
def made() -> list[Scripted]:
    """The lanes that were begun."""
    return []


def lanes(made: list[Scripted], script: list[object], pauses: list[int] | None = None) -> Lanes:
    def new(place: str) -> Lane | None:
        if not script:
            return None
        made.append(Scripted(script))
        return made[-1]

    def pause(failures: int) -> float:
        if pauses is not None:
            pauses.append(failures)
        return 0.0

    return Lanes(new, list[str]().append, pause)


async def test_a_place_has_one_lane_which_is_woken(made: list[Scripted]) -> None:
    running = lanes(made, ["work"])
    running.wake(["box", "box"])
    running.wake(["box"])
    assert (len(made), made[0].woken) == (1, 2)
    await running.end(1)


async def test_what_came_while_a_lane_ended_begins_another(made: list[Scripted]) -> None:
    running = lanes(made, ["work", "more"])
    running.wake(["box"])
    made[0].free.set()
    await until(lambda: len(made) == 2)
    await running.end(1)


async def test_a_mistake_is_said_without_its_words_and_the_lane_begun_again(
    made: list[Scripted], caplog: pytest.LogCaptureFixture
) -> None:
    pauses = list[int]()
    running = lanes(made, [ValueError("box:secret"), ValueError("box:secret"), "work"], pauses)
    running.wake(["box"])
    await until(lambda: len(made) == 3)
    assert pauses == [1, 2]
    assert len(caplog.records) == 2
    assert "a mistake of the agent's own: ValueError at run:" in caplog.text
    assert "secret" not in caplog.text
    await running.end(1)


async def test_a_lane_that_failed_is_not_begun_again_before_its_time(made: list[Scripted]) -> None:
    told = list[str]()

    def new(place: str) -> Lane:
        made.append(Scripted([ValueError("box:secret"), "work"][len(made) :]))
        return made[-1]

    running = Lanes(new, told.append, lambda _: 0.05)
    running.wake(["box"])
    await until(lambda: running.mistakes)
    running.wake(["box"])
    assert (len(made), told) == (1, ["box"])
    assert running.mistakes["box"].startswith("ValueError at run:")
    await until(lambda: len(made) == 2)
    assert running.mistakes
    running.delivered("box")
    assert not running.mistakes
    await running.end(1)


async def test_the_end_waits_for_what_is_under_way_and_for_nothing_else(
    made: list[Scripted],
) -> None:
    running = lanes(made, ["sends", "rests", "never"])
    running.wake(["one", "two"])
    await asyncio.sleep(0)
    made[0].is_sending = True
    ending = asyncio.create_task(running.end(5))
    await asyncio.sleep(0.01)
    assert not ending.done()
    assert [each.ended for each in made] == [True, True]
    running.wake(["three"])
    made[0].free.set()
    await ending
    assert len(made) == 2


async def test_the_end_does_not_wait_for_ever(made: list[Scripted]) -> None:
    running = lanes(made, ["hangs"])
    running.wake(["one"])
    await asyncio.sleep(0)
    made[0].is_sending = True
    await asyncio.wait_for(running.end(0.01), 5)
