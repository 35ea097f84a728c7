"""While a service is away one at a time tries, and the pauses grow."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from cakd_tui.agent.outage import LEAST, Outage


class Time:
    """A clock that sleeping moves, once it is let."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        self.moves = asyncio.Event()
        self.moves.set()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        self.slept.append(seconds)
        await self.moves.wait()
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
async def time() -> Time:
    """A clock."""
    return Time()


@pytest.fixture
def outage(time: Time) -> Outage:
    """A service that pauses 1 s, 2 s, 4 s."""
    return Outage(lambda failures: 2.0 ** (failures - 1), time, time.sleep)


async def failed(outage: Outage, after: float | None = None) -> None:
    """Send something while the service is away."""
    async with outage.turn() as turn:
        turn.away(after)


async def test_nobody_waits_for_a_service_that_is_there(outage: Outage, time: Time) -> None:
    async with outage.turn() as one, outage.turn() as two:
        assert not one.is_over
        one.answered()
        two.answered()
    assert not time.slept
    assert not outage.is_away


async def test_pauses_grow_with_each_try_and_end_with_an_answer(outage: Outage, time: Time) -> None:
    for _ in range(3):
        await failed(outage)
    assert outage.seconds_left == 4.0
    async with outage.turn() as turn:
        assert time.slept == [1.0, 2.0, 4.0]
        turn.answered()
    assert (outage.is_away, outage.seconds_left) == (False, 0.0)
    await failed(outage)
    assert outage.seconds_left == 1.0


async def test_the_service_may_name_the_pause_but_not_none_at_all(outage: Outage) -> None:
    await failed(outage, 30.0)
    assert outage.seconds_left == 30.0
    await failed(outage, 0.0)
    assert outage.seconds_left == pytest.approx(LEAST)


async def test_what_was_sent_together_counts_once(outage: Outage) -> None:
    async with outage.turn() as one, outage.turn() as two, outage.turn() as three:
        assert one.away(None)
        assert two.is_over
        assert not two.away(None)
        three.answered()  # it went out before: no news
    assert outage.is_away
    assert outage.seconds_left == 1.0


async def test_one_tries_and_the_others_wait_for_what_comes_of_it(
    outage: Outage, time: Time
) -> None:
    await failed(outage)
    sent = list[str]()

    def lane(name: str, *, answered: bool) -> Callable[[], Coroutine[None, None, None]]:
        async def send() -> None:
            async with outage.turn() as turn:
                sent.append(name)
                await asyncio.sleep(0)
                turn.answered() if answered else turn.away(None)

        return send

    time.moves.clear()
    first = asyncio.create_task(lane("first", answered=False)())
    others = [asyncio.create_task(lane(name, answered=True)()) for name in ("b", "c", "d")]
    await asyncio.sleep(0.01)
    assert (sent, time.slept) == ([], [1.0])
    time.moves.set()
    await first
    assert sent == ["first"]
    await asyncio.gather(*others)
    assert time.slept == [1.0, 2.0]  # only one more tried before all others went
    assert sorted(sent[1:]) == ["b", "c", "d"]


async def test_who_leaves_without_a_word_lets_the_next_one_try(outage: Outage, time: Time) -> None:
    await failed(outage)
    time.moves.clear()
    trying = asyncio.create_task(failed(outage))
    waiting = asyncio.create_task(failed(outage))
    await asyncio.sleep(0)
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
    time.moves.set()
    await asyncio.wait_for(waiting, 5)
    assert outage.seconds_left == 2.0
