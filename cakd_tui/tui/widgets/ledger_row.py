"""A ledger as rows of text: headings, a row per step, a column per permission."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Account, Effect, Ledger, Line
from cakd_tui.tui.why_state import WhyState

_SYMBOLS: Final = {
    Effect.GRANTED: ("✓", "$success"),
    Effect.DENIED: ("✗", "$error"),
    Effect.NONE: ("·", "$quiet"),
}
_ROOM: Final = 20
"""Columns a label needs at least beside full titles."""
_GAP: Final = 1
_CURSOR: Final = 2
"""Columns before a label."""
_NARROW: Final = 13
"""Columns of a cell where there is little room: "✗ ◂ decides"."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How wide the columns are in a window of this width."""

    width: int
    label: int
    cell: int

    @classmethod
    def of(cls, ledger: Ledger, width: int) -> "Grid":
        """The grid for this ledger."""
        many = len(ledger.accounts)
        longest = max((len(account.title) for account in ledger.accounts), default=0)
        cell = max(_NARROW, longest + _GAP)
        short = width - many * cell < _ROOM
        cell = _NARROW if short else cell
        return cls(width, max(8, width - many * cell), cell)

    def cuts(self, line: Line) -> bool:
        """Whether label and remark have no room beside the cells."""
        text = "  ".join(filter(None, (line.label, line.remark)))
        return _CURSOR + cell_len(text) >= self.label

    def column_at(self, x: int) -> int:
        """The column under this place; negative over the labels."""
        return (x - self.label) // self.cell


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, or a line of the ledger."""

    heading: str = ""
    line: Line | None = None


def rows(ledger: Ledger) -> Iterator[Row]:
    """The headings and the lines under them."""
    group = ""
    for line in ledger.lines:
        if line.group != group:
            group = line.group
            yield Row(heading=group)
        yield Row(line=line)


def head(state: WhyState, grid: Grid) -> Content:
    """The permissions' names; the one that is asked about stands out."""
    cells = [Content(" " * grid.label)]
    for account in state.ledger.accounts:
        title = account.title
        style = "bold $primary" if account.key == state.column else "$quiet"
        cells.append(_padded(Content.styled(title, style), grid.cell))
    return Content("").join(cells)


def foot(ledger: Ledger, grid: Grid) -> Content:
    """What it all comes to."""
    cells = [_padded(Content.styled("In effect", "bold"), grid.label)]
    for account in ledger.accounts:
        text, colour = _in_effect(account)
        cells.append(_padded(Content.styled(text, f"bold {colour}"), grid.cell))
    return Content("").join(cells)


def _in_effect(account: Account) -> tuple[str, str]:
    if account.verdict is Verdict.WARN:
        return "! doubtful", "$warning"
    if account.allowed:
        return "✓ yes", "$success"
    if account.verdict is Verdict.SKIPPED and not account.fixes:
        return "✗ no", "$quiet"
    # Where no line granted it, it is the lack of one that decides.
    return ("✗ no", "$error") if account.decided_by else ("✗ no grant ◂", "$error")


def drawn(row: Row, state: WhyState, ledger: Ledger, grid: Grid) -> Content:
    """One row as it is shown; `ledger` is the state's, worked out once for all rows."""
    line = row.line
    if line is None:
        return _padded(Content.styled(row.heading, "$quiet"), grid.width)
    here = line.key == state.row
    label = Content.assemble(
        "› " if here else "  ", (line.label, "bold" if here else ""), "  ", (line.remark, "$quiet")
    )
    cells = [_padded(label, grid.label)]
    for account, effect in zip(ledger.accounts, line.effects, strict=True):
        cell = _padded(_cell(state, line, account, effect), grid.cell)
        under_cursor = here and account.key == state.column
        cells.append(cell.stylize("on $badge") if under_cursor else cell)
    return Content("").join(cells)


def _cell(state: WhyState, line: Line, account: Account, effect: Effect) -> Content:
    symbol, colour = _SYMBOLS[effect]
    place = (line.key, account.key)
    tried = any(
        turn.line == line.key and (line.whole or turn.account == account.key)
        for turn in state.turns
    )
    decides = account.decided_by == line.key
    changed = place in state.news and not state.turns
    word = "tried" if tried else "changed" if changed else "decides" if decides else ""
    arrow = "◂ " if decides else ""
    style = "$primary" if tried or changed else "$quiet"
    return Content.assemble((symbol, colour), " ", (f"{arrow}{word}", style))


def _padded(content: Content, width: int) -> Content:
    return content.truncate(width - 1, ellipsis=True, pad=True).pad_right(1)
