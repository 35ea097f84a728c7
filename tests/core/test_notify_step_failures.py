"""What fails inside the step is one warning in the guide's words, and the pipeline goes on."""

from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import (
    CredentialsMissing,
    CredentialsRefused,
    ProviderError,
    RouteStoreError,
)
from cakd_tui.core.events import (
    Kept,
    Noted,
    StepDone,
    Warned,
    WebhookReady,
)
from cakd_tui.core.notify_step import TITLE, NotifyStep
from cakd_tui.core.ports import Memory
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom
from tests.core.stage import CHANNEL, FULL, URL, WEBHOOK, Routes, Service, step, told

DENIED = RouteStoreError(
    "open /etc/cakd/my-project.json: permission denied",
    Symptom("config", {"reason": "permission", "errno": 13}),
)


async def warned(notify: NotifyStep) -> Warned:
    (warning,) = [event for event in await told(notify) if isinstance(event, Warned)]
    return warning


async def test_a_refusal_is_a_warning_in_the_guides_words() -> None:
    symptom = Symptom("http", {"status": 403})
    routes = Routes()
    failing = Service(routes, fails={"channel": ProviderError("pigeon error: 403", symptom)})
    events = await told(step(routes, failing))
    text = "Failed to provision notification channel: pigeon error: 403"
    assert events[-2:] == [Warned(text, "channel", symptom), StepDone(1, TITLE, failed=True)]


async def test_refused_credentials_are_told_apart() -> None:
    routes = Routes()
    failing = Service(routes, fails={"channel": CredentialsRefused("bad whistle")})
    assert (await warned(step(routes, failing))).refused


async def test_missing_credentials_stop_the_step_before_anything_is_asked() -> None:
    async def nothing() -> Answers:
        raise CredentialsMissing("no token was found")

    routes = Routes()
    warning = await warned(replace(step(routes), answers=nothing))
    assert warning.text == "Failed to provision notification channel: no token was found"
    assert warning.refused
    assert warning.kind == ""
    assert routes.history == []


async def test_a_route_that_cannot_be_saved_is_the_guides_other_warning() -> None:
    routes = Routes(unwritable=DENIED)
    events = await told(step(routes))
    assert WebhookReady(URL, made=True) in events
    assert events[-3:] == [
        Warned(
            "Failed to save webhook to local config: "
            "open /etc/cakd/my-project.json: permission denied",
            "route",
            DENIED.symptom,
        ),
        Kept((CHANNEL, WEBHOOK), noted=False),
        StepDone(1, TITLE, failed=True),
    ]


async def test_a_disk_that_refuses_does_not_matter_where_nothing_has_to_be_written() -> None:
    routes = Routes({"my-project": FULL}, unwritable=DENIED)
    assert not [event for event in await told(step(routes)) if isinstance(event, Warned)]


async def test_a_save_that_works_in_the_end_is_no_failure() -> None:
    class Recovers(Routes):
        def save(self, route: Route) -> None:
            try:
                super().save(route)
            finally:
                self.unwritable = None

    routes = Recovers(unwritable=DENIED)
    assert not [event for event in await told(step(routes)) if isinstance(event, Warned)]
    assert routes.saved["my-project"] == FULL


async def test_an_unreadable_route_is_said_and_counts_as_none() -> None:
    routes = Routes(unreadable=RouteStoreError("read my-project.json: not a saved route"))
    service = Service(routes)
    events = await told(step(routes, service))
    assert Noted("The saved route is not used: read my-project.json: not a saved route") in events
    assert service.known is None
    assert routes.saved["my-project"] == FULL


async def test_a_project_another_process_sets_up_is_left_to_it() -> None:
    busy = RouteStoreError("another cakd is setting up my-project", Symptom("config"))
    routes = Routes(busy=busy)
    warning = await warned(step(routes))
    text = "Failed to provision notification channel: another cakd is setting up my-project"
    assert warning == Warned(text, "", busy.symptom)
    assert routes.history == []


async def test_a_fault_of_the_program_is_not_passed_off_as_the_providers() -> None:
    class Faulty(Service):
        async def _make(self, thing: Remembered, memory: Memory, emit: Emit) -> None:
            raise ZeroDivisionError

    routes = Routes()
    with pytest.raises(ZeroDivisionError):
        await told(step(routes, Faulty(routes)))
    assert not routes.locked
