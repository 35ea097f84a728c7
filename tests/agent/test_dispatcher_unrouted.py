"""What no route leads anywhere goes to the default; without one it is kept, and told of."""

import pytest

from tests.agent.doubles import later, route, until
from tests.agent.stage import Stage


async def test_the_default_takes_what_has_no_route_and_may_be_a_routes_own_place(
    on: Stage,
) -> None:
    on.default = "my-project"
    on.build()
    on.post.open.clear()
    await on.begin()
    await on.come("A", namespace="unknown")
    await on.come("B")
    await on.come("C", namespace="")
    on.post.open.set()
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A", "B", "C"]


async def test_what_came_before_it_began_is_told_of_in_the_order_it_came(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    names = [f"new-{number}" for number in (3, 1, 4, 0, 2)]
    for name in names:
        await on.come("A", namespace=name)
    await on.begin()
    await until(lambda: on.counted.nowhere == len(names))
    said = [each.getMessage() for each in caplog.records if each.name.endswith(".worklist")]
    assert [each.split()[2] for each in said] == names


async def test_those_that_lose_their_routes_are_told_of_in_the_order_they_came(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    names = [f"old-{number}" for number in (3, 1, 4, 0, 2)]
    on.files.put(*map(route, names))
    for name in names:
        on.post.answers[name].append(later(60.0))
    await on.begin()
    await until(lambda: on.watch.generation)
    for name in names:
        await on.come("A", namespace=name)
    await until(lambda: len(on.post.tried) == len(names))
    on.files.saved.clear()
    await until(lambda: on.watch.generation == 2)
    await until(lambda: not on.dispatcher.leads(names[-1]))
    said = [each.getMessage() for each in caplog.records if each.name.endswith(".worklist")]
    assert [each.split()[2] for each in said] == names


async def test_without_a_route_or_default_alerts_are_kept_and_said_once_a_namespace(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await on.begin()
    await on.come("A", "B", namespace="new")
    await on.come("C", namespace="")
    await until(lambda: on.counted.nowhere == 3)
    await on.come("D", namespace="new")
    await until(lambda: on.counted.nowhere == 4)
    said = [each.getMessage() for each in caplog.records]
    assert [each.split(" are kept")[0] for each in said] == [
        "Alerts of new",
        "Alerts of no namespace",
    ]
    assert (await on.dispatcher.standing()).undeliverable == 4
    assert not on.dispatcher.leads("new")
    assert on.dispatcher.leads("my-project")
    on.files.put(route("new"))
    await on.left(1)
    assert on.post.arrived_in("new") == ["A", "B", "D"]
    assert (await on.dispatcher.standing()).undeliverable == 1
    del on.files.saved["new"]
    await until(lambda: on.dispatcher.of("new") is None)
    await on.come("E", namespace="new")
    await until(lambda: on.counted.nowhere == 5)
