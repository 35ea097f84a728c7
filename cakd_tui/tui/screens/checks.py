"""Looks at everything that could go wrong before anything is created, and again by itself while
something is in the way, unless it is a refused credential: asking on with it does harm.
"""

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from cakd_tui.core.errors import CakdError
from cakd_tui.core.events import Checked, Waiting
from cakd_tui.core.finding import Finding, Link, Verdict
from cakd_tui.core.plan import Plan
from cakd_tui.core.ports import Connection
from cakd_tui.core.preflight import all_checks, preflight
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit, stream
from cakd_tui.tui.journey import CHECKS, Draft, Station
from cakd_tui.tui.links import copy_link, open_link
from cakd_tui.tui.proposal import standing
from cakd_tui.tui.screens.page import Answered, Page
from cakd_tui.tui.survey import Survey
from cakd_tui.tui.widgets.card import Card
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.check_list import CheckList, CheckRow
from cakd_tui.tui.widgets.finding_card import finding_card, first_link
from cakd_tui.tui.widgets.primary import Primary
from cakd_tui.tui.widgets.rail import StationLine
from cakd_tui.tui.widgets.trouble_card import TroubleCard


class ChecksPage(Page):
    """Whether everything is ready. A failed check gates the way on, and can be overridden."""

    AGAIN_AFTER: ClassVar[int] = 5
    """Ticks from a failed round to the next."""
    TICK: ClassVar[float] = 1.0
    """Seconds."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "go_on", "Continue", key_display="⏎", priority=True, tooltip="To the plan"
        ),
        Binding("r,ctrl+r", "check", "Check", key_display="r", tooltip="Check everything now"),
        Binding(
            "a,ctrl+n", "try_anyway", "Try anyway", key_display="a", tooltip="Go on all the same"
        ),
        Binding(
            "i,ctrl+y", "copy_link", "Copy link", key_display="i", tooltip="Copy the link below"
        ),
        Binding("o,ctrl+o", "open_link", "Open", key_display="o", tooltip="Open the link below"),
        Binding("p", "paste_another", "Paste another", tooltip="Back to where it is pasted"),
        Binding("up,k", "choose(-1)", "Previous check", show=False),
        Binding("down,j", "choose(1)", "Next check", show=False),
    ]

    class Found(Message):
        """A check came out."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    class Paused(Message):
        """The provider asked to wait."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Ended(Message):
        """The round is over: with a plan, or because of a trouble."""

        def __init__(self, plan: Plan | None, trouble: CakdError | None = None) -> None:
            super().__init__()
            self.plan = plan
            self.trouble = trouble

    def __init__(
        self,
        services: Services,
        connection: Connection,
        draft: Draft,
        way: tuple[Station, ...],
    ) -> None:
        super().__init__(services, connection, draft, way)
        self._survey = Survey(tuple(all_checks(services.provider)))
        self._picked = ""
        self._seconds_left = 0
        self._pause = ""
        self._keys = (False, False, False)

    @property
    def survey(self) -> Survey:
        """What is known of the checks so far."""
        return self._survey

    @property
    def question(self) -> str:
        """The headline, by what is known."""
        return self._survey.headline

    @property
    def reason(self) -> str:
        """The sentence under it: what is created so far, and when it is checked again."""
        so_far = standing(self.draft)
        if self._pause:
            return f"{self._pause}. {so_far}"
        page = self.services.provider.fields[0].title if self.services.provider.fields else "first"
        return f"{so_far} {self._survey.outlook(self._seconds_left, page)}"

    def body(self) -> Iterable[Widget]:
        """The rows, the card about the chosen one, the way on."""
        yield CheckList(self._survey)
        yield CardSlot()
        yield Primary("Continue", self._survey.hindrance)

    def on_mount(self) -> None:
        """The first round starts when the page is drawn."""
        self.mark_failed(False)
        self.set_interval(self.TICK, self._count_down)
        self.call_after_refresh(self.action_check)

    # ── a round ───────────────────────────────────────────────────────────

    def action_check(self) -> None:
        """Check everything now; a round that is under way is not begun again."""
        if self._survey.asking:
            return
        self._survey = self._survey.begun()
        self._pause = ""
        self._draw()
        self._check()

    @work(exclusive=True, group="checks", exit_on_error=False)
    async def _check(self) -> None:
        plans: list[Plan | None] = []

        async def checks(emit: Emit) -> None:
            answers = self.draft.answers
            plans.append(await preflight(self.connection, self.services, answers, emit))

        try:
            async with aclosing(stream(checks)) as events:
                async for event in events:
                    if isinstance(event, Checked):
                        self.post_message(self.Found(event.finding))
                    elif isinstance(event, Waiting):
                        self.post_message(self.Paused(event.reason))
        except CakdError as error:
            self.post_message(self.Ended(None, error))
        else:
            self.post_message(self.Ended(plans[0]))

    def _count_down(self) -> None:
        if not self._survey.watched or self._survey.asking:
            return
        self._seconds_left -= 1
        if self._seconds_left <= 0:
            self.action_check()
        else:
            self._say()

    @on(Found)
    async def _show_finding(self, message: Found) -> None:
        self._survey = self._survey.found(message.finding)
        self._pause = ""
        self._draw()
        await self._show_card()

    @on(Paused)
    def _show_pause(self, message: Paused) -> None:
        self._pause = message.reason
        self._say()

    @on(Ended)
    async def _show_end(self, message: Ended) -> None:
        self._survey = self._survey.ended(message.plan, message.trouble)
        self._seconds_left = self.AGAIN_AFTER
        self._pause = ""
        self.mark_failed(self._survey.blocked)
        self._draw()
        await self._show_card()

    # ── what is shown ─────────────────────────────────────────────────────

    @property
    def chosen(self) -> Finding | None:
        """The finding the card is about: the picked row's, or else the one to look at first."""
        picked = self._survey.findings.get(self._picked)
        return picked or (None if self._survey.interrupted else self._survey.notable)

    def _draw(self) -> None:
        chosen = self.chosen
        self.query_one(CheckList).show(self._survey, chosen.check.id if chosen else self._picked)
        self._gate()
        self._say()
        self._refresh_keys()

    def _refresh_keys(self) -> None:
        """Draw the footer anew where its keys differ, and only there: drawing it flickers."""
        keys = (self._survey.ready, self._link() is not None, self._survey.refused)
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()

    def _gate(self) -> None:
        primary = self.query_one(Primary)
        hindrance = self._survey.hindrance
        if hindrance != primary.hindrance:
            primary.gate(hindrance)
            if not hindrance:
                primary.focus_button()

    def _say(self) -> None:
        self.say_question(self.question, self.reason)

    async def _show_card(self) -> None:
        trouble, chosen = self._survey.trouble, self.chosen
        provider = self.services.provider
        if chosen:
            card: Card = finding_card(provider, chosen, watched=not self._survey.refused)
            await self.query_one(CardSlot).show(card)
        elif trouble:
            card = TroubleCard.about(provider, trouble.symptom, trouble.message)
            await self.query_one(CardSlot).show(card)
        else:
            await self.query_one(CardSlot).show(None)

    # ── what the operator does ────────────────────────────────────────────

    async def action_choose(self, step: int) -> None:
        """Show more about the next or the previous check."""
        keys = [check.id for check in self._survey.checks]
        here = self._picked or (self.chosen.check.id if self.chosen else "")
        nearest = keys.index(here) + step if here in keys else (0 if step > 0 else len(keys))
        await self._pick(keys[max(0, min(nearest, len(keys) - 1))])

    @on(CheckRow.Picked)
    async def _pick_row(self, message: CheckRow.Picked) -> None:
        await self._pick(message.key)

    async def _pick(self, key: str) -> None:
        self._picked = key
        self._draw()
        await self._show_card()

    def action_copy_link(self) -> None:
        """Copy the card's link."""
        if link := self._link():
            copy_link(self.app, link)

    def action_open_link(self) -> None:
        """Open the card's link."""
        if link := self._link():
            open_link(self.app, link, self.services.environment)

    def _link(self) -> Link | None:
        return first_link(self.chosen)

    @on(Primary.Chosen)
    def action_go_on(self) -> None:
        """Go on to the plan."""
        if self._survey.ready:
            self.post_message(Answered(self._answered()))

    def action_try_anyway(self) -> None:
        """Go on although not everything is ready: the provider has the last word."""
        self.post_message(Answered(self._answered()))

    def action_paste_another(self) -> None:
        """Go back to the page of the credential that was refused, the first one."""
        self.post_message(StationLine.Picked(self.way[0].key))

    def current_draft(self) -> Draft:
        """The draft with the newest findings and the plan they allow."""
        return replace(self.draft, findings=self._survey.ordered, plan=self._survey.plan)

    def _answered(self) -> Draft:
        failures = len(self._survey.with_verdict(Verdict.FAIL))
        said = f"{failures} failed" if failures else "all passed" if self._survey.ready else ""
        return self.current_draft().with_said(CHECKS.key, said)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something now."""
        if action == "go_on":
            return self._survey.ready
        if action == "try_anyway":
            return not self._survey.ready
        if action == "paste_another":
            return self._survey.refused
        if action in {"copy_link", "open_link"}:
            return self._link() is not None
        return super().check_action(action, parameters)
