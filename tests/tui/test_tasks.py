"""What a task shows before it is done, and what it says where it halted."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import StepDone, Warned, WebhookReady
from cakd_tui.core.plan import Verb
from cakd_tui.core.route import OLD_WEBHOOK, WEBHOOK, Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.core.symptom import GONE, Symptom
from cakd_tui.tui.progress import begun, planned, told
from cakd_tui.tui.tasks import Task, removing, rotating

URL = Secret("https://pigeons.example/perch/1/fee")
HOOK = Remembered(WEBHOOK, "1", "hook", made=True)
ROUTE = Route("ops-lab", "pigeon", {}, (HOOK,), URL)


def rotation(services: Services, route: Route) -> Task:
    """Changing this route's webhook."""
    return rotating(services, services.provider.connect(), route, Answers("ops-lab"))


@pytest.mark.parametrize("used", [replace(HOOK, made=False), None])
def test_a_webhook_that_was_found_there_is_left_and_said_to_go_on_posting(
    used: Remembered | None, services: Services
) -> None:
    route = replace(ROUTE, remembered=(used,) if used else ())
    task = rotation(services, route)
    assert task.lines[-1].verb is Verb.LEAVE
    assert "still posts: delete it by hand." in task.after
    assert "no longer posts" not in task.after
    assert rotation(services, ROUTE).lines[-1].verb is Verb.DELETE
    assert rotation(services, ROUTE).after.endswith("The old one no longer posts.")


def test_what_an_earlier_change_left_is_in_the_plan(services: Services) -> None:
    left = ROUTE.with_thing(Remembered(OLD_WEBHOOK, "0", "old hook", made=True))
    assert rotation(services, left).lines[0].name == "old hook"
    assert len(rotation(services, left).lines) == len(rotation(services, ROUTE).lines) + 1
    same = ROUTE.with_thing(replace(HOOK, kind=OLD_WEBHOOK))
    assert rotation(services, same).lines == rotation(services, ROUTE).lines


def test_a_change_that_halted_says_which_webhook_is_in_use(services: Services) -> None:
    task = rotation(services, ROUTE)
    start = begun(planned(task.lines), 0)
    failed = told(start, StepDone(1, "", failed=True), 1)
    swapped = told(told(start, WebhookReady(URL, made=True), 1), StepDone(1, "", failed=True), 2)
    assert "The old webhook is in use as before." in task.halted(failed)
    assert "The new webhook is in use, but the old one still posts." in task.halted(swapped)
    assert "by the webhook of the saved route" in task.halted(start)


def test_a_change_of_what_is_gone_says_that_nothing_is_in_use(services: Services) -> None:
    task = rotation(services, ROUTE)
    gone = Warned("the perch is gone", "webhook", Symptom("route", {GONE: "perch"}))
    start = told(begun(planned(task.lines), 0), gone, 1)
    failed = told(start, StepDone(1, "", failed=True), 1)
    assert task.halted(failed) == (
        "The perch is gone, and with it what led there. esc leads back: Repair makes it again."
    )


def removal(services: Services, gone: Collection[str] = ()) -> Task:
    """Taking a perch with its bell back."""
    things = (Remembered("perch", "1", "p", made=True), Remembered("bell", "2", "b", made=True))
    route = replace(ROUTE, remembered=things)
    answers = Answers("ops-lab")
    return removing(services, services.provider.connect(), route, answers, gone)


def test_what_is_gone_already_is_not_counted_among_what_is_deleted(services: Services) -> None:
    assert removal(services).label == "Delete 3 things"
    without = removal(services, ["bell"])
    assert without.label == "Delete 2 things"
    assert [(line.kind, line.reason) for line in without.lines] == [
        ("bell", "gone already"),
        ("perch", "made by cakd"),
        ("route", "once the rest is done"),
    ]
    assert removal(services, ["bell", "perch"]).label == "Delete it"


def test_it_goes_on_by_what_is_saved_by_then(services: Services) -> None:
    task = rotation(services, ROUTE)
    assert task.again is not None
    services.routes.save(ROUTE.with_thing(Remembered(OLD_WEBHOOK, "0", "old hook", made=True)))
    assert task.again().lines[0].name == "old hook"
