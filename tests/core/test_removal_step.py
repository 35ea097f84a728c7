"""Things first, then the route; what fails or is broken off leaves a route that names the rest."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import (
    CredentialsMissing,
    CredentialsRefused,
    ProviderError,
    RouteStoreError,
)
from cakd_tui.core.events import Event, Kept, Removed, RouteForgotten, Warned
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.removal import doomed
from cakd_tui.core.removal_step import RemovalStep
from tests.core.stage import CHANNEL, FULL, WEBHOOK, Routes, Service, known_answers


def removal(routes: Routes, service: Service | None = None) -> RemovalStep:
    service = service or Service(routes)
    return RemovalStep(service, FULL, doomed(FULL), known_answers, routes)


async def told(step: Step) -> list[Event]:
    return [event async for event in run_pipeline([step])]


def saved() -> Routes:
    return Routes({"my-project": FULL})


async def test_each_thing_is_forgotten_before_the_next_and_the_route_goes_last() -> None:
    routes = saved()
    events = await told(removal(routes))
    assert routes.history == [
        "load",
        "DELETE webhook 20",
        "save channel",
        "DELETE channel 10",
        "save ",
        "forget",
    ]
    assert not routes.saved
    assert [each for each in events if isinstance(each, Removed | RouteForgotten)] == [
        Removed("webhook", WEBHOOK.name, found=True),
        Removed("channel", CHANNEL.name, found=True),
        RouteForgotten("my-project", "~/.config/cakd/my-project.json"),
    ]


async def test_a_refusal_keeps_the_route_and_says_what_is_still_there() -> None:
    routes = saved()
    failing = Service(routes, fails={"DELETE channel": ProviderError("no")})
    events = await told(removal(routes, failing))
    warning = next(each for each in events if isinstance(each, Warned))
    assert (warning.text, warning.kind) == ("Failed to remove notification channel: no", "channel")
    assert Kept((CHANNEL,)) in events
    assert routes.saved["my-project"] == FULL.without_thing("webhook")


async def test_a_route_that_changed_since_the_plan_is_left_alone() -> None:
    routes = Routes({"my-project": FULL.with_thing(replace(CHANNEL, id="11"))})
    events = await told(removal(routes))
    (warning,) = (each for each in events if isinstance(each, Warned))
    assert warning.symptom.facts == {"reason": "changed"}
    assert routes.history == ["load"]


async def test_a_removal_goes_on_where_its_first_try_failed() -> None:
    routes = saved()
    step = removal(routes, Service(routes, fails={"DELETE channel": ProviderError("no")}))
    await told(step)
    events = await told(replace(step, connection=Service(routes)))
    assert not [each for each in events if isinstance(each, Warned)]
    assert not routes.saved
    assert routes.history.count("DELETE webhook 20") == 1


async def test_missing_credentials_are_said_where_they_are_needed() -> None:
    async def nothing() -> Answers:
        raise CredentialsMissing("no token was found")

    routes = saved()
    needing = Service(routes, fails={"DELETE webhook": CredentialsRefused("needs the token")})
    step = RemovalStep(needing, FULL, doomed(FULL), nothing, routes)
    (warning,) = [each for each in await told(step) if isinstance(each, Warned)]
    assert warning.text == "Failed to remove notification channel: no token was found"
    assert warning.refused
    free = RemovalStep(Service(routes), FULL, doomed(FULL), nothing, routes)
    assert not [each for each in await told(free) if isinstance(each, Warned)]


async def test_another_run_at_it_is_a_warning() -> None:
    routes = saved()
    routes.busy = RouteStoreError("another cakd is setting up my-project")
    (warning,) = [each for each in await told(removal(routes)) if isinstance(each, Warned)]
    assert "another cakd" in warning.text
    assert routes.history == []


async def test_a_file_that_stays_is_a_warning() -> None:
    routes = saved()
    routes.unwritable = RouteStoreError("open x: permission denied")
    (warning,) = [each for each in await told(removal(routes)) if isinstance(each, Warned)]
    assert (warning.text, warning.kind) == (
        "Failed to remove notification channel: open x: permission denied",
        "route",
    )


async def test_an_interrupted_removal_is_finished_by_the_next() -> None:
    routes = saved()
    hanging = Service(routes, hangs="DELETE")
    task = asyncio.create_task(told(removal(routes, hanging)))
    await asyncio.sleep(0.02)
    assert routes.history[-1] == "DELETE webhook 20"
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert routes.saved == {"my-project": FULL}
    assert not routes.locked
    await told(removal(routes))
    assert not routes.saved
