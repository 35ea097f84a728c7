"""Rounds of checks: one at a time, and again by themselves while something is to be mended.

A refused credential is not sent again by itself: asking on with it does harm.
"""

from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.message import Message

from cakd_tui.core import ledger
from cakd_tui.core.errors import CakdError
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Check, Finding
from cakd_tui.core.plan import Plan
from cakd_tui.core.preflight import all_checks, preflight
from cakd_tui.core.stream import Emit, stream
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.survey import Survey
from cakd_tui.tui.visit import Visit


class RoundsPage(Page):
    """Asks, and knows what came of it; a subclass shows that in `show_survey` and `say`."""

    AGAIN_AFTER: ClassVar[int] = 5
    """Ticks from a failed round to the next."""
    CALM_AFTER: ClassVar[int] = 30
    """Ticks to the next where nothing is in the way, and somebody looks on."""
    TICK: ClassVar[float] = 1.0
    """Seconds."""

    class Found(Message):
        """A check came out."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    class Accounted(Message):
        """It is known how the permissions came about."""

        def __init__(self, explained: ledger.Explained) -> None:
            super().__init__()
            self.explained = explained

    class Ended(Message):
        """The round is over: with a plan, or because of a trouble."""

        def __init__(self, plan: Plan | None, trouble: CakdError | None = None) -> None:
            super().__init__()
            self.plan = plan
            self.trouble = trouble

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._survey = Survey(tuple(self.looked_at()))
        self._seconds_left = 0
        self._outdated = False

    def looked_at(self) -> Sequence[Check]:
        """Everything a round looks at, in the order it is shown."""
        return all_checks(self.services.provider)

    async def look(self, emit: Emit) -> Plan | None:
        """One round; the plan that follows from it, where there is one."""
        return await preflight(self.connection, self.services, self.draft.answers, emit)

    @property
    def survey(self) -> Survey:
        """What is known of the checks so far."""
        return self._survey

    @property
    def is_watching(self) -> bool:
        """Whether another round follows by itself."""
        return self._survey.watched

    @property
    def amiss(self) -> bool:
        """As the survey has it."""
        return self._survey.amiss

    async def show_survey(self) -> None:
        """Show what is known."""
        raise NotImplementedError

    def say(self) -> None:
        """Show how the round stands, and no more."""
        raise NotImplementedError

    def rest(self) -> None:
        """Called when a round is over and drawn; nothing by itself."""

    def on_mount(self) -> None:
        """The first round starts when the page is drawn."""
        self.mark_failed(False)
        self.set_interval(self.TICK, self._count_down)
        self.call_after_refresh(self.action_check)

    async def action_check(self) -> None:
        """Check everything now; a round that is under way is not begun again."""
        if self._survey.asking:
            return
        self._survey = self._survey.begun()
        self._round(self.hearing("checks"))
        await self.show_survey()

    async def check_anew(self) -> None:
        """Check with other answers; a round that is under way with the old ones ends first."""
        self._outdated = self._survey.asking
        self._survey = self._survey.unplanned()
        await self.action_check()

    @work(exclusive=True, group="checks", exit_on_error=False)
    async def _round(self, hear: Emit) -> None:
        plans: list[Plan | None] = []

        async def checks(emit: Emit) -> None:
            plans.append(await self.look(emit))

        try:
            async with aclosing(stream(checks)) as events:
                async for event in events:
                    match event:
                        case Checked(finding=finding):
                            self.post_message(self.Found(finding))
                        case ledger.Explained():
                            self.post_message(self.Accounted(event))
                        case _:
                            hear(event)
        except CakdError as error:
            self.post_message(self.Ended(None, error))
        else:
            self.post_message(self.Ended(plans[0]))

    async def _count_down(self) -> None:
        if not self.is_watching or self._survey.asking:
            return
        self._seconds_left -= 1
        if self._seconds_left <= 0:
            await self.action_check()
        else:
            self.say()

    @on(Found)
    async def _take_finding(self, message: Found) -> None:
        self._survey = self._survey.found(message.finding)
        await self.show_survey()

    @on(Accounted)
    async def _take_ledger(self, message: Accounted) -> None:
        self._survey = self._survey.accounted(message.explained)
        await self.show_survey()

    @on(Ended)
    async def _take_end(self, message: Ended) -> None:
        self._survey = self._survey.ended(message.plan, message.trouble)
        self._seconds_left = self.AGAIN_AFTER if self._survey.amiss else self.CALM_AFTER
        self.heard_out("checks")
        self.mark_failed(self._survey.blocked)
        if self._outdated:
            await self.check_anew()
        else:
            self._choose_no_more(self._survey.unusable)
            await self.show_survey()
            self.call_after_refresh(self.rest)

    def _choose_no_more(self, kinds: Iterable[str]) -> None:
        """What was chosen and can't be used stands in no round's way but this one's."""
        for kind in kinds:
            answers = self.draft.answers.without_use(kind)
            self.draft = replace(self.draft, answers=answers)
