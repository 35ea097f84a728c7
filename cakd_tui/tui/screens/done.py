"""The end of the way: where alerts arrive, proof that they do, and what to do next."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from cakd_tui.core.errors import CakdError
from cakd_tui.core.events import Warned
from cakd_tui.core.platform_step import KIND
from cakd_tui.core.ports import Delivery
from cakd_tui.core.route import Route
from cakd_tui.tui.journey import CHECKS, PROJECT, Outcome, Result, another_project
from cakd_tui.tui.links import copy_text
from cakd_tui.tui.screens.page import Page, Sent
from cakd_tui.tui.screens.task import TaskPage
from cakd_tui.tui.tasks import removing
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.fact_row import FactRow
from cakd_tui.tui.widgets.next_step import next_steps
from cakd_tui.tui.widgets.note import Tone
from cakd_tui.tui.widgets.primary import Primary
from cakd_tui.tui.widgets.rail import StationLine
from cakd_tui.tui.widgets.trouble_card import TroubleCard
from cakd_tui.tui.widgets.webhook_url import WebhookUrl


class DonePage(Page):
    """Shows the webhook's URL, sends a test alert, names the commands that do the same again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "finish", "Finish", key_display="⏎", priority=True, tooltip="End here"),
        Binding("q", "finish", "Finish", show=False),
        Binding("c,ctrl+y", "copy_url", "Copy", key_display="c", tooltip="Copy the whole URL"),
        Binding("m,ctrl+r", "mask(False)", "Show", key_display="m", tooltip="Show the whole URL"),
        Binding("m,ctrl+r", "mask(True)", "Hide", key_display="m", tooltip="Hide its secret part"),
        Binding("t", "send_test", "Test", tooltip="Send a test alert"),
        Binding("x", "remove", "Take back", tooltip="Delete what was set up, after a question"),
        Binding("n", "another", "Another", tooltip="Set up another project"),
    ]

    class Delivered(Message):
        """The test alert has arrived."""

        def __init__(self, delivery: Delivery) -> None:
            super().__init__()
            self.delivery = delivery

    class Undelivered(Message):
        """The test alert has not arrived."""

        def __init__(self, error: CakdError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._sending = False
        self._masked = True

    @property
    def question(self) -> str:
        """The good news."""
        place = self.draft.outcome.place
        return f"Alerts for {self.draft.answers.project} arrive{f' in {place}' if place else ''}."

    @property
    def reason(self) -> str:
        """What the URL is, and where it is kept."""
        if self.draft.outcome.route is None:
            return "Whoever has this URL can post there. It is not saved: c copies it."
        path = self.services.routes.shown_path(self.draft.answers.project)
        return f"Whoever has this URL can post there. It is saved in {path}, readable by you alone."

    @property
    def amiss(self) -> bool:
        """Whether something went wrong on the way here."""
        return bool(self.draft.outcome.warned)

    def body(self) -> Iterable[Widget]:
        """The URL, what is wrong if anything is, the account, the next steps."""
        outcome = self.draft.outcome
        yield WebhookUrl(outcome.url)
        yield CardSlot(self._warning(outcome.warned))
        with Vertical(id="facts"):
            yield FactRow("Test alert", Tone.OPEN, "t sends one", id="test-alert")
            for result in outcome.results:
                tone = Tone.GOOD if result.good else Tone.DOUBT
                yield FactRow(result.kind.capitalize(), tone, result.text)
        if _repeatable(outcome.results):
            with Vertical(id="next-steps"):
                yield from next_steps(self.services)
        yield Primary("Finish")

    def _warning(self, warned: tuple[Warned, ...]) -> TroubleCard | None:
        if not warned:
            return None
        return TroubleCard.about(self.services.provider, warned[0].symptom, warned[0].text)

    # ── the test alert ────────────────────────────────────────────────────

    def action_send_test(self) -> None:
        """Send a test alert and say what the provider answered."""
        self._sending = True
        self.query_one("#test-alert", FactRow).show(Tone.BUSY, "sending …")
        self.refresh_bindings()
        self._send()

    @work(exclusive=True, group="test", exit_on_error=False)
    async def _send(self) -> None:
        try:
            delivery = await self.connection.send_test(self._route())
        except CakdError as error:
            self.post_message(self.Undelivered(error))
        else:
            self.post_message(self.Delivered(delivery))

    def _route(self) -> Route:
        """The saved route, or the same in memory where it could not be saved."""
        outcome, answers = self.draft.outcome, self.draft.answers
        if outcome.route:
            return outcome.route
        provider = self.services.provider.name
        return Route(answers.project, provider, answers.values, webhook=outcome.url)

    @on(Delivered)
    async def _show_delivery(self, message: Delivered) -> None:
        delivery = message.delivery
        took = f"delivered in {delivery.seconds * 1000:.0f} ms"
        self._end_test(Tone.GOOD, f"{took}, message {delivery.message_id}")
        await self.query_one(CardSlot).show(self._warning(self.draft.outcome.warned))
        self.query_one("#test-alert").scroll_visible(animate=False)

    @on(Undelivered)
    async def _show_failure(self, message: Undelivered) -> None:
        error = message.error
        self._end_test(Tone.BAD, "not delivered; t tries again")
        card = TroubleCard.about(self.services.provider, error.symptom, error.message)
        await self.query_one(CardSlot).show(card)
        card.scroll_visible(animate=False)

    def _end_test(self, tone: Tone, text: str) -> None:
        self._sending = False
        self.query_one("#test-alert", FactRow).show(tone, text)
        self.refresh_bindings()

    # ── what the operator does ────────────────────────────────────────────

    def action_copy_url(self) -> None:
        """Copy the URL, masked or not; not every terminal obeys."""
        copy_text(self.app, self.draft.outcome.url.reveal())

    def action_mask(self, masked: bool) -> None:
        """Hide the URL's secret part, or show it."""
        self._masked = self.query_one(WebhookUrl).masked = masked
        self.refresh_bindings()

    def action_another(self) -> None:
        """Go on with another project: everything but its name is answered already."""
        self.draft = another_project(self.draft)
        self.post_message(StationLine.Picked(PROJECT.key))

    def action_remove(self) -> None:
        """Show what will be deleted, ask once, and delete it; the checks then look again."""
        route = self.draft.outcome.route
        if route is None:
            return
        page = TaskPage(
            self.visit(), removing(self.services, self.connection, route, self.draft.answers)
        )

        def ended(_: None) -> None:
            if page.started:
                draft = replace(self.draft, outcome=Outcome(), plan=None)
                self.post_message(Sent(draft, CHECKS.key))

        self.app.push_screen(page, ended)

    def action_finish(self) -> None:
        """End the wizard, if it is this page's end that was meant."""
        if self.enter_is_meant():
            self._finish()

    @on(Primary.Chosen)
    def _finish(self) -> None:
        self.app.exit(self.draft)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One test alert at a time, and the URL is either shown or hidden."""
        if action == "send_test" and self._sending:
            return None
        if action == "remove":
            return self.draft.outcome.route is not None
        if action == "mask":
            return parameters != (self._masked,)
        return super().check_action(action, parameters)


def _repeatable(results: tuple[Result, ...]) -> bool:
    """Whether the project's file says all that a run without questions needs."""
    return all(result.good for result in results if result.kind == KIND)
