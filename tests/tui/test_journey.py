"""The way from a token to a delivered alert, and the draft that is carried along it."""

from dataclasses import replace

import pytest
from cakd_toy.provider import PigeonProvider

from cakd_tui.core.answers import Answers
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.plan import Plan
from cakd_tui.core.secret import Secret
from cakd_tui.tui.journey import Draft, Mark, Outcome, another_project, stations, stops

WAY = stops(PigeonProvider())
KEYS = ["whistle", "loft", "project", "checks", "run", "done"]
D, H, A, F = Mark.DONE, Mark.HERE, Mark.AHEAD, Mark.FAILED


def marks(position: int, draft: Draft) -> list[Mark]:
    """The marks of all steps."""
    return [station.mark for station in stations(WAY, position, draft)]


def test_each_field_of_the_provider_is_a_stop_and_the_rest_is_the_same_for_all() -> None:
    assert [stop.key for stop in WAY] == KEYS
    assert [stop.field and stop.field.key for stop in WAY] == ["whistle", "loft", *[None] * 4]


@pytest.mark.parametrize(
    ("position", "expected"),
    [(0, [H, A, A, A, A, A]), (3, [D, D, D, H, A, A]), (5, [D, D, D, D, D, D])],
)
def test_what_lies_behind_is_done_and_so_is_the_last_step(
    position: int, expected: list[Mark]
) -> None:
    assert marks(position, Draft()) == expected
    here = [station.here for station in stations(WAY, position, Draft())]
    assert here == [index == position for index in range(6)]


def test_a_failed_step_is_marked_from_there_on_and_not_while_it_lies_ahead() -> None:
    draft = Draft().with_failed("checks", True)
    assert marks(2, draft) == [D, D, H, A, A, A]
    assert marks(3, draft) == [D, D, D, F, A, A]
    assert marks(4, draft) == [D, D, D, F, H, A]
    assert marks(4, draft.with_failed("checks", False)) == [D, D, D, D, H, A]


def test_what_was_said_of_a_step_stands_under_it_once_it_is_reached() -> None:
    draft = Draft().with_said("whistle", "Coo").with_said("project", "ops-lab")
    said = [station.said for station in stations(WAY, 1, draft)]
    assert said == ["Coo", "", "", "", "", ""]
    assert stations(WAY, 2, draft)[2].said == "ops-lab"


def test_a_draft_is_added_to_and_never_changed() -> None:
    empty = Draft()
    full = empty.with_typed("whistle", "sesame").with_said("whistle", "Coo")
    assert full.with_failed("run", True).failed == {"run"}
    assert empty == Draft()
    assert full.with_typed("loft", "7").typed.keys() == {"whistle", "loft"}
    assert full.with_said("loft", "Old Tower").said["whistle"] == "Coo"


def test_what_was_typed_is_masked_wherever_a_draft_is_printed() -> None:
    draft = Draft().with_typed("whistle", "sesame")
    assert draft.typed["whistle"].reveal() == "sesame"
    assert "sesame" not in repr(draft)


def test_another_project_keeps_what_is_asked_once_and_forgets_the_rest() -> None:
    answers = Answers("ops-lab").with_value("loft", "7").with_secret("whistle", Secret("fee"))
    draft = Draft(answers, keep_secret=False, before=frozenset({"first"}), special="Bell brass")
    for key in KEYS:
        draft = draft.with_typed(key, f"typed {key}").with_said(key, f"said {key}")
    finding = Finding(Check("wings", "Wings"), Verdict.PASS, "two each")
    draft = replace(
        draft.with_failed("checks", True),
        findings=(finding,),
        plan=Plan((), 1),
        outcome=Outcome(Secret("https://pigeons.example")),
    )
    after = another_project(draft)
    assert after.answers == answers.with_project("")
    assert after.said == {"whistle": "said whistle", "loft": "said loft"}
    assert {key: text.reveal() for key, text in after.typed.items()} == {
        "whistle": "typed whistle",
        "loft": "typed loft",
    }
    assert after.before == {"first", "ops-lab"}
    assert not after.keep_secret
    fresh = Draft()
    assert (after.failed, after.findings, after.plan) == (fresh.failed, (), None)
    assert (after.outcome, after.special) == (fresh.outcome, "")
