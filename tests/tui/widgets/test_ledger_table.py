"""The ledger between its head and its foot, however long it is."""

from dataclasses import replace

import pytest

from cakd_tui.core.ledger import Explained
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.ledger_table import LedgerRows, LedgerTable
from tests.tui.accounts import explained, ledger
from tests.tui.widgets.alone import Alone

SOME = 80
"""Columns that the table is guessed to have."""
STATE = WhyState.about(explained(), "wings")


def long(many: int) -> WhyState:
    """A ledger of this many lines, with the cursor on the first."""
    short = ledger({})
    lines = tuple(replace(short.lines[0], key=f"role:{n}", label=f"Role {n}.") for n in range(many))
    whole = replace(short, lines=lines)
    return WhyState(Explained(whole, lambda _: whole), "grain", "role:0")


def picked(app: Alone) -> list[tuple[str, str]]:
    """The cells that were pointed at."""
    return [(each.row, each.column) for each in app.heard if isinstance(each, LedgerRows.Picked)]


async def test_head_rows_and_foot_stand_under_each_other_and_take_no_more_room() -> None:
    app = Alone(LedgerTable(STATE, SOME))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert [line.split()[0] for line in app.shown] == [
            "Grain",
            "Roles,",
            "the",
            "›",
            "─" * 60,
            "In",
        ]
        assert app.query_one(LedgerTable).size.height == 6


async def test_another_state_is_shown_in_the_rows_and_at_the_foot() -> None:
    table = LedgerTable(STATE, SOME)
    app = Alone(table)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert app.shown[-1].split()[-4:] == ["✗", "no", "grant", "◂"]
        table.show(STATE.turned())
        await pilot.pause()
        assert app.shown[-1].split()[-2:] == ["✓", "yes"]
        assert "tried" in app.shown[3]


async def test_the_line_under_the_cursor_is_always_in_sight() -> None:
    state = long(100)
    table = LedgerTable(state, SOME)
    app = Alone(table)
    async with app.run_test(size=(60, 12)) as pilot:
        for steps in (30, 1, 68, -10, -60, -99):
            state = state.moved(steps)
            table.show(state)
            await pilot.pause()
            assert any(f"› Role {state.row[5:]}." in line for line in app.shown), state.row
            assert app.shown[0].split()[0] == "Grain"
            assert app.shown[-1].startswith("In effect")
        assert app.shown[1].startswith("Roles, added up")


async def test_where_lines_come_above_it_the_cursor_stays_at_its_height() -> None:
    state = long(60).moved(30)
    table = LedgerTable(state, SOME)
    app = Alone(table)
    async with app.run_test(size=(60, 20)) as pilot:
        table.show(state)
        await pilot.pause()
        (height,) = [place for place, line in enumerate(app.shown) if "› Role 30." in line]
        lines = state.real.lines
        new = tuple(replace(lines[0], key=f"role:n{n}", label=f"New {n}") for n in range(3))
        more = replace(state.real, lines=(*lines[:5], *new, *lines[5:]))
        table.show(state.told(Explained(more, lambda _: more)))
        await pilot.pause()
        assert "› Role 30." in app.shown[height]


async def test_all_of_a_long_line_under_the_cursor_is_in_sight() -> None:
    state = long(30)
    lines = tuple(replace(line, remark="word " * 12) for line in state.real.lines)
    whole = replace(state.real, lines=lines)
    state = replace(state, explained=Explained(whole, lambda _: whole)).moved(20)
    table = LedgerTable(state, SOME)
    app = Alone(table)
    async with app.run_test(size=(60, 14)) as pilot:
        table.show(state)
        await pilot.pause()
        (height,) = [place for place, line in enumerate(app.shown) if "› Role 20." in line]
        assert app.shown[height + 1].split()[0] == "word"
        assert app.shown[-2].startswith("─")
        assert app.shown[-3].split()[0] == "word"


async def test_it_begins_at_its_top_where_the_line_under_the_cursor_lets_it() -> None:
    state = long(100)
    table = LedgerTable(state, SOME)
    app = Alone(table)
    async with app.run_test(size=(60, 12)) as pilot:
        rows = table.query_one(LedgerRows)
        rows.scroll_to(y=30, animate=False, immediate=True)
        await pilot.pause()
        assert rows.scroll_offset.y == 30
        table.begin(state)
        await pilot.pause()
        assert rows.scroll_offset.y == 0
        table.begin(state.moved(50))
        await pilot.pause()
        assert any("› Role 50." in line for line in app.shown)


async def test_in_a_window_that_shrinks_it_stays_in_sight() -> None:
    state = long(40).moved(20)
    table = LedgerTable(state, SOME)
    app = Alone(table)
    async with app.run_test(size=(60, 60)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(60, 12)
        await pilot.pause()
        assert any("› Role 20." in line for line in app.shown)


async def test_columns_and_titles_follow_the_width() -> None:
    wings = replace(STATE.ledger.accounts[1], title="Strong Wings of Coo")
    whole = replace(STATE.ledger, accounts=(STATE.ledger.accounts[0], wings))
    app = Alone(LedgerTable(replace(STATE, explained=Explained(whole, lambda _: whole)), SOME))
    async with app.run_test(size=(70, 20)) as pilot:
        await pilot.pause()
        assert app.shown[0].split() == ["Grain", "Strong", "Wings", "of", "Coo"]
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert [line.split() for line in app.shown[:2]] == [
            ["Strong", "Wings"],
            ["Grain", "of", "Coo"],
        ]
        assert all(len(line) <= 50 for line in app.shown)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (40, 1, [("flock", "grain")]),
        (50, 2, [("own", "wings")]),
        (3, 2, [("own", "")]),
        (50, 0, []),
    ],
)
async def test_a_click_points_at_a_cell(x: int, y: int, expected: list[tuple[str, str]]) -> None:
    app = Alone(LedgerTable(STATE, SOME))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await pilot.click(LedgerRows, offset=(x, y))
        await pilot.pause()
        assert picked(app) == expected


async def test_a_click_in_a_scrolled_table_points_at_what_is_seen_there() -> None:
    state = long(100)
    table = LedgerTable(state, SOME)
    app = Alone(table)
    async with app.run_test(size=(60, 12)) as pilot:
        table.show(state.moved(50))
        await pilot.pause()
        await pilot.click(LedgerRows, offset=(3, 0))
        await pilot.pause()
        ((key, _),) = picked(app)
        assert f"Role {key[5:]}." in app.shown[1]
