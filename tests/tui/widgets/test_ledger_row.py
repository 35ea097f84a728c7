"""A ledger as rows of text: columns as wide as the window lets them be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Explained, Ledger
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
    drawn_rows = (each for each in rows(state.ledger, grid) if each.line and each.line.key == key)
    return "\n".join(str(drawn(each, state, state.ledger, grid)) for each in drawn_rows)


def test_the_columns_are_as_wide_as_the_longest_title() -> None:
    ledger = renamed(LEDGER, wings="Manage Channels")
    titles = (("Grain",), ("Manage Channels",))
    assert Grid.of(ledger, 80) == Grid(80, 80 - 2 * 16, 16, titles)
    assert Grid.of(LEDGER, 80).cell == 13


def test_where_the_labels_need_the_room_titles_are_broken_and_stand_over_their_cells() -> None:
    ledger = renamed(LEDGER, wings="Manage Channels of Towers")
    roomy, narrow = Grid.of(ledger, 72), Grid.of(ledger, 71)
    assert (roomy.label, roomy.cell, roomy.head) == (20, 26, 1)
    assert (narrow.label, narrow.cell, narrow.head) == (45, 13, 3)
    state = replace(STATE, explained=replace(STATE.explained, ledger=ledger))
    assert str(head(state, roomy)).split() == ["Grain", *["Manage", "Channels", "of", "Towers"]]
    assert [line.split() for line in str(head(state, narrow)).splitlines()] == [
        ["Manage"],
        ["Channels", "of"],
        ["Grain", "Towers"],
    ]


@pytest.mark.parametrize(("x", "column"), [(34, 0), (46, 0), (47, 1), (59, 1)])
def test_a_place_in_a_row_belongs_to_a_column(x: int, column: int) -> None:
    assert WIDE.label == 34
    assert WIDE.column_at(x) == column


@pytest.mark.parametrize("x", [0, 33])
def test_a_place_over_the_labels_belongs_to_none(x: int) -> None:
    assert WIDE.column_at(x) < 0


@pytest.mark.parametrize(("label", "fits"), [("x" * 17, True), ("x" * 18, False)])
def test_a_remark_without_room_beside_its_label_stands_under_it(label: str, fits: bool) -> None:
    line = replace(LEDGER.lines[1], label=label, remark="its own role")
    ledger = replace(LEDGER, lines=(line,))
    state = replace(STATE, explained=replace(STATE.explained, ledger=ledger))
    shown = row(state, "own").splitlines()
    assert [len(shown), shown[0].startswith(f"› {label}")] == [1 if fits else 2, True]
    assert ("its own role" in shown[0]) is fits
    assert fits or shown[1].strip() == "its own role"


def test_nothing_of_a_long_name_is_lost_and_its_cells_stand_beside_its_beginning() -> None:
    line = replace(LEDGER.lines[0], label="a role with quite a long name " * 3, remark="word " * 20)
    ledger = replace(LEDGER, lines=(line,))
    state = replace(STATE, explained=replace(STATE.explained, ledger=ledger))
    shown = row(state, "flock").splitlines()
    assert "✓" in shown[0]
    assert all("✓" not in each and "·" not in each for each in shown[1:])
    words = " ".join(" ".join(each[: WIDE.label] for each in shown).split())
    assert words == f"{line.label.strip()} {line.remark.strip()}"
    assert "…" not in words


def test_a_heading_stands_over_each_group_once() -> None:
    own = replace(LEDGER.lines[1], group="In the tower")
    grouped = replace(LEDGER, lines=(*LEDGER.lines, own))
    assert [each.heading or (each.line and each.line.key) for each in rows(grouped, WIDE)] == [
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
    marked = drawn(Row(line=line, label="Coo"), STATE, LEDGER, WIDE)
    (span,) = [each for each in marked.spans if str(each.style) == "on $badge"]
    assert WIDE.column_at(span.start) == 1
    other = drawn(Row(line=LEDGER.line("flock")), STATE, LEDGER, WIDE)
    assert "on $badge" not in [str(each.style) for each in other.spans]


def test_what_has_come_and_what_has_gone_is_marked_where_it_stands_or_stood() -> None:
    crow = replace(LEDGER.lines[0], key="crow", label="the crow")
    more = replace(LEDGER, lines=(LEDGER.lines[0], crow, LEDGER.lines[1]))
    without, with_it = Explained(LEDGER, lambda _: LEDGER), Explained(more, lambda _: more)
    come = WhyState.about(without, "wings").told(with_it)
    assert row(come, "crow").startswith("+ the crow")
    gone = come.told(without)
    shown = [str(drawn(each, gone, LEDGER, WIDE)) for each in rows(LEDGER, WIDE, gone.vanished)]
    assert [line.split()[0] for line in shown] == ["Roles,", "the", "−", "›"]
    assert shown[2].strip() == "− the crow  gone"
    assert not gone.turned().vanished


def test_a_line_that_vanished_under_its_heading_stands_there() -> None:
    gone = {"Roles, added up": LEDGER.lines[:1]}
    left = replace(LEDGER, lines=LEDGER.lines[1:])
    assert [each.gone for each in rows(left, WIDE, gone)] == [False, True, False]


def test_the_foot_says_what_it_all_comes_to() -> None:
    assert str(foot(LEDGER, WIDE)).split() == ["In", "effect", "✓", "yes", "✗", "no", "grant", "◂"]
    verdicts = (Verdict.WARN, Verdict.SKIPPED)
    accounts = zip(LEDGER.accounts, verdicts, strict=True)
    remarked = replace(LEDGER, accounts=tuple(replace(a, verdict=v) for a, v in accounts))
    assert str(foot(remarked, WIDE)).split()[2:] == ["!", "remark", "✗", "no", "grant", "◂"]


@given(st.integers(40, 200), st.text("ab [/]鳩", max_size=60))
def test_all_lines_are_exactly_as_wide_as_the_grid(width: int, label: str) -> None:
    line = replace(LEDGER.lines[0], label=label)
    ledger = replace(LEDGER, lines=(line,))
    state = replace(STATE, explained=replace(STATE.explained, ledger=ledger))
    grid = Grid.of(ledger, width)
    texts = [drawn(each, state, ledger, grid) for each in rows(ledger, grid)]
    for text in (*head(state, grid).split("\n"), foot(ledger, grid), *texts):
        assert text.cell_length == width
