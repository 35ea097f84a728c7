"""A saved route is there, missing or unusable; each is told with what to do next."""

import pytest
from cakd_toy.provider import STATUS_PERCH, PigeonProvider

from cakd_tui.core.errors import RouteStoreError, UnknownProvider
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.route import Route
from cakd_tui.core.saved_route import (
    SAVED,
    all_inspections,
    is_drift,
    saved_route,
    without_provider,
)
from cakd_tui.core.symptom import Symptom
from tests.core.stage import Routes

ROUTE = Route("my-project", "pigeon")


def test_a_route_that_is_there_names_its_file() -> None:
    saved = saved_route(Routes({"my-project": ROUTE}), "my-project")
    assert saved.route == ROUTE
    assert saved.finding == Finding(SAVED, Verdict.PASS, "~/.config/cakd/my-project.json")


def test_without_one_the_next_step_is_to_create_it() -> None:
    saved = saved_route(Routes(), "my-project")
    assert saved.route is None
    assert saved.finding.verdict is Verdict.FAIL
    assert saved.finding.headline == "my-project is not set up yet"
    assert saved.finding.fixes[0].text == "cakd create -f platform.yaml"


def test_one_that_can_not_be_read_is_a_finding_with_the_stores_symptom() -> None:
    error = RouteStoreError("read x: no", Symptom("config", {"reason": "corrupt"}, "read x: no"))
    saved = saved_route(Routes(unreadable=error), "my-project")
    assert saved.route is None
    assert saved.finding.verdict is Verdict.FAIL
    assert saved.finding.symptom is error.symptom
    assert not saved.finding.fixes


def test_a_provider_that_is_not_installed_is_named() -> None:
    saved = saved_route(Routes({"my-project": ROUTE}), "my-project")
    found = without_provider(saved, UnknownProvider("unknown notification provider 'pigeon'"))
    assert found.finding.verdict is Verdict.FAIL
    assert "pigeon" in found.finding.fixes[0].text
    assert found.route == ROUTE


def test_the_route_itself_is_looked_at_before_what_its_provider_knows() -> None:
    assert all_inspections(PigeonProvider()) == (SAVED, STATUS_PERCH)


@pytest.mark.parametrize(
    ("verdict", "refused", "drift"),
    [
        (Verdict.PASS, False, False),
        (Verdict.SKIPPED, False, False),
        (Verdict.WARN, False, True),
        (Verdict.FAIL, False, True),
        (Verdict.FAIL, True, False),
    ],
)
def test_what_is_not_as_saved_is_drift_and_refused_credentials_are_not(
    verdict: Verdict, refused: bool, drift: bool
) -> None:
    assert is_drift(Finding(Check("x", "X"), verdict, "", refused=refused)) is drift


def test_what_there_was_no_answer_about_is_no_drift() -> None:
    assert not is_drift(Finding(Check("x", "X"), Verdict.FAIL, "", unknown=True))
