"""What will be called after a name, while the name is typed."""

import pytest
from textual.widgets import Static

from cakd_tui.tui.project_state import PreviewRow, State
from cakd_tui.tui.widgets.preview import Preview, PreviewLine
from tests.tui.widgets.alone import Alone

PERCH = PreviewRow("perch", "perch-[/lab]", State.NEW.value, "in loft [/7]")
ROUTE = PreviewRow("route", "~/lab.json", State.UPDATED.value)
FILE = PreviewRow("file", "platform.yaml", State.UNKNOWN.value)


async def test_kind_name_state_and_remark_stand_in_columns() -> None:
    preview = Preview()
    app = Alone(preview)
    async with app.run_test() as pilot:
        preview.show((PERCH, ROUTE))
        await pilot.pause()
        perch, remark, route = app.shown
        assert perch.split() == ["Perch", "perch-[/lab]", "+", "new"]
        assert route.split() == ["Route", "~/lab.json", "~", "exists,", "will", "be", "updated"]
        assert perch.index("perch-") == remark.index("in loft [/7]") == route.index("~/lab")
        assert perch.index("+") == route.index("~ ")


async def test_a_name_that_changes_changes_the_row_in_place() -> None:
    preview = Preview()
    app = Alone(preview)
    async with app.run_test() as pilot:
        preview.show((PERCH, ROUTE))
        await pilot.pause()
        lines = list(preview.query(PreviewLine))
        preview.show((PreviewRow("perch", "perch-labs", State.REUSED.value), ROUTE))
        await pilot.pause()
        assert list(preview.query(PreviewLine)) == lines
        assert len(app.shown) == 2
        assert app.shown[0].split() == ["Perch", "perch-labs", *State.REUSED.value.split()]
        preview.show((PERCH, ROUTE))
        await pilot.pause()
        assert "in loft [/7]" in app.shown[1]


async def test_rows_that_stay_the_same_are_not_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    preview = Preview()
    async with Alone(preview).run_test() as pilot:
        preview.show((PERCH, ROUTE))
        await pilot.pause()
        drawn: list[str] = []
        monkeypatch.setattr(Static, "update", lambda _, text="", **__: drawn.append(str(text)))
        preview.show((PERCH, FILE))
        assert drawn == ["File", "platform.yaml", State.UNKNOWN.value, ""]


async def test_a_name_that_can_not_be_used_leaves_no_row_and_a_good_one_brings_all_back() -> None:
    preview = Preview()
    app = Alone(preview)
    async with app.run_test() as pilot:
        for rows in ((PERCH, ROUTE), (), (ROUTE,), (PERCH, ROUTE, FILE)):
            preview.show(rows)
            await pilot.pause()
            kinds = [line.split()[0] for line in app.shown if not line.startswith(" " * 5)]
            assert kinds == [row.kind.capitalize() for row in rows]


@pytest.mark.parametrize(
    ("state", "colour"),
    [
        (State.NEW, "$success"),
        (State.LEFT, "$warning"),
        (State.UPDATED, "$warning"),
        (State.REUSED, "$quiet"),
    ],
)
async def test_the_colour_only_supports_the_symbol(state: State, colour: str) -> None:
    preview = Preview()
    async with Alone(preview).run_test() as pilot:
        preview.show((PreviewRow("perch", "perch-lab", state.value),))
        await pilot.pause()
        content = preview.query_one(".preview-state", Static).content
        spans = getattr(content, "spans", ())
        assert [(span.start, str(span.style)) for span in spans] == [(0, colour), (2, "$quiet")]
