"""What is said of a set-up once it has been looked at, and which keys it has."""

from dataclasses import replace

import pytest

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.tui.set_up_state import ACCEPTED, REPAIRED, SetUpState
from cakd_tui.tui.survey import Survey

AGAIN = Fix("In a shell", "cakd create", again=True)
BY_HAND = Fix("At the tower", "mend it")
PERCH, BELL = Check("perch", "Perch"), Check("bell", "Bell")
SOUND = Finding(PERCH, Verdict.PASS, "p")
RENAMED = Finding(BELL, Verdict.WARN, "renamed", fixes=(BY_HAND, AGAIN))
DULL = Finding(BELL, Verdict.WARN, "dull", fixes=(BY_HAND,))
FALLEN = Finding(PERCH, Verdict.FAIL, "fell", fixes=(AGAIN,), gone="perch")
UNSEEN = Finding(PERCH, Verdict.FAIL, "fog", unknown=True)


def state(*findings: Finding, missing: str = "") -> SetUpState:
    survey = Survey((PERCH, BELL)).begun()
    for each in findings:
        survey = survey.found(each)
    return SetUpState("lab", survey.ended(None), missing)


@pytest.mark.parametrize(
    ("shown", "question", "reason"),
    [
        (state(SOUND), "Alerts for lab are set up.", "t proves it with a test alert."),
        (state(SOUND, missing="no whistle"), "Alerts for lab are set up.", "No credentials were"),
        (
            state(SOUND, RENAMED),
            "Something about lab is not as it was.",
            "Alerts still arrive. a notes it as it is now, after a plan you are shown.",
        ),
        (
            state(SOUND, DULL),
            "Something about lab is not as it was.",
            "Alerts still arrive. What to look at stands below.",
        ),
        (state(FALLEN), "Alerts for lab need a repair.", "Repairing makes only what is gone"),
        (
            state(UNSEEN),
            "Not everything of lab could be looked at.",
            "What is in the way stands below. r looks once more.",
        ),
    ],
)
def test_how_it_stands_is_said(shown: SetUpState, question: str, reason: str) -> None:
    assert shown.question == question
    assert shown.reason.startswith(reason)


def test_while_it_looks_and_where_it_could_not_nothing_is_claimed() -> None:
    looking = replace(state(), survey=Survey((PERCH,)).begun())
    assert looking.question == "Are the alerts for lab still set up?"
    assert looking.reason == "Looking at what an earlier run made. Nothing is changed."
    troubled = replace(state(), survey=Survey((PERCH,)).begun().ended(None, ProviderError("fog")))
    assert troubled.question == "It could not be looked at."
    assert troubled.reason == "What kept it from that stands below. r looks once more."


def test_only_what_is_gone_is_repaired_and_only_what_is_there_is_accepted() -> None:
    found = {
        name: (each.broken, each.changed, each.gone)
        for name, each in {
            "sound": state(SOUND),
            "renamed": state(SOUND, RENAMED),
            "dull": state(SOUND, DULL),
            "fallen": state(FALLEN),
            "both": state(FALLEN, RENAMED),
            "unseen": state(UNSEEN),
        }.items()
    }
    assert found == {
        "sound": (False, False, frozenset()),
        "renamed": (False, True, frozenset()),
        "dull": (False, False, frozenset()),
        "fallen": (True, False, frozenset({"perch"})),
        "both": (True, True, frozenset({"perch"})),
        "unseen": (False, False, frozenset()),
    }


def test_what_a_shell_would_be_needed_for_has_a_key() -> None:
    assert state().by_key(FALLEN).fixes == (REPAIRED,)
    assert state().by_key(RENAMED).fixes == (BY_HAND, ACCEPTED)
    assert state().by_key(DULL) == DULL
