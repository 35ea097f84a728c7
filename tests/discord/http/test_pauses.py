"""Sleeps that are cut short, all at once, and only those under way."""

import asyncio

import pytest

from cakd_tui.discord.http.pauses import Pauses

LONG = 30.0


async def begun(*sleeps: "asyncio.Task[bool]") -> None:
    """Let them fall asleep."""
    await asyncio.sleep(0)
    assert not any(each.done() for each in sleeps)


async def test_a_sleep_nobody_hurries_lasts() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    assert await Pauses(sleep)(2.5) is False
    assert slept == [2.5]


async def test_all_that_sleep_are_woken() -> None:
    pauses = Pauses()
    sleeps = [asyncio.create_task(pauses(LONG)) for _ in range(5)]
    await begun(*sleeps)
    pauses.hurry()
    assert await asyncio.wait_for(asyncio.gather(*sleeps), 1) == [True] * 5


async def test_a_hurry_with_nobody_asleep_touches_no_later_sleep() -> None:
    pauses = Pauses()
    pauses.hurry()
    sleep = asyncio.create_task(pauses(LONG))
    await begun(sleep)
    await asyncio.sleep(0.01)
    assert not sleep.done()
    pauses.hurry()
    assert await asyncio.wait_for(sleep, 1) is True
    assert await pauses(0) is False


async def test_hurrying_twice_does_no_more_than_once() -> None:
    pauses = Pauses()
    sleep = asyncio.create_task(pauses(LONG))
    await begun(sleep)
    pauses.hurry()
    pauses.hurry()
    await asyncio.sleep(0)
    pauses.hurry()
    assert await asyncio.wait_for(sleep, 1) is True
    assert pauses.hurries == 3


@pytest.mark.parametrize("hurried", [False, True])
async def test_a_cancellation_is_one_also_in_a_hurry(hurried: bool) -> None:
    pauses = Pauses()
    sleep = asyncio.create_task(pauses(LONG))
    await begun(sleep)
    sleep.cancel()
    if hurried:
        pauses.hurry()
    with pytest.raises(asyncio.CancelledError):
        await sleep
    pauses.hurry()


async def test_a_sleep_that_fails_by_itself_is_no_hurry() -> None:
    async def broken(seconds: float) -> None:
        raise TimeoutError(seconds)

    with pytest.raises(TimeoutError):
        await Pauses(broken)(1)
