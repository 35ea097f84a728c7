"""Looks at everything that could go wrong before anything is created."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from cakd_tui.core.finding import Finding, Link, Verdict
from cakd_tui.core.ledger import Explained, Ledger
from cakd_tui.tui.journey import CHECKS, Draft
from cakd_tui.tui.links import copy_link, open_link
from cakd_tui.tui.proposal import standing
from cakd_tui.tui.screens.candidates import CandidatesPage
from cakd_tui.tui.screens.page import Answered
from cakd_tui.tui.screens.rounds import RoundsPage
from cakd_tui.tui.screens.why import WhyPage
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.waits import Waits
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.card import Card
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.check_list import CheckList, CheckRow
from cakd_tui.tui.widgets.finding_card import finding_card, first_link
from cakd_tui.tui.widgets.primary import Primary
from cakd_tui.tui.widgets.rail import StationLine
from cakd_tui.tui.widgets.trouble_card import TroubleCard


class ChecksPage(RoundsPage):
    """Whether everything is ready. A failed check gates the way on, and can be overridden."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "go_on", "Continue", key_display="⏎", priority=True, tooltip="To the plan"
        ),
        Binding("enter", "choose_one", "Choose", show=False, priority=True),
        Binding("enter", "why", "Why", show=False, priority=True),
        Binding("u", "choose_one", "Choose", tooltip="Choose which of them is the project's"),
        Binding("r,ctrl+r", "check", "Check", key_display="r", tooltip="Check everything now"),
        Binding(
            "a,ctrl+n", "try_anyway", "Try anyway", key_display="a", tooltip="Go on all the same"
        ),
        Binding(
            "i,ctrl+y", "copy_link", "Copy link", key_display="i", tooltip="Copy the link below"
        ),
        Binding("o,ctrl+o", "open_link", "Open", key_display="o", tooltip="Open the link below"),
        Binding("w", "why", "Why", tooltip="Step by step, how the permission came about"),
        Binding("p", "paste_another", "Paste another", tooltip="Back to where it is pasted"),
        Binding("up,k", "choose(-1)", "Previous check", show=False),
        Binding("down,j", "choose(1)", "Next check", show=False),
    ]

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._picked = ""
        self._why: WhyPage | None = None
        self._why_made: WhyPage | None = None

    @property
    def question(self) -> str:
        """The headline, by what is known."""
        return self._survey.headline

    @property
    def reason(self) -> str:
        """The sentence under it: what is created so far, and when it is checked again."""
        so_far = standing(self.current_draft())
        page = self.services.provider.fields[0].title if self.services.provider.fields else "first"
        return f"{so_far} {self._survey.outlook(self._seconds_left, page)}"

    def body(self) -> Iterable[Widget]:
        """The rows, the card about the chosen one, the way on."""
        yield CheckList(self._survey)
        yield CardSlot()
        yield Primary("Continue", self._survey.hindrance)

    def rest(self) -> None:
        """Make the ledger's page before it is asked for: it only has to be drawn then."""
        explained = self._survey.explained
        if explained and self._why_made is None and self.is_current:
            self._why_made = self._make_why(explained)
            self.prepare(self._why_made)

    # ── what is shown ─────────────────────────────────────────────────────

    @property
    def chosen(self) -> Finding | None:
        """The finding the card is about: the picked row's, or else the one to look at first."""
        picked = self._survey.findings.get(self._picked)
        return picked or (None if self._survey.interrupted else self._survey.notable)

    async def show_survey(self) -> None:
        """The rows, the card about the chosen one, and whether the way on is free."""
        chosen = self.chosen
        self.query_one(CheckList).show(self._survey, chosen.check.id if chosen else self._picked)
        self._gate()
        self.say()
        self.refresh_keys()
        await self._show_card()

    def _gate(self) -> None:
        primary = self.query_one(Primary)
        hindrance = self._survey.hindrance
        if hindrance != primary.hindrance:
            primary.gate(hindrance)
            if not hindrance:
                primary.focus_button()

    def say(self) -> None:
        """The headline, and when it is checked again; also on a page that lies over this one."""
        self.say_question(self.question, self.reason)
        if self._why:
            self.call_later(self._tell_why)

    async def _tell_why(self) -> None:
        """What lies over this page knows what this page knows."""
        if self._why:
            self._why.draft = self.current_draft()
            self._why.take_waits(self._waits)
            await self._why.take(self._survey, self._survey.outlook(self._seconds_left, ""))

    def take_waits(self, waits: Waits) -> None:
        """Whom this page asks for waits, which what lies over it shows too."""
        super().take_waits(waits)
        if self._why:
            self.call_later(self._tell_why)

    async def _show_card(self) -> None:
        trouble, chosen = self._survey.trouble, self.chosen
        provider = self.services.provider
        if chosen:
            explained = self._survey.explained
            card: Card = finding_card(
                provider,
                chosen,
                self._survey.alike(chosen),
                watched=not self._survey.refused,
                explained=bool(explained and explained.ledger.account(chosen.check.id)),
            )
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
        chosen = self.chosen
        is_again = chosen is not None and chosen.check.id == message.key
        if is_again and self._is_explained:
            await self.action_why()
        else:
            await self._pick(message.key)

    async def _pick(self, key: str) -> None:
        self._picked = key
        await self.show_survey()

    @property
    def is_watching(self) -> bool:
        """Also while the operator looks at a ledger: it turns as soon as Discord's does."""
        return super().is_watching or (self._why is not None and not self._survey.refused)

    async def action_why(self) -> None:
        """Show role by role how the chosen permission came about."""
        explained = self._survey.explained
        if explained is None or self._why is not None:
            return
        self._why = page = self._why_made or self._make_why(explained)
        page.take_waits(self._waits)
        outlook = self._survey.outlook(self._seconds_left, "")
        state = WhyState.about(explained, self._asked_about(explained.ledger))
        await page.begin(self.visit(), state, self._survey, outlook)
        self.app.push_screen(page, self._end_why)

    def _make_why(self, explained: Explained) -> WhyPage:
        state = WhyState.about(explained, self._asked_about(explained.ledger))
        width = self.query_one(CheckList).outer_size.width
        return WhyPage(self.visit(), state, self, width)

    @property
    def _is_explained(self) -> bool:
        """Whether the ledger has to do with the chosen check: a column, or a line of its own."""
        explained, chosen = self._survey.explained, self.chosen
        if explained is None or chosen is None:
            return explained is not None
        ledger, key = explained.ledger, chosen.check.id
        return ledger.account(key) is not None or ledger.line(key) is not None

    def _asked_about(self, ledger: Ledger) -> str:
        """The chosen check if the ledger has it; or else what is amiss, or simply the first."""
        keys = [account.key for account in ledger.accounts]
        amiss = (each for each in ledger.accounts if not each.allowed or each.remarks)
        missing = [account.key for account in amiss]
        chosen = self.chosen.check.id if self.chosen else ""
        return chosen if chosen in keys else next(iter((*missing, *keys)), "")

    def _end_why(self, _: None) -> None:
        if self._why:
            self._why.take_waits(Waits())
        self._why = None

    async def on_unmount(self) -> None:
        """The page that was made beforehand goes with the checks."""
        if self._why_made:
            await self.discard(self._why_made)

    def action_choose_one(self) -> None:
        """Ask which of several things is the project's, and check again with the answer."""
        if candidates := self._survey.undecided:
            page = CandidatesPage(self.visit(), candidates)

            async def chosen(_: None) -> None:
                if page.taken:
                    answers = self.draft.answers.with_use(candidates.kind, page.taken)
                    self.draft = replace(self.draft, answers=answers)
                    await self.check_anew()

            self.app.push_screen(page, chosen)

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

    def action_go_on(self) -> None:
        """Go on to the plan, if it is this page's enter."""
        if self.enter_is_meant():
            self._go_on()

    @on(Primary.Chosen)
    def _go_on(self) -> None:
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
        return replace(self.draft, findings=self._survey.ordered, plan=self._survey.decided)

    def _answered(self) -> Draft:
        failures = len(self._survey.with_verdict(Verdict.FAIL))
        said = f"{failures} failed" if failures else "all passed" if self._survey.ready else ""
        return self.current_draft().with_said(CHECKS.key, said)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something now."""
        if action == "go_on":
            return self._survey.ready
        if action == "try_anyway":
            return not self._survey.ready and self._survey.undecided is None
        if action == "choose_one":
            return self._survey.undecided is not None
        if action == "why":
            return self._is_explained
        if action == "paste_another":
            return self._survey.refused
        if action in {"copy_link", "open_link"}:
            return self._link() is not None
        return super().check_action(action, parameters)
