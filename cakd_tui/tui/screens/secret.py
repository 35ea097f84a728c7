"""Asks for a secret: masked, checked while it is typed, kept where the operator wants it kept."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from cakd_tui.core.credentials import Found, found_answer
from cakd_tui.core.errors import CakdError, CredentialsRefused, SecretStoreError
from cakd_tui.core.field import Field, Identity
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.links import open_link
from cakd_tui.tui.screens.field import FieldPage
from cakd_tui.tui.screens.page import Answered
from cakd_tui.tui.secret_state import SecretState
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.answer_input import AnswerInput
from cakd_tui.tui.widgets.card import Card
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.keyring_card import KeyringCard
from cakd_tui.tui.widgets.note import Notes
from cakd_tui.tui.widgets.primary import Primary
from cakd_tui.tui.widgets.tick import Tick


class SecretPage(FieldPage):
    """Which secret it is, whose it is, and where it will be kept."""

    SETTLED: ClassVar[float] = 0.4
    """Seconds without a keystroke after which the service is asked."""
    AGAIN: ClassVar[float] = 5.0
    """Seconds after which a service that did not answer is asked again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "reveal", "Reveal", priority=True, tooltip="Show or mask what is typed"),
        Binding("ctrl+o", "open_link", "Open", priority=True, tooltip="Open where it is had"),
        Binding(
            "ctrl+k", "turn_keep", "Keep or not", priority=True, tooltip="Keep it, or forget it"
        ),
        Binding("ctrl+d", "paste_demo", "Paste", priority=True, tooltip="Paste the demo's own"),
        Binding("f5", "ask_again", "Ask again", key_display="F5", tooltip="Look and ask again now"),
        Binding("ctrl+n", "anyway", "Go on anyway", tooltip="Go on without knowing whose it is"),
    ]

    class Looked(Message):
        """The environment and the keyring were looked through."""

        def __init__(
            self, found: Found | None, store: str, failure: SecretStoreError | None
        ) -> None:
            super().__init__()
            self.found = found
            self.store = store
            self.failure = failure

    class Asked(Message):
        """The service said whose this secret is, or why it doesn't."""

        def __init__(self, secret: Secret, outcome: Identity | CakdError) -> None:
            super().__init__()
            self.secret = secret
            self.outcome = outcome

    class Kept(Message):
        """The keyring took the secret, or failed to."""

        def __init__(self, failure: SecretStoreError | None = None) -> None:
            super().__init__()
            self.failure = failure

    def __init__(self, visit: Visit, field: Field) -> None:
        super().__init__(visit, field)
        self.state = SecretState(
            field,
            provider=self.services.provider.name,
            service=self.services.provider.title,
            typed=self.draft.typed.get(field.key, Secret("")),
            keep=self.draft.keep_secret,
            demo=self.services.demo is not None,
        )
        self._pause: Timer | None = None

    @property
    def hindrance(self) -> str:
        """As the state has it."""
        return self.state.hindrance

    def body(self) -> Iterable[Widget]:
        """The input, how things stand, where it is kept, what went wrong."""
        yield AnswerInput(self.state.typed.reveal(), self.field.placeholder, masked=True)
        yield Notes(*self.state.notes(), id="notes")
        yield Tick("for this run only", "^k", ticked=not self.state.keep)
        yield CardSlot()
        yield Primary("Continue", self.state.hindrance)

    def on_mount(self) -> None:
        """Look and ask only once the page can be seen."""
        self.draw()
        self.call_after_refresh(self._look)
        if self.state.secret:
            self.call_after_refresh(self._ask)

    def current_draft(self) -> Draft:
        """The draft with the text as it is typed."""
        draft = replace(self.draft, keep_secret=self.state.keep)
        return draft.with_typed(self.field.key, self.state.typed.reveal())

    def draw(self) -> None:
        """Show the state."""
        state = self.state
        self.query_one(Notes).show(*state.notes())
        tick = self.query_one(Tick)
        tick.ticked = not state.keep
        tick.display = state.can_keep
        self.draw_trouble(state.trouble)
        super().draw()

    def trouble_card(self, failure: CakdError) -> Card:
        """The keyring has a card of its own: it hinders nothing."""
        if isinstance(failure, SecretStoreError):
            return KeyringCard(self.field, failure)
        return super().trouble_card(failure)

    # what the operator does

    @on(Input.Changed, "#answer")
    def _typed(self, event: Input.Changed) -> None:
        before = self.state.typed.reveal()
        if event.value != before:
            pasted = abs(len(event.value) - len(before)) > 1
            self._change(self.state.with_text(event.value), at_once=pasted)

    def _change(self, state: SecretState, *, at_once: bool) -> None:
        """Take the new state; ask whose the secret is if that isn't known, soon or at once."""
        is_same = state.secret == self.state.secret
        self.state = state
        if not is_same:
            self.workers.cancel_group(self, "identity")
            self.heard_out("identity")
            self._ask_in(0 if at_once else self.SETTLED)
        self.draw()

    def _ask_in(self, seconds: float) -> None:
        if self._pause:
            self._pause.stop()
        if not self.state.secret:
            return
        if seconds:
            self._pause = self.set_timer(seconds, self._ask)
        else:
            self._ask()

    def confirm(self) -> None:
        """Go on, or as soon as the service has answered."""
        if self.state.can_wait:
            self.state = replace(self.state, eager=True)
            self.draw()
        else:
            super().confirm()

    def go_on(self) -> None:
        """Keep the secret if that is wanted, then give the answer."""
        if self.state.can_keep and self.state.keep:
            self.state = replace(self.state, saving=True)
            self._keep(self.state.secret)
            self.draw()
        else:
            self._answer()

    def _answer(self) -> None:
        key, state = self.field.key, self.state
        said = state.identity.name if state.identity else "not checked"
        refused = state.identity is None and isinstance(state.failure, CredentialsRefused)
        draft = self.current_draft().with_failed(key, refused)
        answers = draft.answers.with_secret(key, state.secret)
        self.post_message(Answered(replace(draft, answers=answers).with_said(key, said)))

    def action_reveal(self) -> None:
        """Show the text, or mask it again."""
        answer = self.query_one(AnswerInput)
        answer.password = not answer.password

    def action_open_link(self) -> None:
        """Open the place where the secret is to be had."""
        if self.field.link:
            open_link(self.app, self.field.link, self.services.environment)

    @on(Tick.Turned)
    def action_turn_keep(self) -> None:
        """Choose between the keyring and this run only."""
        self.state = replace(self.state, keep=not self.state.keep)
        self.draw()

    def action_paste_demo(self) -> None:
        """Type what the demo's service accepts."""
        if self.services.demo:
            self.query_one(AnswerInput).value = self.services.demo.secret

    def action_ask_again(self) -> None:
        """Look into the keyring and ask the service once more, one time at a time."""
        if not self.state.again:
            self.state = replace(self.state, again=True, looking=True)
            self._look()
            self._ask_in(0)
            self.draw()

    def action_anyway(self) -> None:
        """Go on though it isn't known whose the secret is."""
        self.state = replace(self.state, anyway=True)
        self.confirm()

    # what comes back

    @work(exclusive=True, group="look", exit_on_error=False)
    async def _look(self) -> None:
        services, found, store = self.services, None, ""
        failure: SecretStoreError | None = None
        try:
            found = await found_answer(services.provider.name, self.field, services.sources)
        except SecretStoreError as error:
            failure = error
        try:
            store = await services.secrets.describe()
        except SecretStoreError as error:
            failure = failure or error
        self.post_message(self.Looked(found, store, failure))

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        state = replace(
            self.state,
            looking=False,
            found=message.found,
            store=message.store,
            store_failure=message.failure,
        )
        if state.secret != self.state.secret:
            state = state.unasked()
        if not state.secret:
            state = replace(state, again=False)
        self._change(state, at_once=True)
        self._go_on_if_awaited()

    def _ask(self) -> None:
        self._identify(self.state.secret, self.hearing("identity"))

    @work(exclusive=True, group="identity", exit_on_error=False)
    async def _identify(self, secret: Secret, hear: Emit) -> None:
        key, answers = self.field.key, self.draft.answers.with_secret(self.field.key, secret)
        try:
            outcome: Identity | CakdError = await self.connection.identity(key, answers, hear)
        except CakdError as failure:
            outcome = failure
        self.post_message(self.Asked(secret, outcome))

    @on(Asked)
    def _asked(self, message: Asked) -> None:
        if message.secret != self.state.secret:
            return
        self.heard_out("identity")
        self.state = self.state.answered(message.outcome)
        self.draw()
        self._go_on_if_awaited()
        if self.state.may_mend_itself:
            self._ask_in(self.AGAIN)

    def _go_on_if_awaited(self) -> None:
        if self.state.eager and not self.state.hindrance:
            self.go_on()

    @work(exclusive=True, group="keep", exit_on_error=False)
    async def _keep(self, secret: Secret) -> None:
        try:
            await self.services.secrets.save(self.services.provider.name, secret)
        except SecretStoreError as failure:
            self.post_message(self.Kept(failure))
        else:
            self.post_message(self.Kept())

    @on(Kept)
    def _kept(self, message: Kept) -> None:
        if message.failure is None:
            if self.state.saving:  # else another secret was typed in the meantime
                self._answer()
            return
        self.state = replace(self.state, saving=False, store_failure=message.failure, keep=False)
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the keys that would do something now."""
        offered = self.state.offers().get(action)
        return super().check_action(action, parameters) if offered is None else offered
