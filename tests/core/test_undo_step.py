"""Undoing a failed run deletes what it made and puts the saved route back, or says what is left."""

from dataclasses import replace

import pytest

from cakd_tui.core.errors import CredentialsRefused, ProviderError, RouteStoreError
from cakd_tui.core.events import ActionDone, Event, Kept, RouteForgotten, StepDone, Warned
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.rollback import made_since
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.undo_step import UndoStep
from tests.core.stage import ANSWERS, CHANNEL, URL, WEBHOOK, Routes, Service

BEFORE = Route("my-project", "pigeon", {"guild": "0"})
PATH = "~/.config/cakd/my-project.json"


def undo(routes: Routes, before: Route | None = None, service: Service | None = None) -> UndoStep:
    shown = routes.saved.get("my-project")
    made = made_since(before, shown) if shown else ()
    service = service or Service(routes)
    return UndoStep(service, "pigeon", ANSWERS, before, routes, made, shown)


def half_made(before: Route | None = None) -> Routes:
    start = before or Route("my-project", "pigeon")
    return Routes({"my-project": start.with_thing(CHANNEL)})


async def told(step: UndoStep) -> tuple[list[Event], bool]:
    events = [event async for event in run_pipeline([step])]
    (done,) = [each for each in events if isinstance(each, StepDone)]
    return events, not done.failed


async def test_where_there_was_no_route_none_is_left() -> None:
    routes = half_made()
    events, well = await told(undo(routes))
    assert well
    assert not routes.saved
    assert "DELETE channel 10" in routes.history
    assert RouteForgotten("my-project", PATH) in events


async def test_the_route_from_before_is_put_back() -> None:
    routes = half_made(BEFORE)
    events, well = await told(undo(routes, BEFORE))
    assert well
    assert routes.saved == {"my-project": BEFORE}
    assert ActionDone("route", PATH, made=False) in events


async def test_what_was_there_before_is_not_deleted() -> None:
    before = BEFORE.with_thing(CHANNEL)
    routes = Routes({"my-project": before})
    _, well = await told(undo(routes, before))
    assert well
    assert routes.saved == {"my-project": before}
    assert not [each for each in routes.history if each.startswith("DELETE")]


async def test_what_no_route_names_is_deleted_as_the_run_said_it() -> None:
    routes = Routes()
    _, well = await told(replace(undo(routes), made=(CHANNEL,)))
    assert well
    assert not routes.saved
    assert "DELETE channel 10" in routes.history


@pytest.mark.parametrize(
    "by_another_run",
    [
        half_made().saved["my-project"].with_thing(WEBHOOK),
        half_made().saved["my-project"].with_webhook(URL),
        Route("my-project", "pigeon", {"guild": "2"}, (CHANNEL,)),
        None,
    ],
)
async def test_what_another_run_changed_meanwhile_is_left_alone(
    by_another_run: Route | None,
) -> None:
    routes = half_made(BEFORE)
    step = undo(routes, BEFORE)
    routes.saved = {"my-project": by_another_run} if by_another_run else {}
    events, well = await told(step)
    (warning,) = [each for each in events if isinstance(each, Warned)]
    assert not well
    assert warning.symptom.facts == {"reason": "changed"}
    assert not [each for each in routes.history if each.startswith(("DELETE", "save", "forget"))]


async def test_only_what_was_shown_is_deleted() -> None:
    routes = half_made()
    other = Remembered("channel", "99", "another", made=True)
    events, well = await told(replace(undo(routes), made=(other,)))
    assert not well
    assert [each.symptom.facts for each in events if isinstance(each, Warned)]
    assert not [each for each in routes.history if each.startswith("DELETE")]


async def test_it_goes_on_where_its_first_try_failed() -> None:
    both = half_made(BEFORE).saved["my-project"].with_thing(WEBHOOK)
    routes = Routes({"my-project": both})
    step = undo(routes, BEFORE, Service(routes, fails={"DELETE webhook": ProviderError("no")}))
    _, well = await told(step)
    assert not well
    assert routes.saved["my-project"] == both.without_thing("channel")
    _, well = await told(replace(step, connection=Service(routes)))
    assert well
    assert routes.saved == {"my-project": BEFORE}
    assert routes.history.count("DELETE channel 10") == 1


async def test_a_thing_that_can_not_be_deleted_stays_written_down() -> None:
    routes = half_made()
    service = Service(routes, fails={"DELETE channel": ProviderError("no")})
    events, well = await told(undo(routes, service=service))
    assert not well
    assert Kept((CHANNEL,)) in events
    assert routes.saved["my-project"].remembered == (CHANNEL,)


async def test_credentials_that_are_refused_are_said_to_be() -> None:
    routes = half_made()
    service = Service(routes, fails={"DELETE channel": CredentialsRefused("bad token")})
    events, _ = await told(undo(routes, service=service))
    (warning,) = [each for each in events if isinstance(each, Warned)]
    assert warning.text == "Failed to roll back: bad token"
    assert warning.refused


async def test_somebody_elses_run_is_not_disturbed() -> None:
    routes = half_made()
    routes.busy = RouteStoreError("another run is at it")
    events, _ = await told(undo(routes))
    (warning,) = [each for each in events if isinstance(each, Warned)]
    assert warning.text == "Failed to roll back: another run is at it"
    assert "DELETE channel 10" not in routes.history
