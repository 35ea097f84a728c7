import asyncio
import gc
from contextlib import aclosing

import pytest

from cakd_tui.core.events import Noted
from cakd_tui.core.stream import Emit, stream


async def test_events_come_in_the_order_they_were_said() -> None:
    async def work(emit: Emit) -> None:
        emit(Noted("one"))
        await asyncio.sleep(0)
        emit(Noted("two"))
        emit(Noted("three"))

    async with aclosing(stream(work)) as events:
        assert [event async for event in events] == [Noted("one"), Noted("two"), Noted("three")]


async def test_an_event_arrives_while_the_work_goes_on() -> None:
    go_on = asyncio.Event()

    async def work(emit: Emit) -> None:
        emit(Noted("waiting"))
        await go_on.wait()

    async with aclosing(stream(work)) as events:
        assert await anext(events) == Noted("waiting")
        go_on.set()
        with pytest.raises(StopAsyncIteration):
            await anext(events)


async def test_a_failure_is_raised_after_what_was_said_before_it() -> None:
    async def work(emit: Emit) -> None:
        emit(Noted("last words"))
        raise ValueError("broken")

    async with aclosing(stream(work)) as events:
        assert await anext(events) == Noted("last words")
        with pytest.raises(ValueError, match="broken"):
            await anext(events)


async def test_closing_early_cancels_the_work_and_waits_for_its_end() -> None:
    ended: list[str] = []

    async def work(emit: Emit) -> None:
        try:
            emit(Noted("begun"))
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("cleaned up")

    async with aclosing(stream(work)) as events:
        await anext(events)
    assert ended == ["cleaned up"]


async def test_cancelling_the_listener_cancels_the_work() -> None:
    ended: list[str] = []
    begun = asyncio.Event()

    async def work(emit: Emit) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cleaned up")

    async def listen() -> None:
        async with aclosing(stream(work)) as events:
            async for _ in events:
                pass

    listener = asyncio.create_task(listen())
    await begun.wait()
    listener.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listener
    assert ended == ["cleaned up"]


async def test_a_failure_nobody_waited_for_is_not_complained_about() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: complaints.append(about))

    async def work(emit: Emit) -> None:
        emit(Noted("one"))
        raise ValueError("broken")

    async with aclosing(stream(work)) as events:
        await anext(events)
    gc.collect()
    assert complaints == []
