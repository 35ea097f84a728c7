"""New, tried, swapped, old deleted: until the swap every failure leaves the old one in use."""

import asyncio
from dataclasses import replace

import pytest

from cakd_tui.core.errors import ProviderError, RouteStoreError
from cakd_tui.core.events import Event, Noted, Warned, WebhookReady
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.rotation_step import RotationStep
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.symptom import GONE, Symptom
from tests.core.stage import (
    CHANNEL,
    FULL,
    SECOND,
    SECOND_URL,
    WEBHOOK,
    Routes,
    Service,
    known_answers,
)

NEW = replace(SECOND, kind="webhook")
OLD = replace(WEBHOOK, kind="webhook-old")
SWAPPED = Route("my-project", "pigeon", {"guild": "1"}, (CHANNEL, NEW), SECOND_URL)
REFUSED = ProviderError("no")


async def told(routes: Routes, service: Service | None = None) -> list[Event]:
    service = service or Service(routes)
    step = RotationStep(service, "my-project", "pigeon", known_answers, routes)
    return [event async for event in run_pipeline([step])]


def saved(route: Route = FULL) -> Routes:
    return Routes({"my-project": route})


def texts(events: list[Event]) -> list[str]:
    return [each.text for each in events if isinstance(each, Warned | Noted)]


async def test_the_route_leads_to_the_new_one_in_one_save_and_the_old_one_goes_last() -> None:
    routes = saved()
    events = await told(routes)
    assert routes.history == [
        "load",
        "save channel+webhook+webhook-next+url",
        "POST second",
        "save channel+webhook+webhook-next+url",
        "test",
        "save channel+webhook+webhook-old+url",
        "DELETE webhook-old 20",
        "save channel+webhook+url",
    ]
    assert routes.saved["my-project"] == SWAPPED
    assert WebhookReady(SECOND_URL, made=True) in events
    assert texts(events) == []


async def test_the_intent_stands_on_disk_before_anything_is_made() -> None:
    routes = saved()
    seen: list[Remembered | None] = []

    class Watched(Service):
        async def renew(self, *args, **kwargs):  # type: ignore[no-untyped-def]  # passes all on
            seen.append(routes.saved["my-project"].thing("webhook-next"))
            return await super().renew(*args, **kwargs)

    await told(routes, Watched(routes))
    assert seen == [Remembered("webhook-next", "", WEBHOOK.name, made=True)]


@pytest.mark.parametrize("failing", ["second", "test"])
async def test_a_failure_before_the_swap_leaves_the_old_one_in_use(failing: str) -> None:
    routes = saved()
    events = await told(routes, Service(routes, fails={failing: REFUSED}))
    route = routes.saved["my-project"]
    assert (route.webhook, route.thing("webhook")) == (FULL.webhook, WEBHOOK)
    assert "Failed to rotate the webhook: no" in texts(events)
    assert "the old webhook is in use as before" in texts(events)[-1]
    if failing == "test":
        assert "DELETE webhook-next 21" in routes.history
        assert route == FULL


@pytest.mark.parametrize("noted", [(), (SECOND,)])
async def test_what_is_gone_is_not_said_to_be_in_use(noted: tuple[Remembered, ...]) -> None:
    routes = saved(replace(FULL, remembered=(*FULL.remembered, *noted)))
    gone = ProviderError("the perch is gone", Symptom("route", {GONE: "perch"}))
    events = await told(routes, Service(routes, fails={"second": gone}))
    assert texts(events) == [
        "Failed to rotate the webhook: the perch is gone",
        "nothing is changed; cakd create makes again what is gone",
    ]


async def test_a_new_one_that_can_not_be_deleted_again_is_taken_up_by_the_next() -> None:
    routes = saved()
    fails = {"test": REFUSED, "DELETE webhook-next": REFUSED}
    events = await told(routes, Service(routes, fails=fails))
    assert routes.saved["my-project"] == FULL.with_thing(SECOND)
    assert "the next cakd rotate goes on with it" in texts(events)[-1]
    service = Service(routes)
    await told(routes, service)
    assert service.known == FULL.with_thing(SECOND)
    assert routes.saved["my-project"] == SWAPPED


async def test_a_route_that_can_not_be_saved_stops_it_before_anything_is_made() -> None:
    routes = saved()
    routes.unwritable = RouteStoreError("disk full")
    events = await told(routes)
    assert texts(events) == ["Failed to rotate the webhook: disk full"]
    assert "POST second" not in routes.history


async def test_a_swap_that_can_not_be_saved_deletes_the_new_one() -> None:
    class FillsUp(Routes):
        def save(self, route: Route) -> None:
            self.unwritable = RouteStoreError("disk full") if route.thing("webhook-old") else None
            super().save(route)

    routes = FillsUp({"my-project": FULL})
    events = await told(routes)
    assert routes.saved["my-project"] == FULL
    assert "DELETE webhook-next 21" in routes.history
    assert texts(events) == [
        "Failed to save webhook to local config: disk full",
        "the new webhook is deleted again; the old webhook is in use as before",
    ]


async def test_an_old_one_that_can_not_be_deleted_stays_written_down() -> None:
    routes = saved()
    events = await told(routes, Service(routes, fails={"DELETE webhook-old": REFUSED}))
    assert routes.saved["my-project"] == SWAPPED.with_thing(OLD)
    assert texts(events)[0] == "Failed to delete the old webhook: no"
    assert WebhookReady(SECOND_URL, made=True) in events


async def test_an_old_one_left_by_an_earlier_rotation_is_deleted_first() -> None:
    earlier = Remembered("webhook-old", "19", WEBHOOK.name, made=True)
    routes = saved(FULL.with_thing(earlier))
    await told(routes)
    deleted = [each for each in routes.history if each.startswith("DELETE")]
    assert deleted == ["DELETE webhook-old 19", "DELETE webhook-old 20"]
    assert routes.saved["my-project"] == SWAPPED


@pytest.mark.parametrize("kind", ["webhook-old", "webhook-next"])
async def test_the_one_in_use_is_never_taken_for_a_left_over(kind: str) -> None:
    routes = saved(FULL.with_thing(replace(WEBHOOK, kind=kind)))
    service = Service(routes)
    await told(routes, service)
    assert service.known == FULL
    assert routes.history.count("DELETE webhook-old 20") == 1
    assert routes.history.index("DELETE webhook-old 20") > routes.history.index("test")


async def test_an_adopted_old_one_is_left_and_said() -> None:
    routes = saved(FULL.with_thing(replace(WEBHOOK, made=False)))
    events = await told(routes)
    assert routes.saved["my-project"] == SWAPPED
    assert not [each for each in routes.history if each.startswith("DELETE")]
    assert "not made by cakd" in texts(events)[0]


@pytest.mark.parametrize(
    "routes",
    [Routes(), saved(FULL.without_thing("webhook")), saved(replace(FULL, provider="other"))],
)
async def test_without_a_webhook_there_is_nothing_to_rotate(routes: Routes) -> None:
    (warning,) = [each for each in await told(routes) if isinstance(each, Warned)]
    assert warning.text == (
        "Failed to rotate the webhook: no webhook of my-project is saved here; "
        "cakd create makes one"
    )
    assert routes.history == ["load"]


async def test_every_point_it_is_cancelled_at_leaves_a_route_that_works() -> None:
    whole = len(await told(saved()))
    for cut in range(1, whole + 1):
        routes = saved()
        step = RotationStep(Service(routes), "my-project", "pigeon", known_answers, routes)
        events = run_pipeline([step])
        for _ in range(cut):
            await anext(events)
        await asyncio.sleep(0)
        await events.aclose()
        assert not routes.locked
        assert routes.saved["my-project"].webhook in (FULL.webhook, SECOND_URL)
