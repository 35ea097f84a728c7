"""Where the wizard starts for a project that is set up: how it stands, and what can be done."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import resolve_answers
from cakd_tui.core.errors import CredentialsMissing
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Check, Finding
from cakd_tui.core.option import NO_OPTIONS
from cakd_tui.core.plan import Plan
from cakd_tui.core.route import Route
from cakd_tui.core.saved_route import all_inspections, saved_route
from cakd_tui.core.stream import Emit
from cakd_tui.tui.journey import CHECKS, PROJECT, Draft, another_project
from cakd_tui.tui.screens.page import Sent
from cakd_tui.tui.screens.rounds import RoundsPage
from cakd_tui.tui.screens.task import TaskPage
from cakd_tui.tui.set_up_before import named_project
from cakd_tui.tui.set_up_state import SetUpState
from cakd_tui.tui.tasks import Task, removing, rotating
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.alert_test import AlertTest
from cakd_tui.tui.widgets.card import Card
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.check_list import CheckList, CheckRow
from cakd_tui.tui.widgets.finding_card import finding_card
from cakd_tui.tui.widgets.primary import Primary
from cakd_tui.tui.widgets.trouble_card import TroubleCard


class StatusPage(RoundsPage):
    """What became of the set-up; a test, a repair, a new webhook, the end of it, or another one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go", key_display="⏎", priority=True, tooltip="Press the button"),
        Binding("a", "accept", "Accept", tooltip="Note what is otherwise than it was"),
        Binding("t", "send_test", "Test", tooltip="Send a test alert"),
        Binding("n", "rotate", "New webhook", tooltip="Replace the webhook, without a gap"),
        Binding("x", "remove", "Take back", tooltip="Delete what was set up, after a question"),
        Binding("r,ctrl+r", "check", "Check", key_display="r", tooltip="Look once more"),
        Binding("s", "another", "Another", tooltip="Set up another project"),
        Binding("up,k", "choose(-1)", "Previous", show=False),
        Binding("down,j", "choose(1)", "Next", show=False),
    ]

    class Known(Message):
        """The route was read, the credentials were looked for; `answers` is None without them."""

        def __init__(self, route: Route, answers: Answers | None, missing: str) -> None:
            super().__init__()
            self.route = route
            self.answers = answers
            self.missing = missing

    def __init__(self, visit: Visit, route: Route) -> None:
        super().__init__(visit)
        self._saved = route
        self._answers: Answers | None = None
        self._missing = ""
        self._picked = ""

    def looked_at(self) -> Sequence[Check]:
        """What an inspection looks at."""
        return all_inspections(self.services.provider)

    async def look(self, emit: Emit) -> Plan | None:
        """Look at all that the saved route names; without credentials at what needs none."""
        project = self._saved.project
        saved = await asyncio.to_thread(saved_route, self.services.routes, project)
        route = saved.route or self._saved
        emit(Checked(saved.finding))
        named = await asyncio.to_thread(named_project, self.services)
        options = named.options if named else NO_OPTIONS
        answers, missing = None, ""
        try:
            answers = await resolve_answers(
                self.services.provider, project, self.services.sources, options, self._saved
            )
        except CredentialsMissing as error:
            missing = error.message
        self.post_message(self.Known(route, answers, missing))
        await self.connection.inspect(route, answers, emit)
        return None

    @on(Known)
    def _take_known(self, message: Known) -> None:
        self._saved = message.route
        self._answers, self._missing = message.answers, message.missing

    # ── what is shown ─────────────────────────────────────────────────────

    @property
    def state(self) -> SetUpState:
        """What was found, and the words for it."""
        return SetUpState(self._saved.project, self._survey, self._missing)

    @property
    def is_watching(self) -> bool:
        """Nobody is expected to mend anything meanwhile."""
        return False

    @property
    def question(self) -> str:
        """How it stands."""
        return self.state.question

    @property
    def reason(self) -> str:
        """What that means, and what can be done."""
        return self.state.reason

    def body(self) -> Iterable[Widget]:
        """The rows, the card about the chosen one, the test, the button."""
        yield CheckList(self._survey)
        yield AlertTest()
        yield CardSlot()
        yield Primary("Done", "while it looks")

    @property
    def chosen(self) -> Finding | None:
        """The finding the card is about: the picked row's, or else the one to look at first."""
        return self._survey.findings.get(self._picked) or self._survey.notable

    async def show_survey(self) -> None:
        """The rows, the card about the chosen one, what the button does."""
        chosen, primary = self.chosen, self.query_one(Primary)
        self.query_one(CheckList).show(self._survey, chosen.check.id if chosen else self._picked)
        primary.relabel("Repair" if self.state.broken else "Done")
        primary.gate("while it looks" if self._survey.asking else "")
        self.say()
        self.refresh_keys()
        await self.query_one(CardSlot).show(self._card(chosen))

    def _card(self, chosen: Finding | None) -> Card | None:
        provider, trouble = self.services.provider, self._survey.trouble
        if chosen:
            return finding_card(provider, self.state.by_key(chosen), watched=False)
        if trouble:
            return TroubleCard.about(provider, trouble.symptom, trouble.message)
        return None

    def say(self) -> None:
        """How it stands."""
        self.say_question(self.question, self.reason)

    # ── what the operator does ────────────────────────────────────────────

    async def action_choose(self, step: int) -> None:
        """Show more about the next or the previous row."""
        keys = [check.id for check in self._survey.checks]
        here = self.chosen.check.id if self.chosen else ""
        place = keys.index(here) + step if here in keys else (0 if step > 0 else len(keys) - 1)
        self._picked = keys[max(0, min(place, len(keys) - 1))]
        await self.show_survey()

    @on(CheckRow.Picked)
    async def _pick_row(self, message: CheckRow.Picked) -> None:
        self._picked = message.key
        await self.show_survey()

    def action_go_on(self) -> None:
        """Do what the button says, if it is this page's enter."""
        if self.enter_is_meant():
            self._go_on()

    @on(Primary.Chosen)
    def _go_on(self) -> None:
        if self._survey.asking:
            return
        if self.state.broken:
            self._set_up_again()
        else:
            self.app.exit(self.draft)

    def action_accept(self) -> None:
        """Note what is otherwise than it was, after the plan of it."""
        self._set_up_again()

    def _set_up_again(self) -> None:
        """Go on to the checks, or where what they need is still to be asked for.

        What is repaired or noted is where it was set up, whatever the settings name by now.
        """
        draft = self._answered(self._saved)
        fields = self.services.provider.fields
        known = self._answers is not None
        self.post_message(Sent(draft, CHECKS.key if known or not fields else fields[0].key))

    def _answered(self, route: Route | None = None) -> Draft:
        """The draft with all that is known without asking, and with what `route` was made with."""
        project = self._saved.project
        answers = self._answers or Answers(project)
        for key, value in route.values.items() if route else ():
            if answers.value(key) != value:
                answers = answers.with_value(key, value).from_origin(key, "the saved route")
        draft = replace(self.draft, answers=answers)
        draft = draft.with_typed(PROJECT.key, project).with_said(PROJECT.key, project)
        for field in self.services.provider.fields:
            origin = draft.answers.origins.get(field.key, "")
            draft = draft.with_said(field.key, f"from {origin}" if origin else "")
        return draft

    def action_another(self) -> None:
        """Set up another project; what is known besides its name is kept."""
        fields = self.services.provider.fields
        known = self._answers is not None or not fields
        draft = another_project(self._answered())
        self.post_message(Sent(draft, PROJECT.key if known else fields[0].key))

    def action_remove(self) -> None:
        """Show what will be deleted, ask once, and delete it."""
        answers, gone = self._or_project(), self.state.gone
        self._show(removing(self.services, self.connection, self._saved, answers, gone), leave=True)

    def action_rotate(self) -> None:
        """Show how the webhook will be replaced, ask once, and do it."""
        self._show(rotating(self.services, self.connection, self._saved, self._or_project()))

    def _or_project(self) -> Answers:
        return self._answers or Answers(self._saved.project, values=self._saved.values)

    def _show(self, task: Task, *, leave: bool = False) -> None:
        page = TaskPage(self.visit(), task)

        async def ended(_: None) -> None:
            if page.over and leave:
                self.app.exit(self.draft)
            elif page.started:
                await self.check_anew()

        self.app.push_screen(page, ended)

    # ── the test alert ────────────────────────────────────────────────────

    def action_send_test(self) -> None:
        """Send a test alert and say what the provider answered."""
        hear = self.hearing("test")
        self.query_one(AlertTest).send(lambda: self.connection.send_test(self._saved, hear))
        self.refresh_bindings()

    @on(AlertTest.Answered)
    async def _take_answer(self, message: AlertTest.Answered) -> None:
        self.heard_out("test")
        self.refresh_bindings()
        if error := message.failure:
            card = TroubleCard.about(self.services.provider, error.symptom, error.message)
            await self.query_one(CardSlot).show(card)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One test at a time; what changes something only when it is known how things stand."""
        if action == "send_test" and any(each.sending for each in self.query(AlertTest)):
            return None
        if action in {"send_test", "rotate"} and not self._saved.webhook:
            return False
        if action in {"go_on", "accept", "remove", "rotate"} and not self._survey.settled:
            return False
        if action == "rotate" and self.state.gone:
            return False  # there is none to replace: a repair makes another
        if action == "accept" and not self.state.changed:
            return False
        return super().check_action(action, parameters)
