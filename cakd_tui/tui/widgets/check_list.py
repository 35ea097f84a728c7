"""The checks as aligned rows: a symbol, a title, what was seen."""

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.tui.survey import Survey

_SYMBOLS = {
    Verdict.PASS: ("✓", "$success"),
    Verdict.WARN: ("!", "$warning"),
    Verdict.FAIL: ("✗", "$error"),
    Verdict.SKIPPED: ("○", "$quiet"),
}
_TURNED = "just turned "


class CheckRow(Widget):
    """One check; a click chooses it."""

    chosen = reactive(False, toggle_class="-chosen")

    class Picked(Message):
        """The operator wants to know more about this check."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, check: Check, title_width: int) -> None:
        super().__init__()
        self.check = check
        self._title_width = title_width
        self._finding: Finding | None = None
        self._asking = True
        self._turned = False

    def show(self, survey: Survey) -> None:
        """Show what the survey knows of this check."""
        shown = (self._finding, self._asking, self._turned)
        self._finding = survey.findings.get(self.check.id)
        self._asking = survey.asking
        self._turned = self.check.id in survey.turned
        if shown != (self._finding, self._asking, self._turned):
            self.tooltip = Content(self._finding.evidence) if self._finding else None
            self.refresh()

    def render(self) -> Content:
        """The row in one line; what does not fit is in the card below."""
        tail = Content.styled(_TURNED if self._turned else "", "$primary")
        symbol, evidence = self._state()
        title = self.check.title.ljust(self._title_width)
        line = Content.assemble(" ", symbol, "  ", (title, self._title_style()), evidence)
        room = self.size.width - tail.cell_length - 1
        return Content.assemble(line.truncate(room, ellipsis=True, pad=True), " ", tail)

    def _state(self) -> tuple[tuple[str, str], tuple[str, str]]:
        finding = self._finding
        if finding is None:
            words = ("◌", "checking") if self._asking else ("○", "not checked")
            return (words[0], "$quiet"), (words[1], "$quiet")
        loud = self.chosen or finding.verdict in {Verdict.FAIL, Verdict.WARN}
        evidence = " ".join(finding.evidence.split())
        return _SYMBOLS[finding.verdict], (evidence, "" if loud else "$quiet")

    def _title_style(self) -> str:
        return "bold" if self.chosen else ""

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        event.stop()
        self.post_message(self.Picked(self.check.id))


class CheckList(VerticalScroll, can_focus=False):
    """All rows at once from the start; each takes on its finding when it comes."""

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        self._width = max((len(check.title) for check in survey.checks), default=0) + 3
        self._rows = [CheckRow(check, self._width) for check in survey.checks]

    def compose(self) -> ComposeResult:
        """A row per check."""
        yield from self._rows

    def on_mount(self) -> None:
        """Take no more room than the rows need."""
        self.styles.max_height = len(self._rows)

    def show(self, survey: Survey, chosen: str) -> None:
        """Show what is known, and which row the card below is about."""
        for check in survey.checks[len(self._rows) :]:
            self._rows.append(CheckRow(check, self._width))
            self.mount(self._rows[-1])
            self.styles.max_height = len(self._rows)
        for row in self._rows:
            row.show(survey)
            if row.chosen != (row.check.id == chosen):
                row.chosen = row.check.id == chosen
        self.call_after_refresh(self._keep_chosen_in_view)

    def on_resize(self) -> None:
        """A card that takes room away does not take the chosen row out of sight."""
        self._keep_chosen_in_view()

    def _keep_chosen_in_view(self) -> None:
        for row in self._rows:
            if row.chosen:
                row.scroll_visible(animate=False)
