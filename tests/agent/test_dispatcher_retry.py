"""A closed place that may be mended where it is gets one message from time to time, others none."""

import asyncio
from dataclasses import replace

import pytest

from tests.agent.doubles import gone, route, until, until_stored
from tests.agent.stage import QUICK, Stage


@pytest.fixture
def retrying(on: Stage) -> Stage:
    """A stage on which a closed place is tried again soon."""
    on.times = replace(QUICK, retry=0.05)
    on.build()
    return on


async def opened(on: Stage) -> None:
    """Wait until no place is closed."""

    async def none() -> bool:
        return not await on.spool.quarantines()

    await until_stored(none)


async def closed(on: Stage) -> float:
    """Wait until a place is closed; since when it is."""
    await until_stored(on.spool.quarantines)
    (found,) = await on.spool.quarantines()
    return found.since


async def test_what_may_be_mended_in_place_is_tried_with_one_message_until_it_is(
    retrying: Stage,
) -> None:
    on = retrying
    on.post.judge = lambda _: gone(mendable=True)
    await on.come("A", "B", "C", "D")
    await on.begin()
    since = await closed(on)
    await until(lambda: len(on.post.tried) >= 3)
    assert {names for _, names in on.post.tried} == {("A", "B", "C")}
    assert len(on.post.tried) <= 6
    assert await closed(on) == since
    on.post.judge = None
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A", "B", "C", "D"]
    await opened(on)


async def test_what_is_gone_for_good_is_never_tried_again(retrying: Stage) -> None:
    on = retrying
    on.post.answers["my-project"].append(gone())
    await on.come("A")
    await on.begin()
    await closed(on)
    await asyncio.sleep(0.2)
    assert len(on.post.tried) == 1
    await on.restart()
    await asyncio.sleep(0.2)
    assert len(on.post.tried) == 1


async def test_a_restart_remembers_what_may_be_mended(on: Stage) -> None:
    on.post.answers["my-project"].append(gone(mendable=True))
    await on.come("A")
    await on.begin()
    await closed(on)
    on.times = replace(QUICK, retry=0.3)
    await on.restart()
    await asyncio.sleep(0.1)
    assert len(on.post.tried) == 1
    await on.emptied()
    assert len(on.post.tried) == 2


async def test_a_place_closed_again_after_it_took_something_is_closed_since_then(
    retrying: Stage,
) -> None:
    on = retrying
    on.post.answers["my-project"].append(gone(mendable=True))
    await on.come("A")
    await on.begin()
    since = await closed(on)
    await on.emptied()
    await opened(on)
    on.post.answers["my-project"].append(gone())
    await on.come("B")
    assert await closed(on) > since


async def test_the_default_of_the_command_is_tried_once_at_each_start(on: Stage) -> None:
    on.default = "default"
    on.build()
    on.post.answers["default"].extend([gone(), gone()])
    await on.come("A", namespace="new")
    await on.begin()
    await closed(on)
    await on.restart()
    await until(lambda: len(on.post.tried) == 2)
    await closed(on)
    await asyncio.sleep(0.05)
    assert len(on.post.tried) == 2
    await on.restart()
    await on.emptied()
    assert on.post.arrived_in("default") == ["A"]


async def test_a_default_from_a_file_stays_closed_at_a_start(on: Stage) -> None:
    on.files.put(route("", "box"))
    on.post.answers["box"].append(gone())
    await on.come("A", namespace="new")
    await on.begin()
    await closed(on)
    await on.restart()
    await asyncio.sleep(0.05)
    assert len(on.post.tried) == 1
