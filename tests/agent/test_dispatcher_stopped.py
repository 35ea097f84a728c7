"""What is under way when the agent ends is finished, within bounds, and nothing else is begun."""

import asyncio
from dataclasses import replace

from tests.agent.doubles import later, route, until
from tests.agent.stage import QUICK, Stage


async def test_a_message_under_way_is_finished_and_struck_out(on: Stage) -> None:
    on.post.open.clear()
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.under_way)
    await on.come("B")
    stopping = asyncio.create_task(on.dispatcher.stop())
    await asyncio.sleep(0.02)
    assert not stopping.done()
    on.post.open.set()
    await stopping
    assert on.post.taken == [("my-project", ("A",))]
    assert await on.waiting() == 1
    assert on.post.closed


async def test_a_message_that_hangs_is_given_up_and_stays(on: Stage) -> None:
    on.times = replace(QUICK, grace=0.02)
    on.build()
    on.post.open.clear()
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.under_way)
    await asyncio.wait_for(on.dispatcher.stop(), 5)
    assert await on.waiting() == 1
    on.post.open.set()
    on.build()
    await on.begin()
    await on.emptied()
    assert on.post.taken == [("my-project", ("A",))]


async def test_lanes_that_only_wait_hold_nothing_up(on: Stage) -> None:
    on.times = replace(QUICK, grace=60.0)
    on.build()
    on.files.put(route("away"))
    on.post.answers["my-project"].append(later(60.0))
    on.post.answers["away"].append(later(60.0, everywhere=True))
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.tried)
    await on.come("B", namespace="away")
    await until(lambda: len(on.post.tried) == 2)
    await asyncio.sleep(0)
    assert 59 < (await on.dispatcher.standing()).away["The post"] <= 60
    await asyncio.wait_for(on.dispatcher.stop(), 5)
    assert await on.waiting() == 2


async def test_what_comes_after_the_end_waits_for_the_next_start(on: Stage) -> None:
    await on.begin()
    await on.come("A")
    await on.emptied()
    await on.dispatcher.stop()
    await on.come("B")
    assert await on.waiting() == 1
    on.build()
    await on.begin()
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A", "B"]


async def test_it_may_end_without_having_begun(on: Stage) -> None:
    await on.dispatcher.stop()
    await on.come("A")
    assert on.post.tried == []


async def test_a_watch_that_stops_by_mistake_is_trouble(on: Stage) -> None:
    def mistaken() -> dict[str, int]:
        raise TypeError("a mistake")

    await on.begin()
    await until(lambda: on.watch.generation)
    on.files.stamps = mistaken  # type: ignore[method-assign]  # a mistake in its place
    await asyncio.sleep(0.05)
    assert "restart the agent" in (await on.dispatcher.standing()).trouble
