"""What a run would do, before it does it."""

from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.plan import Plan, PlanLine, Quota, Verb
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft, Outcome, Result
from cakd_tui.tui.proposal import Proposal, proposal

PERCH = PlanLine(Verb.CREATE, "perch", "perch-lab")
KEPT = replace(PERCH, verb=Verb.REUSE)
TAKEN = replace(PERCH, verb=Verb.ADOPT)
ANEW = replace(PERCH, verb=Verb.REPAIR)
ROUTE = PlanLine(Verb.UPDATE, "route", "~/lab.json")
FILE = PlanLine(Verb.CREATE, "file", "platform.yaml")


@pytest.mark.parametrize(
    ("lines", "label", "sentence"),
    [
        ((PERCH, PERCH, ROUTE), "Create 2 things", "2 things to create, 1 to update"),
        ((PERCH, ROUTE), "Create perch", "1 thing to create, 1 to update"),
        ((KEPT, ROUTE), "Set it up", "1 thing to update"),
        ((KEPT,), "Set it up", "Nothing to change"),
        ((TAKEN, ROUTE), "Set it up", "1 thing to adopt, 1 to update"),
        ((ANEW,), "Create perch", "1 thing to make anew"),
    ],
)
def test_the_button_and_the_sentence_count(
    lines: tuple[PlanLine, ...], label: str, sentence: str
) -> None:
    shown = Proposal(lines, requests=2, looked=True)
    assert shown.label == label
    assert shown.sentence == f"Nothing has been created yet. {sentence}: 2 requests, about 1 s."


def test_more_requests_take_longer() -> None:
    sentence = Proposal((PERCH,), requests=9, looked=True).sentence
    assert sentence.endswith("1 thing to create: 9 requests, about 4 s.")


def test_what_changes_nothing_at_the_provider_is_said() -> None:
    assert Proposal((PERCH,), requests=1, looked=True).sentence.endswith(": 1 request, about 1 s.")
    noted = Proposal((ROUTE,), requests=0, looked=True).sentence
    assert noted.endswith("1 thing to update: no request that changes anything.")


def test_the_plan_is_followed_by_the_projects_file(services: Services) -> None:
    draft = Draft(Answers("lab"), plan=Plan((PERCH, ROUTE), 1))
    shown = proposal(draft, services, FILE)
    assert shown.lines == (PERCH, ROUTE, FILE)
    assert shown.looked
    assert shown.unknown == ()


def test_a_file_nobody_has_read_yet_is_neither_left_out_nor_counted(services: Services) -> None:
    shown = proposal(Draft(Answers("lab"), plan=Plan((PERCH, ROUTE), 1)), services)
    assert [line.name for line in shown.unknown] == ["platform.yaml"]
    assert shown.lines == (PERCH, ROUTE, *shown.unknown)
    assert "1 thing to create, 1 to update: 1 request, " in shown.sentence


def test_the_limits_it_comes_nearer_to_are_told(services: Services) -> None:
    quotas = (Quota("perches", 3, 9), Quota("bells", 1, 2))
    shown = proposal(Draft(Answers("lab"), plan=Plan((PERCH,), 1, quotas)), services, FILE)
    assert shown.outlook == "Then 3 of 9 perches, 1 of 2 bells."
    assert Proposal((PERCH,), requests=1, looked=True).outlook == ""


def test_where_all_is_as_saved_nothing_is_left_to_do(services: Services) -> None:
    draft = Draft(Answers("lab"), plan=Plan((KEPT,), 0, settled=True))
    shown = proposal(draft, services, replace(FILE, verb=Verb.LEAVE))
    assert shown.settled
    assert shown.label == "Show the result"
    assert shown.sentence.startswith("It is all there already. Going on changes nothing")


def test_a_file_that_is_still_to_be_written_is_something_left_to_do(services: Services) -> None:
    draft = Draft(Answers("lab"), plan=Plan((KEPT,), 0, settled=True))
    shown = proposal(draft, services, FILE)
    assert not shown.settled
    assert shown.label == "Create file"


def test_without_a_plan_the_names_are_told_and_that_nobody_has_looked(services: Services) -> None:
    shown = proposal(Draft(Answers("lab")), services, FILE)
    assert [line.kind for line in shown.lines] == ["perch", "route", "file"]
    assert shown.label == "Set it up"
    assert shown.sentence.startswith("What is there is not known yet: it looks first")
    assert [line.kind for line in shown.unknown] == ["perch", "route"]


def test_after_a_run_what_it_made_is_reused_and_nothing_is_called_new(services: Services) -> None:
    route = Route("lab", "pigeon", {"loft": "7"})
    answers = Answers("lab").with_value("loft", "7")
    draft = Draft(answers, outcome=Outcome(Secret("https://x.example"), route))
    shown = proposal(draft, services, FILE)
    assert [line.verb for line in shown.lines[:2]] == [Verb.REUSE, Verb.UPDATE]
    assert {line.reason for line in shown.lines[:2]} == {"the run before has seen to it"}
    assert shown.unknown == ()
    assert shown.sentence.startswith("What was made is kept: it looks first")


def test_what_was_made_elsewhere_says_nothing_about_here(services: Services) -> None:
    outcome = Outcome(Secret("https://x.example"), Route("lab", "pigeon", {"loft": "7"}))
    moved = Draft(Answers("lab").with_value("loft", "8"), outcome=outcome)
    assert [line.kind for line in proposal(moved, services, FILE).unknown] == ["perch", "route"]


def test_a_plan_after_a_run_does_not_say_that_nothing_was_created(services: Services) -> None:
    outcome = Outcome(results=(Result("perch", "perch-lab, created"),))
    draft = Draft(Answers("lab"), plan=Plan((KEPT,), 1), outcome=outcome)
    assert proposal(draft, services, FILE).sentence.startswith("What was made is kept. ")
