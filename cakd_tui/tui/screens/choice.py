"""Asks for one of the provider's live choices, and keeps looking for the one that isn't there."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList

from cakd_tui.core.errors import CakdError, RouteStoreError
from cakd_tui.core.field import Choices, Field
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.tui.choice_state import ChoiceState
from cakd_tui.tui.links import copy_link, open_link
from cakd_tui.tui.screens.plain import PlainPage
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.answer_input import AnswerInput
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.choice_list import ChoiceList
from cakd_tui.tui.widgets.invitation import Invitation
from cakd_tui.tui.widgets.note import Notes
from cakd_tui.tui.widgets.primary import Primary


class ChoicePage(PlainPage):
    """A list that filters, moves and grows by itself, under an input that keeps the keys."""

    WATCH: ClassVar[float] = 3.0
    """Seconds between two questions while there is nothing to choose."""
    REFRESH: ClassVar[float] = 10.0
    """Seconds between two questions while there is."""
    TICK: ClassVar[float] = 1.0
    """Seconds between two looks at the clock."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False, priority=True, tooltip="Choose the next"),
        Binding("up", "move(-1)", "Up", show=False, priority=True, tooltip="Choose the previous"),
        Binding("pagedown", "move_page(1)", "Page down", show=False, priority=True),
        Binding("pageup", "move_page(-1)", "Page up", show=False, priority=True),
        Binding("ctrl+y", "copy_link", "Copy", tooltip="Copy the address at the bottom"),
        Binding("ctrl+o", "open_link", "Open", tooltip="Open the address at the bottom"),
        Binding("f5", "ask_again", "Ask again", key_display="F5", tooltip="Look for new ones now"),
    ]

    class Listed(Message):
        """The service said what there is, or why it doesn't."""

        def __init__(self, outcome: Choices | CakdError) -> None:
            super().__init__()
            self.outcome = outcome

    class Recalled(Message):
        """The project was set up before, with this answer."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, visit: Visit, field: Field) -> None:
        super().__init__(visit, field)
        demo = self.services.demo
        self.state = ChoiceState(
            field,
            service=self.services.provider.title,
            text=self.draft.typed.get(field.key, Secret("")).reveal(),
            picked=self.draft.answers.value(field.key),
            touched=bool(self.draft.answers.value(field.key)),
            about=demo.about.get(field.key, "") if demo else "",
        )
        self._waited = 0.0
        self._is_asking = False

    @property
    def hindrance(self) -> str:
        """As the state has it."""
        return self.state.hindrance

    @property
    def text(self) -> str:
        """The filter, or the answer, as it is typed."""
        return self.state.text

    @property
    def value(self) -> str:
        """The chosen line's value."""
        return self.state.row.choice.value if self.state.row else ""

    def said(self, value: str) -> str:
        """The name of a choice the service offers; otherwise the value itself."""
        labels = {choice.value: choice.label for choice in self.state.offered}
        return labels.get(value, value)

    @property
    def amiss(self) -> bool:
        """As the state has it."""
        return self.state.amiss

    def body(self) -> Iterable[Widget]:
        """The input, how things stand, the list, and how to get what isn't in it."""
        yield AnswerInput(self.state.text, self.field.placeholder)
        yield Notes(*self.state.notes(), id="notes")
        yield ChoiceList()
        yield CardSlot()
        yield Invitation()
        yield Primary("Continue", self.state.hindrance)

    def on_mount(self) -> None:
        """Ask only once the page can be seen, and again and again after that."""
        self.draw()
        self.call_after_refresh(self.look)
        self.call_after_refresh(self._recall)
        self.call_after_refresh(self._ask)
        self.set_interval(self.TICK, self._tick)

    def draw(self) -> None:
        """Show the state."""
        state = self.state
        self.query_one(Notes).show(*state.notes())
        listed = self.query_one(ChoiceList)
        listed.show(state.rows, state.row)
        listed.display = bool(state.rows or state.offered)
        if state.choices:
            self.say_question(self.question, f"{self.reason}\n{state.choices.summary}")
        self.query_one(Invitation).show(state.choices)
        self.draw_trouble(None if state.choices else state.failure)
        self._draw_age()
        super().draw()

    def _draw_age(self) -> None:
        self.query_one(Invitation).tell(self._age())

    def _age(self) -> str:
        state, seconds = self.state, round(self._waited)
        if state.choices is None:
            return ""
        if self._is_asking and state.failure is None:
            return "◌ asking now"
        if state.failure:
            return f"! no answer {seconds} s ago"
        asked = f"asked {seconds} s ago" if seconds else "asked just now"
        return f"◌ {asked}" if state.offered else f"◌ watching for it to appear, {asked}"

    # what the operator does

    @on(Input.Changed, "#answer")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self.state.text:
            self.state = self.state.with_text(event.value)
            self.draw()

    def action_move(self, lines: int) -> None:
        """Choose another line."""
        self.state = self.state.moved(lines)
        self.draw()

    def action_move_page(self, pages: int) -> None:
        """Choose the line a page further."""
        self.action_move(pages * max(1, self.query_one(ChoiceList).size.height - 1))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.state = replace(self.state, picked=event.option_id or "", touched=True)
        self.draw()

    def action_copy_link(self) -> None:
        """Copy the invitation's address."""
        if self.state.choices and self.state.choices.invitation:
            copy_link(self.app, self.state.choices.invitation)

    def action_open_link(self) -> None:
        """Open the invitation's address."""
        if self.state.choices and self.state.choices.invitation:
            open_link(self.app, self.state.choices.invitation, self.services.environment)

    def action_ask_again(self) -> None:
        """Ask what there is, now; a question that is on its way is not asked twice."""
        self._ask()
        self._draw_age()

    # what comes back

    def _tick(self) -> None:
        self._waited += self.TICK
        pause = self.REFRESH if self.state.offered else self.WATCH
        if self._waited >= pause and self.is_current:
            self._ask()
        self._draw_age()

    @on(PlainPage.Looked)
    def _looked(self, message: PlainPage.Looked) -> None:
        self.state = replace(self.state, found=message.found)
        self.draw()

    @work(exclusive=True, group="recall", exit_on_error=False)
    async def _recall(self) -> None:
        """Where the project was set up before; what can't be read is for the checks."""
        if project := self.draft.answers.project:
            with suppress(RouteStoreError):
                route = await asyncio.to_thread(self.services.routes.load, project)
                if route and route.provider == self.services.provider.name:
                    self.post_message(self.Recalled(route.values.get(self.field.key, "")))

    @on(Recalled)
    def _recalled(self, message: Recalled) -> None:
        self.state = replace(self.state, kept=message.value)
        self.draw()

    def _ask(self) -> None:
        if not self._is_asking:
            self._is_asking = True
            self._question(self.hearing("choices"))

    @work(exclusive=True, group="choices", exit_on_error=False)
    async def _question(self, hear: Emit) -> None:
        try:
            outcome: Choices | CakdError = await self.connection.choices(
                self.field.key, self.draft.answers, hear
            )
        except CakdError as failure:
            outcome = failure
        self.post_message(self.Listed(outcome))

    @on(Listed)
    def _listed(self, message: Listed) -> None:
        self._is_asking = False
        self._waited = 0.0
        self.heard_out("choices")
        outcome = message.outcome
        if isinstance(outcome, CakdError):
            self.state = replace(self.state, failure=outcome)
        else:
            self.state = self.state.with_choices(outcome)
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the keys that would do something now."""
        offered = self.state.offers().get(action)
        return super().check_action(action, parameters) if offered is None else offered
