"""What is shown instead of a page when the terminal is too small for it."""

from textual.widgets import Static

SMALLEST = (60, 20)
"""Columns and rows a page needs."""


class TooSmall(Static):
    """A kind word; the page comes back by itself, with everything typed still there."""

    def __init__(self, scenario: str) -> None:
        columns, rows = SMALLEST
        demo = f"\n\nDEMO {scenario}" if scenario else ""
        text = (
            f"A little more room, please.\n\nThis window needs {columns}×{rows} characters.\n"
            f"Nothing is lost: the page returns as it was.{demo}"
        )
        super().__init__(text, markup=False)
