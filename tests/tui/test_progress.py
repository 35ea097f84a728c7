"""A run's events become rows and lines."""

from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Event,
    Noted,
    RouteSaved,
    StepSkipped,
    StepStarted,
    Waiting,
    Warned,
    WebhookReady,
)
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.platform_step import SAID
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.tui.action import State
from cakd_tui.tui.journey import Result
from cakd_tui.tui.progress import Progress, begun, outcome_of, planned, stopped, told

LINES = (
    PlanLine(Verb.CREATE, "perch", "perch-lab"),
    PlanLine(Verb.CREATE, "bell", "bell-lab"),
    PlanLine(Verb.CREATE, "route", "~/lab.json"),
    PlanLine(Verb.LEAVE, "file", "platform.yaml", reason=SAID),
)
URL = Secret("https://pigeons.example/perch/1/coo-coo-secret")


def run(*events: Event, start: float = 10.0, lines: tuple[PlanLine, ...] = LINES) -> Progress:
    """The progress after these events, one a second."""
    progress = begun(planned(lines), start)
    for second, event in enumerate(events, start=1):
        progress = told(progress, event, start + second)
    return progress


def states(progress: Progress) -> list[State]:
    """How each action stands."""
    return [action.state for action in progress.actions]


def warned(kind: str) -> Warned:
    """A failure while this kind of thing was made."""
    return Warned("Failed: no luck", kind, Symptom("unknown"))


def test_everything_is_ahead_at_the_start_but_what_is_left_alone() -> None:
    ahead = State.AHEAD
    assert states(run()) == [ahead, ahead, ahead, State.PLANNED]


def test_an_action_is_busy_then_done_and_its_time_is_taken() -> None:
    started = run(ActionStarted("perch", "Building..."))
    assert states(started)[0] is State.BUSY
    done = told(started, ActionDone("perch", "perch-lab", made=True), 14.5)
    assert states(done)[0] is State.DONE
    assert done.actions[0].ended - done.actions[0].began == 3.5
    assert done.actions[0].word == "created"
    assert done.created == 1


def test_a_found_thing_is_reused_and_not_counted_as_created() -> None:
    progress = run(ActionStarted("perch", "…"), ActionDone("perch", "perch-lab", made=False))
    assert progress.actions[0].word == "reused"
    assert progress.created == 0


def test_a_thing_of_which_the_plan_knew_nothing_gets_a_row() -> None:
    progress = run(ActionStarted("song", "Singing..."), ActionDone("song", "song-lab", made=True))
    assert progress.actions[-1].line.name == "song-lab"
    assert states(progress)[-1] is State.DONE


def test_two_things_of_one_kind_are_done_one_after_the_other() -> None:
    lines = (PlanLine(Verb.CREATE, "perch", "low"), PlanLine(Verb.CREATE, "perch", "high"))
    done = ActionDone("perch", "low", made=True)
    progress = run(ActionStarted("perch", "…"), done, ActionStarted("perch", "…"), lines=lines)
    assert states(progress) == [State.DONE, State.BUSY]


def test_a_failure_stops_the_action_it_names() -> None:
    progress = run(ActionStarted("perch", "…"), warned("perch"))
    assert states(progress)[0] is State.FAILED
    assert progress.failure == warned("perch")


def test_a_failure_that_names_none_stops_the_one_under_way() -> None:
    progress = run(ActionStarted("bell", "…"), warned(""))
    assert states(progress)[1] is State.FAILED


def test_a_failure_before_anything_began_is_only_said() -> None:
    progress = run(warned(""))
    assert State.FAILED not in states(progress)
    assert progress.log[-1].text == "✗ Failed: no luck"


def test_a_failure_after_the_url_is_known_stops_nothing() -> None:
    progress = run(WebhookReady(URL, made=True), ActionStarted("route", ""), warned("route"))
    assert progress.failure is None
    assert progress.warned == (warned("route"),)


def test_the_url_stands_masked_in_the_log() -> None:
    progress = run(WebhookReady(URL, made=True))
    assert progress.url == URL
    text = " ".join(line.text for line in progress.log)
    assert "https://pigeons.example/perch/1/" in text
    assert "coo-coo-secret" not in text
    assert "coo-coo-secret" not in repr(progress)


def test_a_wait_stands_in_the_log_with_its_seconds() -> None:
    assert run(Waiting(2.5, "A hawk")).log[-1].text == "A hawk. Again in 3 s"
    assert run(Waiting(2.5, "A storm", strict=True)).log[-1].text == "A storm: 3 s"


def test_the_log_says_everything_once_with_its_time() -> None:
    progress = run(
        StepStarted(1, 2, "Provisioning"),
        ActionStarted("perch", "Building perch..."),
        ActionDone("perch", "perch-lab", made=True),
        Noted("by the way"),
        ActionStarted("route", ""),
        StepSkipped(2, 2, "Saving platform.yaml", SAID),
    )
    assert [(line.seconds, line.text) for line in progress.log] == [
        (1.0, "Provisioning"),
        (2.0, "Building perch..."),
        (3.0, "✓ perch-lab created"),
        (4.0, "by the way"),
        (6.0, f"Saving platform.yaml: skipped, {SAID}"),
    ]


def test_stopping_leaves_what_was_under_way_undecided() -> None:
    done = ActionDone("perch", "perch-lab", made=True)
    progress = stopped(run(ActionStarted("perch", "…"), done, ActionStarted("bell", "…")), 20.0)
    assert states(progress)[:3] == [State.DONE, State.STOPPED, State.AHEAD]


def test_starting_over_forgets_what_was_said() -> None:
    progress = begun(run(ActionStarted("perch", "…"), warned("perch")), 50.0)
    assert progress.log == ()
    assert progress.warned == ()
    assert states(progress)[0] is State.AHEAD


def test_the_outcome_tells_what_became_of_each_thing() -> None:
    route = Route("lab", "pigeon", webhook=URL)
    outcome = outcome_of(
        run(
            ActionStarted("perch", "…"),
            ActionDone("perch", "perch-lab", made=True),
            ActionDone("bell", "bell-lab", made=False),
            WebhookReady(URL, made=True),
            ActionStarted("route", ""),
            ActionDone("route", "~/lab.json", made=True),
            RouteSaved(route, "~/lab.json"),
        )
    )
    assert outcome.place == "perch-lab"
    assert outcome.url == URL
    assert outcome.route == route
    assert outcome.results == (
        Result("perch", "perch-lab, created"),
        Result("bell", "bell-lab, reused"),
        Result("route", "~/lab.json, saved"),
        Result("file", f"platform.yaml, {SAID}"),
    )


def test_the_outcome_says_what_could_not_be_saved() -> None:
    lines = (LINES[2], PlanLine(Verb.LEAVE, "file", "platform.yaml", reason="platform.yaml:3: no"))
    outcome = outcome_of(run(ActionStarted("route", ""), warned("route"), lines=lines))
    assert outcome.results == (
        Result("route", "~/lab.json, not saved", good=False),
        Result("file", "platform.yaml, platform.yaml:3: no", good=False),
    )
    assert outcome.warned == (warned("route"),)


def test_a_file_that_an_earlier_try_saved_is_good_after_the_next() -> None:
    lines = (LINES[0], PlanLine(Verb.CREATE, "file", "platform.yaml"))
    saved = ActionDone("file", "platform.yaml", made=True)
    first = run(warned("perch"), ActionStarted("file", ""), saved, lines=lines)
    again = told(begun(first, 50.0), StepSkipped(2, 2, "Saving platform.yaml", SAID), 51.0)
    assert outcome_of(again).results[-1] == Result("file", f"platform.yaml, {SAID}")


def test_a_file_that_can_not_be_changed_any_more_is_not_good() -> None:
    lines = (PlanLine(Verb.CREATE, "file", "platform.yaml"),)
    progress = run(StepSkipped(2, 2, "Saving platform.yaml", "line 3: no"), lines=lines)
    assert outcome_of(progress).results == (Result("file", "platform.yaml, line 3: no", False),)


def test_a_step_about_something_else_leaves_the_file_ahead() -> None:
    lines = (PlanLine(Verb.CREATE, "file", "platform.yaml"),)
    assert states(run(StepSkipped(1, 2, "Provisioning", "no"), lines=lines)) == [State.AHEAD]


def test_what_nobody_looked_for_is_open_until_the_run_begins() -> None:
    progress = planned(LINES[:2], LINES[:1])
    assert states(progress) == [State.OPEN, State.PLANNED]
    assert states(begun(progress, 1.0)) == [State.AHEAD, State.AHEAD]


PARTS = (
    PlanLine(Verb.CREATE, "perch", "perch-lab"),
    PlanLine(Verb.CREATE, "latch", "front", detail=True),
    PlanLine(Verb.LEAVE, "latch", "back", "stays open", detail=True),
    PlanLine(Verb.CREATE, "bell", "bell-lab"),
)


def test_the_parts_of_a_thing_are_made_with_it_and_not_counted() -> None:
    progress = run(ActionDone("perch", "perch-lab", made=True), lines=PARTS)
    assert states(progress) == [State.DONE, State.DONE, State.PLANNED, State.AHEAD]
    assert progress.created == 1
    assert [result.kind for result in outcome_of(progress).results] == ["perch", "bell"]


def test_a_thing_that_was_there_keeps_the_parts_it_has() -> None:
    progress = run(ActionDone("perch", "perch-lab", made=False), lines=PARTS)
    assert states(progress) == [State.DONE, State.PLANNED, State.PLANNED, State.AHEAD]
    assert progress.actions[1].line.verb is Verb.LEAVE
