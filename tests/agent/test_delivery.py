"""From the spool into the channel, over a real socket, whatever Discord and the network do."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.errors import CakdError
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.rehearsal.answer import json_reply
from cakd_tui.rehearsal.faults import (
    Banned,
    Drop,
    Effect,
    Fault,
    Garbage,
    Html,
    Limited,
    Refused,
    Silence,
    Status,
    Truncated,
    WrongTypes,
)
from tests.agent.doubles import alert, until, until_stored
from tests.agent.ground import QUICK, Ground, ground

POSTS = ("POST", "/webhooks/*")
NAMES = [f"A{number:02}" for number in range(25)]


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Ground]:
    """A ground with one project, and nothing asked since."""
    async with ground(tmp_path) as on:
        await on.set_up("my-project")
        on.rehearsal.requests.clear()
        yield on


def posts(on: Ground) -> int:
    return sum(each.method == "POST" for each in on.rehearsal.requests)


async def test_a_backlog_arrives_in_order_in_as_few_messages_as_there_can_be(on: Ground) -> None:
    await on.come_together(*map(alert, NAMES))
    await on.begin()
    await on.left(0)
    assert on.arrived() == NAMES
    assert [len(each.embeds) for each in on.messages()] == [10, 10, 5]


async def test_each_project_has_its_own_channel_and_the_default_all_else(on: Ground) -> None:
    await on.set_up("other", "fallback")
    fallback = on.routes.load("fallback")
    assert fallback is not None
    on.default = replace(fallback, project="")
    on.routes.forget("fallback")
    await on.begin()
    await on.come("A1", "A2")
    await on.come("A3", namespace="other")
    await on.come("A4", namespace="unknown")
    await on.left(0)
    assert (on.arrived(), on.arrived("other"), on.arrived("fallback")) == (
        ["A1", "A2"],
        ["A3"],
        ["A4"],
    )


async def test_a_default_that_is_no_webhook_is_refused(on: Ground) -> None:
    on.default = Route("", "discord", webhook=Secret("https://example.com/hook"))
    with pytest.raises(CakdError, match="this is not a webhook URL"):
        await on.begin()


@pytest.mark.parametrize(
    "effect",
    [
        *(Limited(scope) for scope in ("user", "global", "shared")),
        *(Status(status) for status in (500, 502, 503, 504)),
        Drop(),
        Silence(),
    ],
    ids=str,
)
async def test_what_had_no_effect_is_sent_again_once_and_in_order(
    on: Ground, effect: Effect
) -> None:
    on.read = 0.3
    for first in (1, 3):
        on.rehearsal.faults.add(Fault(effect, *POSTS, nth=first, times=2))
    await on.come_together(*map(alert, NAMES))
    await on.begin()
    await on.left(0)
    assert on.arrived() == NAMES


@pytest.mark.parametrize(
    "effect",
    [
        *(Status(status, after=True) for status in (500, 502, 503, 504)),
        *(Drop(after=True), Silence(after=True)),
        Html(),
    ],
    ids=str,
)
async def test_what_had_an_effect_that_was_not_seen_is_doubled_and_never_lost(
    on: Ground, effect: Effect
) -> None:
    on.read = 0.3
    on.rehearsal.faults.add(Fault(effect, *POSTS, nth=2))
    await on.come_together(*map(alert, NAMES))
    await on.begin()
    await on.left(0)
    assert on.arrived() == [*NAMES[:20], *NAMES[10:]]


@pytest.mark.parametrize("effect", [Garbage(), WrongTypes(), Truncated()], ids=str)
async def test_a_yes_that_can_not_be_read_is_a_yes(on: Ground, effect: Effect) -> None:
    on.rehearsal.faults.add(Fault(effect, *POSTS, times=None))
    await on.come_together(*map(alert, NAMES))
    await on.begin()
    await on.left(0)
    assert on.arrived() == NAMES


@pytest.mark.parametrize("status", [429, 403])
async def test_a_ban_of_the_network_stops_all_places_after_one_request(
    on: Ground, status: int
) -> None:
    await on.set_up("other")
    on.rehearsal.requests.clear()
    on.rehearsal.faults.add(Fault(Banned(status), *POSTS, times=None))
    await on.begin()
    await on.come("A1")
    await until(lambda: posts(on) == 1)
    await asyncio.sleep(0.05)
    await on.come("A2")
    await on.come("A3", namespace="other")
    await asyncio.sleep(0.2)
    assert posts(on) == 1
    await on.left(3)


async def test_a_network_that_is_away_is_asked_by_one_and_all_arrives_when_it_is_back(
    on: Ground,
) -> None:
    projects = [f"project-{number}" for number in range(6)]
    await on.set_up(*projects)
    on.rehearsal.faults.add(Fault(Status(502), *POSTS, times=None))
    await on.begin()
    for project in projects:
        await on.come("A1", "A2", namespace=project)
    await asyncio.sleep(0.1)
    on.rehearsal.requests.clear()
    await until(lambda: posts(on) == 3)
    on.rehearsal.faults.clear()
    await on.left(0)
    assert [on.arrived(project) for project in projects] == [["A1", "A2"]] * 6


async def closed(on: Ground) -> str:
    """Wait for a place to be closed; the id of the entry about it."""
    await until_stored(on.spool.quarantines)
    (place,) = (await on.dispatcher.standing()).closed
    assert place.projects == ["my-project"]
    return place.entry


async def test_a_deleted_webhook_is_posted_to_once_and_repaired_by_create(
    on: Ground, caplog: pytest.LogCaptureFixture
) -> None:
    on.rehearsal.world.webhooks.clear()
    await on.begin()
    await on.come("A1")
    assert await closed(on) == "CAKD-D-10015"
    await on.come("A2", "A3")
    await asyncio.sleep(0.1)
    assert posts(on) == 1
    assert "[CAKD-D-10015] The webhook no longer exists." in caplog.text
    assert "Run cakd create again" in caplog.text
    await on.set_up("my-project")
    await on.left(0)
    assert on.arrived() == ["A1", "A2", "A3"]
    assert await on.spool.quarantines() == []


async def test_a_webhook_whose_token_was_reset_is_repaired_by_create(on: Ground) -> None:
    webhooks = on.rehearsal.world.webhooks
    for each in list(webhooks.values()):
        webhooks[each.id] = replace(each, token=each.token[::-1])
    await on.begin()
    await on.come("A1")
    assert await closed(on) == "CAKD-D-50027"
    await on.set_up("my-project")
    await on.left(0)
    assert on.arrived() == ["A1"]


@pytest.mark.parametrize(("status", "code"), [(400, 220001), (403, 50013), (400, 50008)])
async def test_a_channel_mended_with_the_same_webhook_is_opened_by_create(
    on: Ground, status: int, code: int
) -> None:
    refused = json_reply(status, {"message": "no", "code": code})
    on.rehearsal.faults.add(Fault(Refused(refused), *POSTS, times=None))
    before = on.routes.load("my-project")
    await on.begin()
    await on.come("A1")
    await closed(on)
    on.rehearsal.faults.clear()
    await on.come("A2")
    on.rehearsal.requests.clear()
    await on.set_up("my-project")
    assert {each.method for each in on.rehearsal.requests} <= {"GET", "POST"}
    await on.left(0)
    assert on.routes.load("my-project") == before
    assert on.arrived() == ["A1", "A2"]
    assert await on.spool.quarantines() == []


async def test_a_channel_mended_by_hand_is_found_open_after_a_while(on: Ground) -> None:
    on.times = replace(QUICK, retry=0.1)
    refused = json_reply(403, {"message": "no", "code": 50013})
    on.rehearsal.faults.add(Fault(Refused(refused), *POSTS, times=2))
    await on.begin()
    await on.come("A1", "A2")
    await on.left(0)
    assert on.arrived() == ["A1", "A2"]
    assert posts(on) <= 4


async def test_rotations_while_alerts_come_lose_nothing_and_double_nothing(
    on: Ground, caplog: pytest.LogCaptureFixture
) -> None:
    await on.begin()
    names = [f"A{number:03}" for number in range(120)]

    async def coming() -> None:
        for name in names:
            await on.come(name)
            await asyncio.sleep(0.005)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(coming())
        for _ in range(3):
            await on.rotate("my-project")
    await on.left(0)
    assert on.arrived() == names
    assert await on.spool.quarantines() == []
    assert caplog.records == []
