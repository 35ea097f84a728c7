"""One thing of the plan: what will happen to it, what happens, what became of it."""

from dataclasses import replace

import pytest
from textual.widgets import Static

from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.tui.action import Action, State
from cakd_tui.tui.widgets.action_row import ActionRow, elapsed
from tests.tui.widgets.alone import Alone

PERCH = Action(PlanLine(Verb.CREATE, "perch", "perch-[/lab]", "in loft 7"))


@pytest.mark.parametrize(
    ("state", "began", "ended", "now", "expected"),
    [
        (State.PLANNED, 0.0, 0.0, 9.0, ""),
        (State.AHEAD, 0.0, 0.0, 9.0, ""),
        (State.BUSY, 2.0, 0.0, 3.24, "1.2 s"),
        (State.BUSY, 2.0, 0.0, 1.9, "0.0 s"),
        (State.DONE, 2.0, 2.254, 9.0, "0.25 s"),
        (State.FAILED, 2.0, 3.0, 9.0, "1.00 s"),
    ],
)
def test_time_runs_while_it_works_and_stands_when_it_is_over(
    state: State, began: float, ended: float, now: float, expected: str
) -> None:
    assert elapsed(replace(PERCH, state=state, began=began, ended=ended), now) == expected


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (Verb.CREATE, "+ create"),
        (Verb.REUSE, "= reuse"),
        (Verb.UPDATE, "~ update"),
        (Verb.LEAVE, "· leave"),
        (Verb.ADOPT, "= adopt"),
        (Verb.CHOOSE, "? choose"),
        (Verb.REPAIR, "+ repair"),
        (Verb.DELETE, "- delete"),
    ],
)
async def test_the_plan_says_what_will_happen_and_where(verb: Verb, words: str) -> None:
    app = Alone(ActionRow(replace(PERCH, line=replace(PERCH.line, verb=verb))))
    async with app.run_test():
        head, remark = app.shown
    assert head.split() == [*words.split(), "Perch", "perch-[/lab]"]
    assert remark.strip() == "in loft 7"
    assert remark.index("in") == head.index("perch-")


async def test_the_reason_stands_behind_the_remark() -> None:
    told = replace(PERCH.line, reason="none of that [/name] yet")
    app = Alone(ActionRow(replace(PERCH, line=told)))
    async with app.run_test():
        _, remark = app.shown
    assert remark.strip() == "in loft 7 · none of that [/name] yet"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.OPEN, "? not known"),
        (State.AHEAD, "○ to do"),
        (State.BUSY, "◌ working"),
        (State.DONE, "✓ created"),
        (State.FAILED, "✗ failed"),
        (State.STOPPED, "! stopped"),
    ],
)
async def test_a_run_says_how_it_stands_in_one_line(state: State, words: str) -> None:
    app = Alone(ActionRow(replace(PERCH, state=state, made=True)))
    async with app.run_test():
        (only,) = app.shown
    assert only.split() == [*words.split(), "Perch", "perch-[/lab]"]


async def test_a_row_becomes_what_became_of_it_and_only_what_differs_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = ActionRow(PERCH)
    app = Alone(row)
    busy = replace(PERCH, state=State.BUSY, began=1.0)
    async with app.run_test() as pilot:
        row.show(busy, 1.5)
        await pilot.pause()
        assert "◌ working" in app.shown[0]
        assert row.query_one(".action-time", Static).content == "0.5 s"
        drawn: list[str] = []
        monkeypatch.setattr(Static, "update", lambda _, text="", **__: drawn.append(str(text)))
        row.show(busy, 1.52)
        assert drawn == []
        row.show(busy, 1.7)
        assert drawn == ["0.7 s"]


async def test_what_is_shown_before_the_row_is_there_is_drawn_when_it_comes() -> None:
    row = ActionRow(PERCH)
    row.show(replace(PERCH, state=State.FAILED), 0.0)
    app = Alone(row)
    async with app.run_test():
        assert "✗ failed" in app.shown[0]
