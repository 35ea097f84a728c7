"""What may be chosen, in one list: headings, and under each what it can be set to."""

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Line

from cakd_tui.core.errors import CakdError
from cakd_tui.core.option import Kind
from cakd_tui.tui.options_state import Answer, OptionRow, OptionsState

_WIDEST = 32


class OptionRows(OptionList, can_focus=False):
    """Shows the rows; a click on one posts `OptionSelected` with its key."""

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self._rows: tuple[OptionRow, ...] = ()

    def show(self, state: OptionsState, service: str) -> None:
        """Show this state, with the row under the cursor in sight."""
        rows, here = state.rows, state.here
        labels = (cell_len(row.choice.label) for row in rows if row.choice)
        width = min(max(labels, default=0), _WIDEST)
        top = self.scroll_offset.y
        self.set_options(
            Line(
                _drawn(row, state, service, width, is_here=row == here),
                id=str(place),
                disabled=not row.can_choose,
            )
            for place, row in enumerate(rows)
        )
        self._rows = rows
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        if here:
            self.highlighted = rows.index(here)

    def key_at(self, line: str | None) -> str:
        """The key of the row that was clicked; `line` is the option's id."""
        return self._rows[int(line)].key if line and line.isdecimal() else ""


def _drawn(
    row: OptionRow, state: OptionsState, service: str, width: int, *, is_here: bool
) -> Content:
    if row.heading:
        head = Content.assemble((row.option.title, "bold"), ("  " + row.option.help, "$quiet"))
        return head if row.option is state.options[0] else Content.assemble("\n", head)
    if row.choice is None:
        return _standing(state.answers.get(row.option.key), service)
    label, detail = row.choice.label, row.choice.detail
    return Content.assemble(
        ("› " if is_here else "  ", "$primary"),
        (_box(row), "$primary"),
        " ",
        (label, "bold" if row.chosen else ""),
        " " * (max(0, width - cell_len(label)) + 2),
        (detail, "$quiet") if row.choice.ready else (f"! {detail}", "$warning"),
    )


def _box(row: OptionRow) -> str:
    if row.option.kind is Kind.CHOICES:
        return "[✓]" if row.chosen else "[ ]"
    return "(•)" if row.chosen else "( )"


def _standing(answer: Answer | None, service: str) -> Content:
    if isinstance(answer, CakdError):
        return Content.assemble("  ", ("! ", "$warning"), f"{answer.message}; F5 asks again")
    return Content.styled(f"  ◌ asking {service}", "$quiet")
