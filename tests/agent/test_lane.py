"""What comes to pass while a lane is between two messages is heeded before the next."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

from cakd_tui.agent.queue import Held
from tests.agent.doubles import later, route, until
from tests.agent.stage import Stage


def before_reading(on: Stage, namespace: str, do: Callable[[], Awaitable[object]]) -> None:
    """Have something happen once, just before the alerts of this namespace are read."""
    waiting = on.spool.waiting
    left = [do]

    async def read(namespaces: Collection[str], most: int) -> Sequence[Held]:
        if namespace in namespaces and left:
            await left.pop()()
        return await waiting(namespaces, most)

    on.spool.waiting = read  # type: ignore[method-assign]  # with something before it


async def test_what_came_first_goes_first_though_it_became_known_while_reading(on: Stage) -> None:
    on.files.put(route("one", "box"), route("two", "box"))

    async def more() -> None:
        await on.come("A2", namespace="one")
        await on.come("A3", namespace="two")

    before_reading(on, "two", more)
    await on.begin()
    await until(lambda: on.watch.generation)
    await on.come("A1", namespace="two")
    await on.emptied()
    assert on.post.arrived_in("box") == ["A1", "A2", "A3"]


async def test_what_was_taken_and_goes_elsewhere_by_now_is_left_to_the_other_lane(
    on: Stage,
) -> None:
    on.files.put(route("one", "box"), route("two", "box"))
    on.post.open.clear()
    for number in range(6):
        await on.come(f"A{number}", namespace=("one", "two")[number % 2])
    await on.begin()
    await until(lambda: on.post.under_way == ["box"])
    on.files.put(route("two", "new"))
    await until(lambda: on.watch.generation == 2)
    on.post.open.set()
    await on.emptied()
    assert on.post.arrived_in("box") == ["A0", "A2", "A4"]
    assert on.post.arrived_in("new") == ["A1", "A3", "A5"]


async def test_nothing_is_sent_once_the_service_is_known_to_be_away(on: Stage) -> None:
    on.files.put(route("other"))
    on.post.answers["my-project"].append(later(60.0, everywhere=True))

    async def away() -> None:
        await on.come("A")
        await until(lambda: on.watch.away)

    before_reading(on, "other", away)
    await on.begin()
    await on.come("B", namespace="other")
    await until(lambda: on.watch.away)
    await asyncio.sleep(0.05)
    assert on.post.tried == [("my-project", ("A",))]


async def test_what_comes_while_nothing_was_found_is_not_forgotten(on: Stage) -> None:
    waiting, came = on.spool.waiting, asyncio.Event()

    async def read(namespaces: Collection[str], most: int) -> Sequence[Held]:
        found = await waiting(namespaces, most)
        if not came.is_set():
            assert not found
            await on.come("A")
            came.set()
        return found

    on.spool.waiting = read  # type: ignore[method-assign]  # with something after it
    await on.begin()
    await until(lambda: on.watch.generation)
    on.dispatcher.arrived(["my-project"])
    await came.wait()
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A"]
