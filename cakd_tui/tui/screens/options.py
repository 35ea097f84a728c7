"""What may be chosen beside the fields; it lies over the page that asks for the project."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList

from cakd_tui.core.errors import CakdError
from cakd_tui.core.option import Kind, OptionValue
from cakd_tui.core.stream import Emit
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.options_state import Answer, OptionsState
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.option_rows import OptionRows
from cakd_tui.tui.widgets.primary import Primary


class OptionsPage(Page):
    """Every option with its live choices; nothing has to be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "press", "Choose", key_display="space", tooltip="Choose it, or not"),
        Binding(
            "enter", "done", "Done", key_display="⏎", priority=True, tooltip="Back with all of it"
        ),
        Binding("f5", "ask_again", "Ask again", key_display="F5", tooltip="Look for new ones now"),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
    ]

    class Told(Message):
        """The service said what an option can be set to, or why it doesn't."""

        def __init__(self, key: str, answer: Answer) -> None:
            super().__init__()
            self.key = key
            self.answer = answer

    def __init__(
        self,
        visit: Visit,
        chosen: Mapping[str, OptionValue],
    ) -> None:
        super().__init__(visit)
        self.state = OptionsState(tuple(self.services.provider.options), chosen)

    @property
    def question(self) -> str:
        """What can be chosen, by name."""
        titles = [option.title.lower() for option in self.state.options]
        return f"Anything special? {', '.join(titles).capitalize()}"

    @property
    def reason(self) -> str:
        """That nothing has to be."""
        return "None of this has to be chosen. What is there already stays where it is."

    @property
    def amiss(self) -> bool:
        """Whether what the cursor is on is not ready."""
        here = self.state.here
        return here is not None and here.choice is not None and not here.choice.ready

    def body(self) -> Iterable[Widget]:
        """The list, and the way back."""
        yield OptionRows()
        yield Primary("Done")

    def current_draft(self) -> Draft:
        """The draft with what is chosen by now."""
        answers = self.draft.answers.with_options(self.state.chosen)
        return replace(self.draft, answers=answers, special=self.state.said)

    def on_mount(self) -> None:
        """Ask only once the page can be seen."""
        self._draw()
        self.call_after_refresh(self.action_ask_again)

    def _draw(self) -> None:
        self.query_one(OptionRows).show(self.state, self.services.provider.title)
        self.refresh_keys()

    def action_ask_again(self) -> None:
        """Ask what there is, now, all of it at once."""
        for option in self.state.options:
            if option.kind is not Kind.SWITCH:
                question = self._ask(option.key, self.hearing(option.key))
                self.run_worker(question, group=option.key, exclusive=True, exit_on_error=False)

    async def _ask(self, key: str, hear: Emit) -> None:
        try:
            answer: Answer = await self.connection.option_choices(key, self.draft.answers, hear)
        except CakdError as failure:
            answer = failure
        self.post_message(self.Told(key, answer))

    @on(Told)
    def _take(self, message: Told) -> None:
        self.heard_out(message.key)
        self.state = self.state.told(message.key, message.answer)
        self._draw()

    def action_move(self, steps: int) -> None:
        """Look at another row."""
        self.state = self.state.moved(steps)
        self._draw()

    def action_press(self) -> None:
        """Choose the row under the cursor, or take it back."""
        self.state = self.state.pressed()
        self._draw()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        key = self.query_one(OptionRows).key_at(event.option_id)
        self.state = self.state.at(key).pressed()
        self._draw()

    @on(Primary.Chosen)
    def action_done(self) -> None:
        """Back to the project; what is chosen by then counts."""
        self.dismiss()

    def action_back(self) -> None:
        """The same: nothing that was chosen is lost."""
        self.dismiss()
