"""What comes is delivered: in order, folded, each place by itself, and once."""

import asyncio
import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest

from cakd_tui.agent.queue import Held
from tests.agent.doubles import alert, later, route, unfit, until
from tests.agent.stage import QUICK, Stage


async def test_what_comes_is_delivered_and_struck_out(on: Stage) -> None:
    await on.begin()
    await on.come("A", "B")
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A", "B"]
    await until(lambda: sum(on.counted.delivered) == 2)


async def test_what_waited_before_the_start_is_delivered_first(on: Stage) -> None:
    await on.come("A", "B", "C", "D")
    await on.begin()
    await on.come("E")
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A", "B", "C", "D", "E"]
    assert on.post.taken[0] == ("my-project", ("A", "B", "C"))


async def test_each_message_that_arrives_is_a_line_of_the_log(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await on.come("A", "B", "C", "D")
    await on.begin()
    await on.emptied()
    await until(lambda: len(caplog.records) == 2)
    first, then = (each.getMessage() for each in caplog.records)
    assert first.startswith("delivered 3 alerts of my-project as message ")
    assert then.startswith("delivered 1 alert of my-project as message ")


async def test_a_backlog_is_folded_with_what_comes_meanwhile(on: Stage) -> None:
    on.post.open.clear()
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.under_way)
    await on.come("B", "C", "D", "E", "F")
    on.post.open.set()
    await on.emptied()
    assert [names for _, names in on.post.taken] == [("A",), ("B", "C", "D"), ("E", "F")]


async def test_the_spool_is_asked_no_more_often_than_something_came(on: Stage) -> None:
    asked = 0
    waiting = on.spool.waiting

    async def counted(namespaces: Collection[str], most: int) -> Sequence[Held]:
        nonlocal asked
        asked += 1
        return await waiting(namespaces, most)

    on.spool.waiting = counted  # type: ignore[method-assign]  # a spy in its place
    await on.begin()
    for each in ("A", "B", "C"):
        await on.come(each)
        await on.emptied()
        await until(lambda: not on.post.under_way)
        await asyncio.sleep(0.01)
    assert asked == 3


async def test_a_large_backlog_is_read_piece_by_piece_and_stays_folded(on: Stage) -> None:
    names = [f"A{number:03}" for number in range(100)]
    await on.come_together(*map(alert, names))
    await on.begin()
    await on.emptied()
    assert on.post.arrived_in("my-project") == names
    await until(lambda: on.counted.delivered == [3] * 33 + [1])


async def test_places_do_not_wait_for_each_other(on: Stage) -> None:
    on.files.put(route("slow"))
    on.post.answers["slow"].extend([later(60.0)])
    await on.begin()
    await on.come("S", namespace="slow")
    await until(lambda: on.post.tried)
    await on.come("A", "B")
    await on.left(1)
    assert on.post.arrived_in("my-project") == ["A", "B"]


async def test_projects_that_share_a_place_share_its_order(on: Stage) -> None:
    on.files.put(route("one", "box"), route("two", "box"))
    on.post.open.clear()
    await on.begin()
    for number in range(6):
        await on.come(f"A{number}", namespace=("one", "two")[number % 2])
    on.post.open.set()
    await on.emptied()
    assert on.post.arrived_in("box") == [f"A{number}" for number in range(6)]


async def test_a_message_that_is_postponed_is_sent_again_before_any_other(on: Stage) -> None:
    on.post.answers["my-project"].extend([later(), later(0.0)])
    await on.begin()
    await on.come_together(*map(alert, "ABCD"))
    await on.emptied()
    assert on.post.arrived_in("my-project") == list("ABCD")
    assert [names for _, names in on.post.tried[:3]] == [("A", "B", "C")] * 3
    assert on.counted.failures == ["postponed", "postponed"]


async def test_a_pause_that_is_asked_for_is_kept(on: Stage) -> None:
    on.post.answers["my-project"].append(later(0.3))
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.tried)
    began = asyncio.get_running_loop().time()
    await on.emptied()
    assert asyncio.get_running_loop().time() - began > 0.25


async def test_what_a_courier_waits_for_is_counted(on: Stage) -> None:
    await on.begin()
    await on.come("A")
    await on.emptied()
    await on.come("B")
    await on.emptied()
    assert on.counted.waited == 0.5


async def test_trouble_and_recovery_are_each_said_once(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    def of_lane() -> list[str]:
        return [each.getMessage() for each in caplog.records if each.name.endswith(".lane")]

    on.post.answers["my-project"].extend([later(0.0), later(0.0), later(0.0)])
    await on.begin()
    await on.come("A")
    await on.emptied()
    await until(lambda: len(of_lane()) == 2)
    assert of_lane() == [
        "my-project takes nothing for now, and is tried again: closed today",
        "my-project takes alerts again",
    ]


async def test_a_service_that_is_away_is_tried_by_one_lane_at_a_time(on: Stage) -> None:
    boxes = [f"box-{number}" for number in range(8)]
    on.files.put(*map(route, boxes))
    away = True
    on.post.judge = lambda _: later(everywhere=True) if away else None
    await on.begin()
    await on.come("first", namespace=boxes[0])
    await until(lambda: on.post.tried)
    for box in boxes:
        await on.come(box, namespace=box)
    tried = len(on.post.tried)
    await until(lambda: len(on.post.tried) >= tried + 2)
    assert len(on.post.under_way) <= 1
    away = False
    await on.emptied()
    assert sorted(set(on.post.arrived_in("box-3"))) == ["box-3"]
    assert len(on.post.tried) < 8 * 3


async def test_a_pause_shorter_than_a_second_is_told_as_it_is(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    on.post.judge = lambda _: later(0.4, everywhere=True)
    await on.begin()
    await on.come("A")
    await until(lambda: caplog.records)
    said = caplog.records[0].getMessage()
    assert re.fullmatch(r"The post is away, tried again in 0\.[34] s: closed today", said), said
    on.post.judge = lambda _: None
    await on.emptied()


async def test_what_is_accepted_in_no_form_is_set_aside_and_holds_up_nothing(
    on: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    on.post.judge = lambda names: unfit() if {"B", "b"} & {*names} else None
    await on.begin()
    await on.come_together(*map(alert, "ABCDE"))
    await on.emptied()
    assert on.post.arrived_in("my-project") == list("ACDE")
    assert [names for _, names in on.post.tried] == [
        tuple("ABC"),
        ("A",),
        ("B",),
        ("b",),
        ("C",),
        ("D", "E"),
    ]
    await until(lambda: on.counted.aside == 1)
    assert await on.spool.aside() == 1
    assert on.counted.failures == ["unacceptable"] * 3
    (said,) = caplog.records
    assert said.getMessage() == (
        "An alert of my-project (B) is set aside, as The post takes it in no form: too colourful"
    )


async def test_what_is_accepted_in_plain_is_delivered_in_plain(on: Stage) -> None:
    on.post.judge = lambda names: unfit() if "B" in names else None
    await on.begin()
    await on.come_together(*map(alert, "AB"))
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A", "b"]
    assert await on.spool.aside() == 0


@pytest.mark.parametrize("clumsy", [("pack",), ("pack", "plainest")])
async def test_an_alert_that_can_not_be_packed_holds_up_no_other(
    on: Stage, clumsy: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    on.post.clumsy = dict.fromkeys(clumsy, "B")
    await on.begin()
    await on.come_together(*map(alert, "ABCDE"))
    await on.emptied()
    is_lost = "plainest" in clumsy
    assert on.post.arrived_in("my-project") == (list("ACDE") if is_lost else list("AbCDE"))
    assert await on.spool.aside() == int(is_lost)
    assert (await on.dispatcher.standing()).trouble == ""
    said = [each.getMessage() for each in caplog.records]
    assert len(said) == int(is_lost)
    assert "TypeError at plainest:" in caplog.text or not is_lost
    assert "hush" not in caplog.text


async def test_many_alerts_that_can_not_be_packed_are_all_set_aside(on: Stage) -> None:
    on.post.clumsy = {"pack": "B", "plainest": "B"}
    await on.come_together(*[alert("B")] * 50, alert("A"))
    await on.begin()
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A"]
    assert await on.spool.aside() == 50


async def test_a_mistake_that_stays_is_trouble_and_not_hurried_by_what_comes(on: Stage) -> None:
    on.times = replace(QUICK, pause=lambda _: 0.2)
    on.build()
    on.post.answers["my-project"].append(RuntimeError("hush"))
    await on.begin()
    await on.come("A")
    await until(lambda: on.post.tried)
    await on.come("B", "C")
    await asyncio.sleep(0.05)
    assert len(on.post.tried) == 1
    trouble = (await on.dispatcher.standing()).trouble
    assert "my-project" in trouble
    assert "RuntimeError at deliver:" in trouble
    assert "hush" not in trouble
    assert on.counted.failures == ["mistake"]
    await on.emptied()
    await until(lambda: sum(on.counted.delivered) == 3)
    assert (await on.dispatcher.standing()).trouble == ""


async def test_a_mistake_in_a_courier_stops_no_other_lane_and_is_tried_again(on: Stage) -> None:
    on.post.answers["my-project"].append(RuntimeError("a mistake"))
    on.files.put(route("other"))
    await on.begin()
    await on.come("A")
    await on.come("B", namespace="other")
    await on.emptied()
    assert on.post.arrived_in("my-project") == ["A"]
    assert on.post.arrived_in("other") == ["B"]
