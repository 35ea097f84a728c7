"""Alerts follow their routes: changed, repaired, rotated, broken, gone."""

import asyncio
import errno
import logging

import pytest

from cakd_tui.agent.destinations import REPAIRED
from cakd_tui.agent.queue import Quarantine
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.route import Route
from cakd_tui.core.symptom import Symptom
from tests.agent.doubles import alert, gone, later, route, until, until_stored
from tests.agent.stage import Stage


async def quarantined(on: Stage) -> None:
    """Have the project's box found gone."""
    on.post.answers["my-project"].append(gone())
    await on.begin()
    await on.come("A")
    await until(lambda: on.dispatcher.names("my-project") == () and on.post.tried)
    await until_stored(on.spool.quarantines)


async def opened(on: Stage) -> None:
    """Wait until no place is closed."""

    async def none() -> bool:
        return not await on.spool.quarantines()

    await until_stored(none)


async def looks(on: Stage) -> None:
    """Let the files be looked at a few times."""
    for _ in range(3):
        await on.watch.look()
    await asyncio.sleep(0.03)


async def test_a_route_that_changes_takes_what_waits_along(on: Stage) -> None:
    on.post.answers["my-project"].append(later(60.0))
    await on.begin()
    await on.come("A", "B")
    await until(lambda: on.post.tried)
    on.files.put(route(box="new"))
    await on.emptied()
    assert on.post.arrived_in("new") == ["A", "B"]
    assert on.post.arrived_in("my-project") == []


async def test_a_change_while_a_message_is_under_way_neither_doubles_nor_overtakes(
    on: Stage,
) -> None:
    on.post.open.clear()
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.under_way == ["my-project"])
    await on.come("B")
    on.files.put(route(box="new"))
    await until(lambda: on.watch.generation == 2)
    await asyncio.sleep(0.03)
    assert on.post.under_way == ["my-project"]
    on.post.open.set()
    await on.emptied()
    assert on.post.taken == [("my-project", ("A",)), ("new", ("B",))]


async def test_a_box_that_is_gone_is_never_tried_again_and_its_alerts_are_held(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await quarantined(on)
    await on.come("B")
    await looks(on)
    assert len(on.post.tried) == 1
    assert await on.waiting() == 2
    (closed,) = (await on.dispatcher.standing()).closed
    assert (closed.projects, closed.entry, closed.held) == (["my-project"], "T-GONE", 2)
    assert (closed.problem, closed.fix) == ("The box is gone", "Put up another.")
    assert [each.getMessage() for each in caplog.records] == [
        "Alerts of my-project are held, as their place at The post (my-project) is gone: "
        "nobody there [T-GONE] The box is gone. Somebody took it down. Put up another."
    ]


async def test_it_stays_closed_after_a_restart_and_opens_when_its_route_is_repaired(
    on: Stage,
) -> None:
    await quarantined(on)
    await on.restart()
    await on.come("B")
    await looks(on)
    assert len(on.post.tried) == 1
    on.files.put(route(box="new"))
    await on.emptied()
    assert on.post.arrived_in("new") == ["A", "B"]
    await opened(on)
    assert (await on.dispatcher.standing()).closed == []


async def test_repaired_while_the_agent_was_away_is_repaired_too(on: Stage) -> None:
    await quarantined(on)
    await on.dispatcher.stop()
    on.files.put(route(box="new"))
    on.build()
    await on.begin()
    await on.emptied()
    assert on.post.arrived_in("new") == ["A"]
    await opened(on)


async def test_saving_the_same_route_anew_has_it_tried_once_more(on: Stage) -> None:
    await quarantined(on)
    on.post.answers["my-project"].append(gone())
    on.files.put(route())
    await until(lambda: len(on.post.tried) == 2)
    await looks(on)
    assert len(on.post.tried) == 2
    await until_stored(on.spool.quarantines)
    on.files.put(route())
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A"]


async def test_an_old_box_taken_down_after_a_rotation_quarantines_nothing(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    on.post.open.clear()
    on.post.answers["my-project"].append(gone())
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.under_way)
    on.files.put(route(box="new"))
    on.post.open.set()
    await on.emptied()
    assert on.post.taken == [("new", ("A",))]
    assert await on.spool.quarantines() == []
    assert caplog.records == []


async def test_the_default_is_quarantined_like_any_other(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    on.default = "default"
    on.build()
    on.post.answers["default"].append(gone())
    await on.begin()
    await on.come("A", namespace="new")
    await until_stored(on.spool.quarantines)
    await on.come("B", namespace="newer")
    (closed,) = (await on.dispatcher.standing()).closed
    assert (closed.projects, closed.held) == ([], 2)
    assert caplog.records[0].getMessage().startswith("Alerts of all without a route are held")
    on.files.put(route("new"))
    await on.left(1)
    assert on.post.arrived_in("new") == ["A"]
    assert len(on.post.tried) == 2


async def test_one_dead_box_of_two_projects_holds_both_until_each_is_repaired(on: Stage) -> None:
    on.files.put(route("one", "box"), route("two", "box"))
    on.post.answers["box"].append(gone())
    await on.begin()
    await on.come("A", namespace="one")
    await on.come("B", namespace="two")
    await until_stored(on.spool.quarantines)
    on.files.put(route("one", "new"))
    await on.left(1)
    assert on.post.arrived_in("new") == ["A"]
    (closed,) = (await on.dispatcher.standing()).closed
    assert (closed.projects, closed.held) == (["two"], 1)


async def test_a_route_without_a_webhook_holds_until_it_has_one(on: Stage) -> None:
    on.default = "default"
    on.build()
    on.files.put(Route("my-project", "post"))
    await on.begin()
    await on.come("A")
    await looks(on)
    assert on.post.tried == []
    assert (await on.dispatcher.standing()).doubtful == {"my-project": REPAIRED}
    on.files.put(route(box="new"))
    await on.emptied()
    assert on.post.taken == [("new", ("A",))]


async def test_a_route_that_is_gone_leaves_its_alerts_to_the_default(on: Stage) -> None:
    on.default = "default"
    on.build()
    on.post.answers["my-project"].append(later(60.0))
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.tried)
    del on.files.saved["my-project"]
    await on.emptied()
    assert on.post.taken == [("default", ("A",))]


async def test_a_file_that_breaks_leaves_delivery_as_it_was(on: Stage) -> None:
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.taken)
    on.files.set("my-project", RouteStoreError("half a file"))
    await until(lambda: on.watch.saved.unreadable)
    assert (await on.dispatcher.standing()).doubtful == {"my-project": "half a file"}
    await on.come("B")
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A", "B"]


async def test_routes_that_cannot_be_listed_are_trouble_and_stay(on: Stage) -> None:
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.taken)
    on.files.listing = RouteStoreError("open /routes: permission denied")
    await until(lambda: on.watch.saved.unlisted)
    assert (await on.dispatcher.standing()).trouble == "open /routes: permission denied"
    await on.come("B")
    await on.emptied()
    on.files.listing = None
    await until(lambda: not on.watch.saved.unlisted)
    standing = await on.dispatcher.standing()
    assert (standing.trouble, standing.routes) == ("", 1)


async def test_nothing_is_delivered_before_the_routes_were_listed_once(on: Stage) -> None:
    on.default = "default"
    on.build()
    on.files.listing = RouteStoreError("open /routes: permission denied")
    await on.spool.close_place(Quarantine("gone", "T-GONE", 5.0))
    await on.begin()
    await on.come("A")
    await looks(on)
    assert on.post.tried == []
    assert len(await on.spool.quarantines()) == 1
    on.files.listing = None
    await on.emptied()
    assert on.post.taken == [("my-project", ("A",))]


async def test_no_directory_yet_is_no_trouble(on: Stage) -> None:
    on.files.listing = RouteStoreError("none", Symptom("config", {"errno": errno.ENOENT}))
    on.default = "default"
    on.build()
    await on.begin()
    await on.come("A")
    await on.emptied()
    assert on.post.taken == [("default", ("A",))]
    assert (await on.dispatcher.standing()).trouble == ""


async def test_what_nobody_told_of_is_found_by_counting(on: Stage) -> None:
    on.spool.listen(lambda _: None)
    await on.begin()
    await until(lambda: on.watch.generation)
    await asyncio.sleep(0.02)
    await on.come_together(alert("A"))
    on.dispatcher.arrived(["unknown"])  # has it count
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A"]


async def test_a_place_is_told_of_as_given_up_or_tried_again(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "cakd_tui.agent.quarantine")
    await quarantined(on)
    await on.restart()
    on.files.put(route(box="new"))
    await opened(on)
    said = [each.getMessage() for each in caplog.records][1:]
    assert said == [
        "Nothing is sent to my-project, as it was gone (T-GONE)",
        "my-project is given up, or tried again as its route was saved anew",
    ]
