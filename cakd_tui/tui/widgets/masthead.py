"""The line on top of every page: what this is, for which project, and whether it is only a demo."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static


class Masthead(Horizontal):
    """The program's name and what it is about, with the demo's badge at the right edge."""

    def __init__(self, provider: str, project: str, scenario: str) -> None:
        super().__init__()
        self._provider = provider
        self._project = project
        self._scenario = scenario

    def compose(self) -> ComposeResult:
        """The title, and the badge where there is something to warn of."""
        yield Static(self._title(self._project), id="masthead-title")
        if self._scenario:
            yield Static(f"DEMO {self._scenario}", id="masthead-badge", markup=False)

    def show_project(self, project: str) -> None:
        """Name the project as it is typed."""
        self.query_one("#masthead-title", Static).update(self._title(project))

    def _title(self, project: str) -> Content:
        about = f"{self._provider} alerts"
        start = (("cakd", "bold $primary"), "  ", (about, "$quiet"))
        if not project:
            return Content.assemble(*start)
        return Content.assemble(*start, (" for ", "$quiet"), (project, "bold"))
