"""A ledger as rows of text: columns as wide as the window lets them be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Ledger
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.ledger_row import Grid, Row, drawn, foot, head, rows
from tests.tui.accounts import explained

STATE = WhyState.about(explained(), "wings")
LEDGER = STATE.ledger
WIDE = Grid.of(LEDGER, 60)


def renamed(ledger: Ledger, **titles: str) -> Ledger:
    """The ledger with other titles over its columns."""
    accounts = (replace(each, title=titles.get(each.key, each.title)) for each in ledger.accounts)
    return replace(ledger, accounts=tuple(accounts))


def row(state: WhyState, key: str, grid: Grid = WIDE) -> str:
    """The line of this key as it is drawn."""
    line = state.ledger.line(key)
    return str(drawn(Row(line=line), state, state.ledger, grid))


def test_the_columns_are_as_wide_as_the_longest_title() -> None:
    ledger = renamed(LEDGER, wings="Manage Channels")
    assert Grid.of(ledger, 80) == Grid(80, 80 - 2 * 16, 16)
    assert Grid.of(LEDGER, 80).cell == 13


def test_with_little_room_the_titles_are_cut_at_their_end() -> None:
    ledger = renamed(LEDGER, wings="Manage Channels of Towers")
    roomy, narrow = Grid.of(ledger, 72), Grid.of(ledger, 71)
    assert (roomy.label, roomy.cell, narrow.cell) == (20, 26, 13)
    state = replace(STATE, explained=replace(STATE.explained, ledger=ledger))
    assert str(head(state, roomy)).split() == ["Grain", *["Manage", "Channels", "of", "Towers"]]
    assert str(head(state, narrow)).split() == ["Grain", "Manage", "Chan…"]


@pytest.mark.parametrize(("x", "column"), [(34, 0), (46, 0), (47, 1), (59, 1)])
def test_a_place_in_a_row_belongs_to_a_column(x: int, column: int) -> None:
    assert WIDE.label == 34
    assert WIDE.column_at(x) == column


@pytest.mark.parametrize("x", [0, 33])
def test_a_place_over_the_labels_belongs_to_none(x: int) -> None:
    assert WIDE.column_at(x) < 0


@pytest.mark.parametrize(("label", "cut"), [("x" * 17, False), ("x" * 18, True)])
def test_a_line_that_has_no_room_is_known_to_be_cut(label: str, cut: bool) -> None:
    line = replace(LEDGER.lines[1], label=label, remark="its own role")
    assert WIDE.cuts(line) is cut
    ledger = replace(LEDGER, lines=(line,))
    state = replace(STATE, explained=replace(STATE.explained, ledger=ledger))
    assert ("…" in str(drawn(Row(line=line), state, ledger, WIDE))) is cut


def test_a_heading_stands_over_each_group_once() -> None:
    own = replace(LEDGER.lines[1], group="In the tower")
    grouped = replace(LEDGER, lines=(*LEDGER.lines, own))
    assert [each.heading or (each.line and each.line.key) for each in rows(grouped)] == [
        "Roles, added up",
        "flock",
        "own",
        "In the tower",
        "own",
    ]


def test_a_row_says_what_it_did_to_each_and_where_it_decided() -> None:
    assert row(STATE, "flock").split() == ["the", "flock", "✓", "◂", "decides", "·"]
    assert row(STATE, "own").split() == ["›", "Coo", "its", "own", "role", "·", "·"]


def test_a_trial_is_told_apart_from_what_has_changed() -> None:
    changed = STATE.told(explained(own=("wings",)))
    assert row(changed, "own").split()[-2:] == ["◂", "changed"]
    assert row(STATE.turned(), "own").split()[-3:] == ["✓", "◂", "tried"]
    tried_elsewhere = changed.at("own", "grain").turned()
    assert "changed" not in row(tried_elsewhere, "own")


def test_the_cell_under_the_cursor_stands_out() -> None:
    line = LEDGER.line("own")
    marked = drawn(Row(line=line), STATE, LEDGER, WIDE)
    (span,) = [each for each in marked.spans if str(each.style) == "on $badge"]
    assert WIDE.column_at(span.start) == 1
    other = drawn(Row(line=LEDGER.line("flock")), STATE, LEDGER, WIDE)
    assert "on $badge" not in [str(each.style) for each in other.spans]


def test_the_foot_says_what_it_all_comes_to() -> None:
    assert str(foot(LEDGER, WIDE)).split() == ["In", "effect", "✓", "yes", "✗", "no", "grant", "◂"]
    verdicts = (Verdict.WARN, Verdict.SKIPPED)
    accounts = zip(LEDGER.accounts, verdicts, strict=True)
    doubtful = replace(LEDGER, accounts=tuple(replace(a, verdict=v) for a, v in accounts))
    assert str(foot(doubtful, WIDE)).split()[2:] == ["!", "doubtful", "✗", "no", "grant", "◂"]


@given(st.integers(40, 200), st.text("ab [/]鳩", max_size=60))
def test_all_lines_are_exactly_as_wide_as_the_grid(width: int, label: str) -> None:
    line = replace(LEDGER.lines[0], label=label)
    ledger = replace(LEDGER, lines=(line,))
    state = replace(STATE, explained=replace(STATE.explained, ledger=ledger))
    grid = Grid.of(ledger, width)
    texts = [drawn(each, state, ledger, grid) for each in rows(ledger)]
    for text in (head(state, grid), foot(ledger, grid), *texts):
        assert text.cell_length == width
