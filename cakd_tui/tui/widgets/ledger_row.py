"""A ledger as rows of text: headings, a row per step, a column per permission."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
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
_NONE: Final[Mapping[str, Sequence[Line]]] = MappingProxyType({})
_GONE: Final = "gone"
_GAP: Final = 1
_CURSOR: Final = 2
"""Columns before a label."""
_NARROW: Final = 13
"""Columns of a cell where there is little room: "✗ ◂ decides"."""
_LEAST: Final = 8
"""Columns of a label in whatever window."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How wide the columns are in a window of this width."""

    width: int
    label: int
    cell: int
    titles: tuple[tuple[str, ...], ...] = ()
    """What stands over each column, line by line."""

    @classmethod
    def of(cls, ledger: Ledger, width: int) -> "Grid":
        """The grid for this ledger: titles are broken where the labels need the room."""
        many = len(ledger.accounts)
        longest = max((len(account.title) for account in ledger.accounts), default=0)
        widest = max((cell_len(_text(line)) for line in ledger.lines), default=0)
        cell = max(_NARROW, longest + _GAP)
        if width - many * cell < _CURSOR + widest + _GAP:
            cell = _NARROW
        titles = tuple(tuple(_broken(each.title, cell - _GAP)) for each in ledger.accounts)
        return cls(width, max(_LEAST, width - many * cell), cell, titles)

    @property
    def head(self) -> int:
        """Lines of the head."""
        return max((len(title) for title in self.titles), default=1)

    @property
    def room(self) -> int:
        """Columns for what a line says of itself."""
        return self.label - _CURSOR - _GAP

    def column_at(self, x: int) -> int:
        """The column under this place; negative over the labels."""
        return (x - self.label) // self.cell


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, a line of the ledger or what of it had no room beside the cells."""

    heading: str = ""
    line: Line | None = None
    label: str = ""
    remark: str = ""
    first: bool = True
    """Whether it is the one with the cells."""
    gone: bool = False
    """Whether it is about a line that has just vanished."""


def rows(ledger: Ledger, grid: Grid, gone: Mapping[str, Sequence[Line]] = _NONE) -> Iterator[Row]:
    """The headings and the lines under them; long ones go on in further rows.

    `gone` are lines that have just vanished, by the key of the line or else the heading they stood
    under.
    """
    group = ""
    for line in ledger.lines:
        if line.group != group:
            group = line.group
            yield from (Row(heading=each) for each in _broken(group, grid.width - _GAP))
            yield from _vanished(gone.get(group, ()), grid)
        yield from _rows_of(line, grid.room)
        yield from _vanished(gone.get(line.key, ()), grid)


def _rows_of(line: Line, room: int) -> Iterator[Row]:
    if cell_len(_text(line)) <= room:
        yield Row(line=line, label=line.label, remark=line.remark)
        return
    for place, label in enumerate(_broken(line.label, room)):
        yield Row(line=line, label=label, first=not place)
    for remark in _broken(line.remark, room - _CURSOR) if line.remark else ():
        yield Row(line=line, remark=remark, first=False)


def _vanished(lines: Sequence[Line], grid: Grid) -> Iterator[Row]:
    for line in lines:
        for label in _broken(f"{line.label}  {_GONE}", grid.room):
            yield Row(label=label, gone=True)


def _text(line: Line) -> str:
    return "  ".join(filter(None, (line.label, line.remark)))


def _broken(text: str, width: int) -> list[str]:
    """The text in lines of at most this many columns; one at least."""
    if cell_len(text) <= width:
        return [text]
    return [each.plain.rstrip() for each in Content(text).wrap(max(1, width))]


def head(state: WhyState, grid: Grid) -> Content:
    """The permissions' names; the one that is asked about stands out."""
    lines = []
    for place in range(grid.head):
        cells = [Content(" " * grid.label)]
        for account, title in zip(state.ledger.accounts, grid.titles, strict=True):
            # A short title stands right over its cells.
            index = place - (grid.head - len(title))
            text = title[index] if index >= 0 else ""
            style = "bold $primary" if account.key == state.column else "$quiet"
            cells.append(_padded(Content.styled(text, style), grid.cell))
        lines.append(Content("").join(cells))
    return Content("\n").join(lines)


def foot(ledger: Ledger, grid: Grid) -> Content:
    """What it all comes to."""
    cells = [_padded(Content.styled("In effect", "bold"), grid.label)]
    for account in ledger.accounts:
        text, colour = _in_effect(account)
        cells.append(_padded(Content.styled(text, f"bold {colour}"), grid.cell))
    return Content("").join(cells)


def _in_effect(account: Account) -> tuple[str, str]:
    if account.verdict is Verdict.WARN:
        return "! remark", "$warning"
    if account.allowed:
        return "✓ yes", "$success"
    if account.verdict is Verdict.SKIPPED and not account.fixes:
        return "✗ no", "$quiet"
    # Where no line granted it, it is the lack of one that decides.
    return ("✗ no", "$error") if account.decided_by else ("✗ no grant ◂", "$error")


def drawn(row: Row, state: WhyState, ledger: Ledger, grid: Grid) -> Content:
    """One row as it is shown; `ledger` is the state's, worked out once for all rows."""
    if row.gone:
        return _padded(Content.styled(f"− {row.label}", "$primary"), grid.width)
    line = row.line
    if line is None:
        return _padded(Content.styled(row.heading, "$quiet"), grid.width)
    here = line.key == state.row
    label = Content.assemble(
        _mark(row, line, state),
        (row.label, "bold" if here else ""),
        (f"  {row.remark}" if row.remark else "", "$quiet"),
    )
    if not row.first:
        return _padded(label, grid.label).pad_right(grid.width - grid.label)
    cells = [_padded(label, grid.label)]
    for account, effect in zip(ledger.accounts, line.effects, strict=True):
        cell = _padded(_cell(state, line, account, effect), grid.cell)
        under_cursor = here and account.key == state.column
        cells.append(cell.stylize("on $badge") if under_cursor else cell)
    return Content("").join(cells)


def _mark(row: Row, line: Line, state: WhyState) -> tuple[str, str]:
    """What stands before a label: where the cursor is, or that the line has just come."""
    if row.first and line.key == state.row:
        return "› ", ""
    if row.first and line.key in state.come and not state.turns:
        return "+ ", "$primary"
    return "  ", ""


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
