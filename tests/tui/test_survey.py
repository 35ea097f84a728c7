"""Rounds of checks follow each other without flicker and without hiding anything."""

from dataclasses import replace

import pytest

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.field import Choice
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.plan import Candidates, Plan
from cakd_tui.core.symptom import Symptom
from cakd_tui.tui.survey import Survey

GRAIN, WINGS = Check("grain", "Grain"), Check("wings", "Wings")
PLAN = Plan((), 0)


def found(verdict: Verdict, check: Check = WINGS) -> Finding:
    """A finding of this verdict."""
    return Finding(check, verdict, "seen")


def after(*findings: Finding, survey: Survey | None = None) -> Survey:
    """The survey after a whole round of these findings."""
    survey = (survey or Survey((GRAIN, WINGS))).begun()
    for finding in findings:
        survey = survey.found(finding)
    return survey.ended(PLAN)


def test_nothing_is_ready_before_anything_is_known() -> None:
    survey = Survey((GRAIN, WINGS))
    assert not survey.ready
    assert not survey.blocked
    assert survey.headline == "Is everything ready?"


def test_it_is_ready_when_all_pass() -> None:
    survey = after(found(Verdict.PASS), found(Verdict.PASS, GRAIN))
    assert survey.ready
    assert survey.plan is PLAN
    assert survey.notable is None
    assert survey.headline == "Everything is ready."


def test_a_warning_does_not_gate_and_is_looked_at() -> None:
    survey = after(found(Verdict.PASS), found(Verdict.WARN, GRAIN))
    assert survey.ready
    assert survey.notable == found(Verdict.WARN, GRAIN)
    assert survey.headline == "Ready, with one remark."


@pytest.mark.parametrize(
    ("findings", "headline"),
    [
        ((found(Verdict.FAIL),), "One thing is in the way."),
        ((found(Verdict.FAIL), found(Verdict.FAIL, GRAIN)), "2 things are in the way."),
    ],
)
def test_a_failure_gates(findings: tuple[Finding, ...], headline: str) -> None:
    survey = after(*findings)
    assert survey.blocked
    assert not survey.ready
    assert survey.headline == headline


def test_one_remark_on_several_checks_is_one_and_names_them_all() -> None:
    fixes = (Fix("Mind", "Too much."),)
    remarked = [replace(found(Verdict.WARN, check), fixes=fixes) for check in (GRAIN, WINGS)]
    survey = after(*remarked)
    assert survey.headline == "Ready, with one remark."
    assert survey.alike(remarked[1]) == tuple(remarked)
    other = replace(remarked[1], fixes=(Fix("Mind", "Too old."),))
    differing = after(remarked[0], other)
    assert differing.headline == "Ready, with 2 remarks."
    assert differing.alike(other) == (other,)


def test_there_is_something_to_mend_as_long_as_one_check_fails_or_warns() -> None:
    assert not Survey((GRAIN, WINGS)).amiss
    assert not after(found(Verdict.PASS)).amiss
    assert after(found(Verdict.WARN)).amiss
    assert after(found(Verdict.FAIL)).begun().amiss


def test_the_first_failure_comes_before_an_earlier_warning() -> None:
    survey = after(found(Verdict.WARN, GRAIN), found(Verdict.FAIL))
    assert survey.notable == found(Verdict.FAIL)


def test_old_findings_stand_until_the_new_ones_come() -> None:
    survey = after(found(Verdict.FAIL)).begun()
    assert survey.findings["wings"].verdict is Verdict.FAIL
    assert survey.found(found(Verdict.PASS)).findings["wings"].verdict is Verdict.PASS


def test_a_check_that_came_out_otherwise_than_before_is_pointed_out() -> None:
    first = after(found(Verdict.FAIL), found(Verdict.PASS, GRAIN))
    assert first.turned == frozenset()
    second = after(found(Verdict.PASS), found(Verdict.PASS, GRAIN), survey=first)
    assert second.turned == {"wings"}
    assert second.begun().turned == frozenset()


def test_what_a_round_did_not_look_at_is_not_known_any_more() -> None:
    survey = after(found(Verdict.PASS), found(Verdict.PASS, GRAIN))
    assert list(after(found(Verdict.PASS, GRAIN), survey=survey).findings) == ["grain"]


def test_a_trouble_gates_and_has_its_own_headline() -> None:
    trouble = ProviderError("the loft does not answer")
    survey = Survey((GRAIN, WINGS)).begun().ended(None, trouble)
    assert survey.blocked
    assert survey.interrupted
    assert survey.headline == "The checks could not be finished."


def test_what_has_to_be_chosen_is_known_until_the_answers_change() -> None:
    channels = Candidates("channel", (Choice("1", "one"), Choice("2", "two")))
    survey = Survey((GRAIN, WINGS)).begun().ended(Plan((), 0, undecided=(channels,)))
    assert survey.begun().undecided is channels
    assert survey.begun().decided is None
    assert survey.unplanned().undecided is None
    assert after().begun().decided is PLAN


def test_a_choice_that_can_not_be_used_is_named_by_its_kind() -> None:
    gone = Symptom("route", {"reason": "impossible", "kind": "channel"})
    refused = replace(found(Verdict.FAIL), symptom=gone)
    assert after(refused).unusable == {"channel"}
    trouble = ProviderError("gone", gone)
    assert Survey((GRAIN,)).begun().ended(None, trouble).unusable == {"channel"}
    several = Symptom("route", {"reason": "several", "kind": "channel"})
    assert after(replace(refused, symptom=several), found(Verdict.FAIL, GRAIN)).unusable == set()


def test_a_finding_nobody_announced_is_not_lost() -> None:
    stray = Finding(Check("bell", "Bell"), Verdict.FAIL, "mute")
    survey = after(stray)
    assert survey.checks[-1] == stray.check
    assert survey.blocked
