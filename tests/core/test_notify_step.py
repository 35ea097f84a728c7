"""What a run of the step says, in which order, and what it writes down."""

from dataclasses import replace

from cakd_tui.core.errors import (
    ProviderError,
    RouteStoreError,
)
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    RouteLoaded,
    RouteSaved,
    StepDone,
    StepSkipped,
    StepStarted,
    WebhookReady,
)
from cakd_tui.core.notify_step import TITLE, UnconfiguredStep
from cakd_tui.core.route import Remembered, Route
from tests.core.stage import CHANNEL, FULL, URL, WEBHOOK, Routes, Service, step, told


async def test_a_run_says_what_it_does_and_saves_the_route() -> None:
    routes = Routes()
    path = "~/.config/cakd/my-project.json"
    assert await told(step(routes)) == [
        StepStarted(1, 1, TITLE),
        RouteLoaded(None),
        ActionStarted("channel", "Creating channel..."),
        ActionDone("channel", CHANNEL.name, made=True),
        ActionStarted("webhook", "Creating webhook..."),
        ActionDone("webhook", WEBHOOK.name, made=True),
        WebhookReady(URL, made=True),
        ActionStarted("route", ""),
        ActionDone("route", path, made=True),
        RouteSaved(FULL, path),
        StepDone(1, TITLE, failed=False),
    ]
    assert routes.saved == {"my-project": FULL}


async def test_what_exists_is_written_down_before_the_next_call() -> None:
    routes = Routes()
    await told(step(routes))
    assert routes.history == [
        "load",
        "POST channel",
        "save channel",
        "POST webhook",
        "save channel+webhook",
        "save channel+webhook+url",
    ]


async def test_a_second_run_knows_what_the_first_made_and_saves_the_same_once_more() -> None:
    routes = Routes({"my-project": FULL})
    service = Service(routes)
    events = await told(step(routes, service))
    assert service.known == FULL
    assert ActionDone("route", "~/.config/cakd/my-project.json", made=False) in events
    saves = ["save channel+webhook+url"]
    assert routes.history == ["load", "POST channel", "POST webhook", *saves]
    assert routes.saved == {"my-project": FULL}


async def test_an_unchanged_route_that_can_not_be_saved_once_more_stands_all_the_same() -> None:
    routes = Routes({"my-project": FULL}, unwritable=RouteStoreError("read-only"))
    events = await told(step(routes))
    assert StepDone(1, TITLE, failed=False) in events
    assert routes.saved == {"my-project": FULL}


async def test_a_run_that_failed_half_way_is_continued() -> None:
    routes = Routes()
    failing = Service(routes, fails={"webhook": ProviderError("pigeon error: tired")})
    await told(step(routes, failing))
    service = Service(routes)
    await told(step(routes, service))
    assert service.known is not None
    assert service.known.remembered == (CHANNEL,)
    assert routes.saved["my-project"] == FULL


async def test_another_providers_route_counts_as_none_and_is_replaced() -> None:
    other = Route("my-project", "smoke", {"hill": "3"}, (Remembered("fire", "1", "f", True),))
    routes = Routes({"my-project": other})
    service = Service(routes)
    await told(step(routes, service))
    assert service.known is None
    assert routes.saved["my-project"] == FULL


async def test_no_event_but_the_webhooks_carries_a_secret() -> None:
    events = await told(step(Routes()))
    assert "hush" not in repr(events)


async def test_a_project_without_a_provider_skips_the_step() -> None:
    skipped = StepSkipped(1, 1, "Provisioning Notification Channels", "not configured")
    assert await told(UnconfiguredStep()) == [skipped]


async def test_what_the_route_is_to_keep_takes_the_place_of_what_it_kept() -> None:
    routes = Routes({"my-project": replace(FULL, kept={"mention": "1", "old": "x"})})
    await told(step(routes, Service(routes, kept={"mention": "2"})))
    assert routes.saved["my-project"] == replace(FULL, kept={"mention": "2"})
    await told(step(routes, Service(routes)))
    assert routes.saved["my-project"] == FULL


async def test_a_run_that_fails_keeps_what_was_kept() -> None:
    before = replace(FULL, kept={"mention": "1"})
    routes = Routes({"my-project": before})
    failing = Service(routes, fails={"webhook": ProviderError("no")}, kept={"mention": "2"})
    await told(step(routes, failing))
    assert routes.saved["my-project"].kept == {"mention": "1"}
