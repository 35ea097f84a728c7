"""What the pages that ask something share: one way on, and why it isn't open yet."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from cakd_tui.core.errors import CakdError, ProviderError
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.widgets.answer_input import AnswerInput
from cakd_tui.tui.widgets.card import Card
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.primary import Primary
from cakd_tui.tui.widgets.trouble_card import TroubleCard


class AskPage(Page):
    """A page with an answer to give. Its body holds a `CardSlot` and a `Primary`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "go_on", "Continue", key_display="⏎", priority=True, tooltip="Go on with this"
        ),
    ]

    _failure: CakdError | None = None

    @property
    def hindrance(self) -> str:
        """Why the page can't be left forwards yet; empty when it can."""
        raise NotImplementedError

    @property
    def amiss(self) -> bool:
        """Whether the service did not take the answer, or gave none."""
        return isinstance(self._failure, ProviderError)

    def go_on(self) -> None:
        """Give the answer; called only while nothing hinders it."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show how things stand; pages extend it and call it whenever they learn something."""
        self.query_one(Primary).gate(self.hindrance)
        self.refresh_keys()

    def draw_trouble(self, failure: CakdError | None) -> None:
        """Show the failure's card, or none; a card that is there already stays untouched."""
        if failure is not self._failure:
            self._failure = failure
            self.query_one(CardSlot).put(self.trouble_card(failure) if failure else None)

    def trouble_card(self, failure: CakdError) -> Card:
        """What is known about this failure."""
        return TroubleCard.about(self.services.provider, failure.symptom, failure.message)

    def action_go_on(self) -> None:
        """Confirm, once what was typed or pasted just before has arrived."""
        if not self.enter_is_meant():
            return
        if isinstance(self.focused, AnswerInput):
            self.focused.confirm()
        else:
            self.confirm()

    @on(Primary.Chosen)
    @on(AnswerInput.Confirmed)
    @on(Input.Submitted)
    def _confirmed(self) -> None:
        self.confirm()

    def confirm(self) -> None:
        """Go on, if nothing hinders it."""
        if not self.hindrance:
            self.go_on()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The way on is offered only while it is open."""
        if action == "go_on":
            return not self.hindrance
        return super().check_action(action, parameters)
