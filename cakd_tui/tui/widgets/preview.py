"""What will be called after a name, changing as the name is typed."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from cakd_tui.tui.project_state import PreviewRow

_COLOURS: Final = {"+": "$success", "!": "$warning", "~": "$warning"}


class PreviewLine(Horizontal):
    """What it is, its name with a remark under it, what will happen to it."""

    def __init__(self, row: PreviewRow) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """The columns; the remark stands under the name and what will happen to it."""
        yield Static(self._row.kind.capitalize(), classes="preview-kind", markup=False)
        with Vertical(classes="preview-text"):
            with Horizontal(classes="preview-head"):
                yield Static(self._row.name, classes="preview-name", markup=False)
                yield Static(_state(self._row), classes="preview-state")
            remark = Static(self._row.remark, classes="preview-remark", markup=False)
            remark.display = bool(self._row.remark)
            yield remark

    def show(self, row: PreviewRow) -> None:
        """Become this row."""
        if row == self._row:
            return
        self._row = row
        parts: dict[str, str | Content] = {
            "kind": row.kind.capitalize(),
            "name": row.name,
            "state": _state(row),
            "remark": row.remark,
        }
        for part, text in parts.items():
            for static in self.query(f".preview-{part}").results(Static):
                static.update(text)
                static.display = bool(text)


class Preview(Vertical):
    """The rows; those that stay the same are not drawn again."""

    def show(self, rows: tuple[PreviewRow, ...]) -> None:
        """Show these rows instead."""
        lines = list(self.query(PreviewLine))
        for line, row in zip(lines, rows, strict=False):
            line.show(row)
        for index, line in enumerate(lines):
            line.display = index < len(rows)
        self.mount_all([PreviewLine(row) for row in rows[len(lines) :]])


def _state(row: PreviewRow) -> Content:
    symbol, _, words = row.state.partition(" ")
    return Content.assemble((symbol, _COLOURS.get(symbol, "$quiet")), " ", (words, "$quiet"))
