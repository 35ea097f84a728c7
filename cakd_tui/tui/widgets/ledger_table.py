"""The ledger as a matrix that scrolls between its head and its foot, however long it is."""

from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widgets import Static

from cakd_tui.core.ledger import Ledger
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.ledger_row import Grid, Row, drawn, foot, head, rows

_FOOT: Final = 2
"""Lines of the foot, as the stylesheet has them."""
_SCROLLBAR: Final = 1
"""Columns that are kept free for it, so that its coming breaks no line anew."""


class LedgerRows(ScrollView, can_focus=False):
    """The rows; only those in sight are drawn."""

    class Picked(Message):
        """The operator points at a cell."""

        def __init__(self, row: str, column: str) -> None:
            super().__init__()
            self.row = row
            self.column = column
            """Empty where it is the label that was pointed at."""

    def __init__(self, state: WhyState, grid: Grid) -> None:
        super().__init__()
        self._take(state, grid)

    def _take(self, state: WhyState, grid: Grid) -> None:
        self._state = state
        self._grid = grid
        self._ledger: Ledger = state.ledger
        self._rows: tuple[Row, ...] = tuple(rows(self._ledger, grid, state.vanished))
        self._places: dict[str, tuple[int, int]] = {}
        for place, row in enumerate(self._rows):
            if row.line:
                first, _ = self._places.get(row.line.key, (place, place))
                self._places[row.line.key] = (first, place)
        self.virtual_size = Size(0, len(self._rows))

    def show(self, state: WhyState, grid: Grid) -> None:
        """Show this state, with the line under the cursor in sight.

        Where rows come or go it stays at its height, so that the eye finds it again.
        """
        stays = state.row == self._state.row and state.row in self._places
        before = self._places[state.row][0] if stays else 0
        self._take(state, grid)
        if stays and state.row in self._places:
            moved = self._places[state.row][0] - before
            self._scroll(max(0, self.scroll_offset.y + moved) if moved else self.scroll_offset.y)
        self.refresh()
        self._keep_in_sight()

    def _scroll(self, y: int) -> None:
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, immediate=True, force=True)

    def on_resize(self) -> None:
        """Begin anew."""
        self.begin()

    def begin(self) -> None:
        """Show the first rows, unless the line under the cursor is further down."""
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        first, last = self._places.get(self._state.row, (0, 0))
        top, height = self.scroll_offset.y, self.size.height
        if first <= 1:
            first = 0  # with the heading above it
        if first < top:
            self._scroll(first)
        elif last >= top + height:
            self._scroll(min(first, last - height + 1))

    def render_line(self, y: int) -> Strip:
        """The row at this height."""
        width, place = self.size.width, self.scroll_offset.y + y
        if place >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = drawn(self._rows[place], self._state, self._ledger, self._grid)
        strips = Visual.to_strips(self, row, width, 1, self.visual_style, pad=True)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """A click points at a cell."""
        event.stop()
        place = self.scroll_offset.y + event.y
        row = self._rows[place] if 0 <= place < len(self._rows) else Row()
        if row.line is None:
            return
        column = self._grid.column_at(event.x)
        keys = [account.key for account in self._ledger.accounts]
        self.post_message(
            self.Picked(row.line.key, keys[column] if 0 <= column < len(keys) else "")
        )


class LedgerTable(Vertical):
    """Head, rows and foot: what each step did, and what it comes to."""

    def __init__(self, state: WhyState, width: int) -> None:
        """`width` is a guess at the columns: where it is right, nothing is drawn twice."""
        super().__init__()
        self._state = state
        self._width = width

    def compose(self) -> ComposeResult:
        """The frame around the rows stays while they scroll."""
        grid = self._grid()
        lines = LedgerRows(self._state, grid)
        above = Static(head(self._state, grid), id="ledger-head")
        self._fit(grid, above, lines)
        yield above
        yield lines
        yield Static(foot(self._state.ledger, grid), id="ledger-foot")

    def on_resize(self) -> None:
        """Columns are as wide as the window lets them be."""
        if self.size.width != self._width:
            self._width = self.size.width
            self.show(self._state)

    def begin(self, state: WhyState) -> None:
        """Show this state from its top; one that is shown already is not worked out again."""
        if state != self._state:
            self.show(state)
        self.query_one(LedgerRows).begin()

    def show(self, state: WhyState) -> None:
        """Show this state, and take no more room than its rows need."""
        self._state = state
        grid = self._grid()
        above, lines = self.query_one("#ledger-head", Static), self.query_one(LedgerRows)
        lines.show(state, grid)
        above.update(head(state, grid))
        self._fit(grid, above, lines)
        self.query_one("#ledger-foot", Static).update(foot(state.ledger, grid))

    def _grid(self) -> Grid:
        return Grid.of(self._state.ledger, max(0, self._width - _SCROLLBAR))

    def _fit(self, grid: Grid, above: Static, lines: LedgerRows) -> None:
        above.styles.height = grid.head
        self.styles.max_height = grid.head + lines.virtual_size.height + _FOOT
