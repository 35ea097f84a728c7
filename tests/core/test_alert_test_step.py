"""A test alert goes through the saved route, and what became of it is said."""

from dataclasses import replace

from cakd_tui.core.alert_test_step import AlertTestStep
from cakd_tui.core.courier import Gone
from cakd_tui.core.events import ActionStarted, Delivered, Event, StepDone, StepStarted, Warned
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from tests.core.stage import FULL, SECOND_URL, Routes, Service

ROUTE = FULL.with_webhook(SECOND_URL)


async def told(
    route: Route | None, service: Service | None = None, *, worst_case: bool = False
) -> list[Event]:
    service = service or Service(Routes())
    step = AlertTestStep(service, "my-project", route, worst_case)
    return [event async for event in run_pipeline([step])]


async def test_what_was_answered_is_said() -> None:
    assert await told(ROUTE) == [
        StepStarted(1, 1, "Sending a Test Alert"),
        ActionStarted("test", "Sending an alert through the webhook of my-project..."),
        Delivered("1", 0.1),
        StepDone(1, "Sending a Test Alert", failed=False),
    ]


async def test_the_largest_alert_is_sent_where_it_is_wanted() -> None:
    service = Service(Routes())
    said = await told(ROUTE, service, worst_case=True)
    assert (
        ActionStarted(
            "test", "Sending the largest alert there is through the webhook of my-project..."
        )
        in said
    )
    assert service.routes.history == ["largest test"]


async def test_a_failure_keeps_its_symptom() -> None:
    symptom = Symptom("http", {"code": 10015})
    service = Service(Routes(), fails={"test": Gone("it is gone", symptom)})
    said = await told(ROUTE, service)
    assert Warned("Failed to send the test alert: it is gone", "test", symptom) in said
    assert said[-1] == StepDone(1, "Sending a Test Alert", failed=True)


async def test_without_a_webhook_nothing_is_sent_and_the_way_to_one_is_named() -> None:
    for route in (None, replace(FULL, webhook=Secret(""))):
        service = Service(Routes())
        (warning,) = (each for each in await told(route, service) if isinstance(each, Warned))
        assert "no webhook of my-project is saved here; cakd create makes one" in warning.text
        assert warning.symptom.facts == {"reason": "none"}
        assert service.routes.history == []
