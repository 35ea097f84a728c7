"""The words of a run, by what it is at."""

from cakd_tui.core.events import ActionDone, ActionStarted, Warned
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.symptom import Symptom
from cakd_tui.tui.phase import Phase, button, headline, sentence
from cakd_tui.tui.progress import Progress, begun, planned, told

START = begun(planned((PlanLine(Verb.CREATE, "perch", "p"), PlanLine(Verb.CREATE, "bell", "b"))), 0)
BACK = "r goes on from here, esc back to the checks."


def made(progress: Progress, *kinds: str) -> Progress:
    """The progress after these were created."""
    for kind in kinds:
        progress = told(progress, ActionStarted(kind, "…"), 1)
        progress = told(progress, ActionDone(kind, "x", made=True), 2)
    return progress


def test_every_phase_has_a_headline() -> None:
    assert len({headline(phase, START) for phase in Phase}) == len(Phase)


def test_a_remark_at_the_end_is_in_the_headline() -> None:
    remarked = told(START, Warned("no", "file", Symptom("unknown")), 1)
    assert headline(Phase.DONE, remarked) == "It is set up, with a remark."


def test_a_halted_run_says_what_is_kept() -> None:
    assert sentence(Phase.FAILED, START) == f"Whatever is there will be used. {BACK}"
    assert sentence(Phase.STOPPED, made(START, "perch")) == f"The new perch is kept. {BACK}"
    both = made(START, "perch", "bell")
    assert sentence(Phase.FAILED, both) == f"2 new things are kept. {BACK}"


def test_the_button_says_what_enter_does() -> None:
    assert button(Phase.PLANNED, "Create 2 things") == "Create 2 things"
    assert button(Phase.FAILED, "Create 2 things") == "Try again"
    assert button(Phase.STOPPED, "Create 2 things") == "Continue from here"
    assert button(Phase.DONE, "Create 2 things") == "Continue"
