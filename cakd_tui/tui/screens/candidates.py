"""Several things could be the project's: which one is? It lies over the page of the checks."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList

from cakd_tui.core.plan import Candidates
from cakd_tui.tui.choice_state import Row
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.choice_list import ChoiceList
from cakd_tui.tui.widgets.primary import Primary


class CandidatesPage(Page):
    """A list of what was found; `taken` is the answer, empty where there was none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Use it", key_display="⏎", priority=True, tooltip="Use this one"),
        Binding("up,k", "move(-1)", "Previous", show=False, tooltip="Choose the previous"),
        Binding("down,j", "move(1)", "Next", show=False, tooltip="Choose the next"),
    ]

    def __init__(self, visit: Visit, candidates: Candidates) -> None:
        super().__init__(visit)
        self._candidates = candidates
        self._rows = tuple(Row(choice) for choice in candidates.choices)
        self._place = 0
        self.taken = ""

    @property
    def question(self) -> str:
        """Which of them it is."""
        return f"Which {self._candidates.kind} is the project's?"

    @property
    def reason(self) -> str:
        """What comes of the choice."""
        return (
            f"{len(self._rows)} of them could be. The one you choose is used just as it is; "
            "the others stay as they are."
        )

    def body(self) -> Iterable[Widget]:
        """The list, and the button."""
        yield ChoiceList()
        yield Primary("Use this one")

    def on_mount(self) -> None:
        """The first one is chosen."""
        self._draw()

    def _draw(self) -> None:
        self.query_one(ChoiceList).show(self._rows, self._rows[self._place])

    def action_move(self, lines: int) -> None:
        """Choose another one."""
        self._place = max(0, min(self._place + lines, len(self._rows) - 1))
        self._draw()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        values = [row.choice.value for row in self._rows]
        self._place = values.index(event.option_id or "")
        self._draw()

    def action_take(self) -> None:
        """Use the chosen one, if it is this page's enter."""
        if self.enter_is_meant():
            self._take()

    @on(Primary.Chosen)
    def _take(self) -> None:
        self.taken = self._rows[self._place].choice.value
        self.dismiss()

    def action_back(self) -> None:
        """Back to the checks; nothing is chosen."""
        self.dismiss()
