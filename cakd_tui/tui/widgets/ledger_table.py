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

from cakd_tui.core.ledger import Ledger, Line
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.ledger_row import Grid, Row, drawn, foot, head, rows

_FRAME: Final = 3
"""Lines of the head and the foot, as the stylesheet has them."""


class LedgerRows(ScrollView, can_focus=False):
    """The rows; only those in sight are drawn."""

    class Picked(Message):
        """The operator points at a cell."""

        def __init__(self, row: str, column: str) -> None:
            super().__init__()
            self.row = row
            self.column = column
            """Empty where it is the label that was pointed at."""

    def __init__(self, state: WhyState) -> None:
        super().__init__()
        self._take(state)

    def _take(self, state: WhyState) -> None:
        self._state = state
        self._ledger: Ledger = state.ledger
        self._rows: tuple[Row, ...] = tuple(rows(self._ledger))
        self._places = {row.line.key: place for place, row in enumerate(self._rows) if row.line}
        self.virtual_size = Size(0, len(self._rows))

    def show(self, state: WhyState) -> None:
        """Show this state, with the line under the cursor in sight."""
        self._take(state)
        self.refresh()
        self._keep_in_sight()

    def on_resize(self) -> None:
        """Show the first rows, unless the line under the cursor is further down."""
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        place, top, height = (
            self._places.get(self._state.row, 0),
            self.scroll_offset.y,
            self.size.height,
        )
        if place <= 1:
            place = 0  # with the heading above it
        if place < top:
            self.scroll_to(y=place, animate=False, immediate=True, force=True)
        elif place >= top + height:
            self.scroll_to(y=place - height + 1, animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        """The row at this height."""
        width, place = self.size.width, self.scroll_offset.y + y
        if place >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        grid = Grid.of(self._ledger, width)
        row = drawn(self._rows[place], self._state, self._ledger, grid)
        strips = Visual.to_strips(self, row, width, 1, self.visual_style, pad=True)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """A click points at a cell."""
        event.stop()
        place = self.scroll_offset.y + event.y
        row = self._rows[place] if 0 <= place < len(self._rows) else Row()
        if row.line is None:
            return
        column = Grid.of(self._ledger, self.size.width).column_at(event.x)
        keys = [account.key for account in self._ledger.accounts]
        self.post_message(
            self.Picked(row.line.key, keys[column] if 0 <= column < len(keys) else "")
        )


class LedgerTable(Vertical):
    """Head, rows and foot: what each step did, and what it comes to."""

    def __init__(self, state: WhyState) -> None:
        super().__init__()
        self._state = state

    def compose(self) -> ComposeResult:
        """The frame around the rows stays while they scroll."""
        yield Static(id="ledger-head")
        yield LedgerRows(self._state)
        yield Static(id="ledger-foot")

    def cuts(self, line: Line) -> bool:
        """Whether there is no room to show all that the line says of itself."""
        widths = [each.size.width for each in self.query(LedgerRows)]
        return any(widths) and Grid.of(self._state.ledger, max(widths)).cuts(line)

    def on_mount(self) -> None:
        """Take no more room than the rows need."""
        self._fit()

    def _fit(self) -> None:
        self.styles.max_height = self.query_one(LedgerRows).virtual_size.height + _FRAME

    def on_resize(self) -> None:
        """Columns are as wide as the window lets them be."""
        self._frame()

    def show(self, state: WhyState) -> None:
        """Show this state."""
        self._state = state
        self.query_one(LedgerRows).show(state)
        self._fit()
        self._frame()

    def _frame(self) -> None:
        ledger = self._state.ledger
        grid = Grid.of(ledger, self.query_one(LedgerRows).size.width or self.size.width)
        self.query_one("#ledger-head", Static).update(head(self._state, grid))
        self.query_one("#ledger-foot", Static).update(foot(ledger, grid))
