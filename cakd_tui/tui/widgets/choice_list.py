"""The live choices in aligned columns; it scrolls, and is moved in while the input has the keys."""

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cakd_tui.core.field import Choice
from cakd_tui.tui.choice_state import Row

_NARROWEST_LABEL = 12
_WIDEST_LABEL = 36
_GAPS = 9
"""Cells that are neither label nor value nor detail: the marker, the gaps, the scroll bar."""


class ChoiceList(OptionList, can_focus=False):
    """Shows rows and the chosen one; a click on a row posts `OptionSelected` with its value."""

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self._rows: tuple[Row, ...] = ()
        self._chosen: Row | None = None
        self._widths = (0, 0)

    def show(self, rows: tuple[Row, ...], chosen: Row | None) -> None:
        """Show these rows, keeping the scroll position where only some of them changed."""
        if rows == self._rows and chosen == self._chosen:
            return
        before, self._rows, self._chosen = self._rows, rows, chosen
        if rows == before and chosen:
            self._move_to(rows.index(chosen))
        else:
            self._fill()

    def on_resize(self) -> None:
        """The columns follow the width."""
        if self._widths != _widths(self._rows, self.outer_size.width):
            self._fill()

    def _move_to(self, index: int) -> None:
        before = index if self.highlighted is None else self.highlighted
        for each in {before, index}:
            text = _drawn(self._rows[each], each == index, self._widths)
            self.replace_option_prompt_at_index(each, text)
        self.highlighted = index

    def _fill(self) -> None:
        top = self.scroll_offset.y
        self._widths = _widths(self._rows, self.outer_size.width)
        self.set_options(
            Option(_drawn(row, row == self._chosen, self._widths), id=row.choice.value)
            for row in self._rows
        )
        self.scroll_to(y=top, animate=False)
        self.highlighted = self._rows.index(self._chosen) if self._chosen else None


def _widths(rows: tuple[Row, ...], room: int) -> tuple[int, int]:
    """The cells for labels and values: labels give way first."""
    choices = [row.choice for row in rows]
    label = max((cell_len(each.label) for each in choices), default=0)
    value = min(room // 3, max((cell_len(each.value) for each in choices), default=0))
    detail = max((cell_len(each.detail) for each in choices), default=0)
    left = max(_NARROWEST_LABEL, min(_WIDEST_LABEL, room - value - detail - _GAPS))
    return min(label, left), value


def _drawn(row: Row, is_chosen: bool, widths: tuple[int, int]) -> Content:
    choice = row.choice
    label, value = widths
    return Content.assemble(
        ("▸ " if is_chosen else "  ", "$primary"),
        (_fitted(choice.label, label), "bold" if is_chosen else ""),
        ("  " + _fitted(choice.value, value) + "  ", "$quiet"),
        *_detail(choice, row.new),
    )


def _detail(choice: Choice, is_new: bool) -> tuple[tuple[str, str], ...]:
    new = (("new  ", "bold $success"),) if is_new else ()
    if not choice.ready:
        return (*new, (f"! {choice.detail}", "$warning"))
    return (*new, (choice.detail, "$quiet"))


def _fitted(text: str, width: int) -> str:
    """The text in exactly `width` cells: one line, cut with an ellipsis or filled up."""
    line = " ".join(text.split())
    return line + " " * (width - cell_len(line)) if cell_len(line) <= width else _cut(line, width)


def _cut(line: str, width: int) -> str:
    while line and cell_len(line) >= width:
        line = line[:-1]
    return f"{line}…".ljust(width - (cell_len(line) - len(line)))
