"""What a run said, line by line, with the seconds since its start."""

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from cakd_tui.tui.progress import LogLine


class LogRow(Horizontal):
    """One line, its text with a hanging indent."""

    def __init__(self, line: LogLine) -> None:
        super().__init__()
        self._line = line

    def compose(self) -> ComposeResult:
        """When, and what."""
        yield Static(f"{self._line.seconds:.2f}", classes="log-time", markup=False)
        yield Static(self._line.text, classes="log-text", markup=False)


class RunLog(VerticalScroll, can_focus=False):
    """Grows at its end and keeps it in sight; a run that starts over starts it over."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[LogLine, ...] = ()

    def show(self, lines: tuple[LogLine, ...]) -> None:
        """Show these lines, drawing only the new ones."""
        if lines == self._shown:
            return
        known = len(self._shown) if lines[: len(self._shown)] == self._shown else 0
        if not known:
            self.remove_children()
        self._shown = lines
        self.mount_all([LogRow(line) for line in lines[known:]])

    def watch_virtual_size(self) -> None:
        """Follow what was said last."""
        self._follow()

    def on_resize(self) -> None:
        """Follow it in another room as well."""
        self._follow()

    def _follow(self) -> None:
        self.scroll_end(animate=False, immediate=True, force=True)
