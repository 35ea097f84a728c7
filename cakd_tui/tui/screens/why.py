"""Why a permission is there or not: every step that had a say, and what would change it."""

from collections.abc import Iterable
from typing import ClassVar, Final, Protocol

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from cakd_tui.tui.links import copy_link, copy_text, open_link
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.survey import Survey
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.ledger_table import LedgerRows, LedgerTable
from cakd_tui.tui.widgets.rail import Rail
from cakd_tui.tui.widgets.wait_line import WaitLine
from cakd_tui.tui.widgets.why_card import why_card

_STEPS: Final = "Another step"
_COLUMNS: Final = "Another permission"
_LEGEND: Final = (
    ("✓  ✗  ·", "This step grants the permission; takes it away; has no say in it."),
    ("◂ decides", "The step that had the last word. Where several grant it, one is named."),
    ("no grant ◂", "No step grants it: what decides is that there is none."),
    ("In effect", "What it all comes to, for the program that is to use it."),
    ("added up", "Of the lines under this heading one ✓ is enough. None takes away."),
    ("in turn", "Lines that count one after the other: a later one has the last word."),
    ("rules", "Whoever grants it: a ✗ here takes it, and a · lets it be."),
    ("void", "Granted, but of no use as long as something else is in the way."),
    ("! remark", "It is there, too broadly or from where it may be lost. You can go on."),
    ("changed", "It came out otherwise than in the round before."),
    ("+  − gone", "A line that has just come; one that has just vanished."),
    ("tried", "A trial: turned by t on this page alone, to see what would follow."),
)
"""What the matrix is written in."""
_OF_REALITY: Final = frozenset({"copy_request", "copy_invite", "check"})
"""The actions that go by what is missing at the provider, whatever a trial turns."""


class Checking(Protocol):
    """Those checks, as far as the page is concerned."""

    async def action_check(self) -> None:
        """Check everything now."""

    def action_hurry(self, _strict: bool) -> None:
        """End their waits."""


class WhyPage(Page):
    """Lies over the checks, which go on under it and tell it what they find."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,space", "turn", "Try", key_display="t", tooltip="Turn the cell, asking nobody"),
        Binding("z", "undo", "Back to reality", tooltip="Forget what was tried"),
        Binding("c", "copy_request", "Copy message", tooltip="A message to whoever can mend it"),
        Binding("i,ctrl+y", "copy_invite", "Copy invite", key_display="i", tooltip="Copy the link"),
        Binding("o,ctrl+o", "open", "Open", key_display="o", tooltip="Open where it is mended"),
        Binding("r,ctrl+r", "check", "Check", key_display="r", tooltip="Check everything now"),
        Binding("up,k", "move(-1,0)", "Up", show=False, key_display="↑ ↓", tooltip=_STEPS),
        Binding("down,j", "move(1,0)", "Down", show=False),
        Binding("left,h", "move(0,-1)", "Left", show=False, key_display="← →", tooltip=_COLUMNS),
        Binding("right,l", "move(0,1)", "Right", show=False),
        Binding("pageup", "page(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Down", show=False),
        Binding("home", "move(-1000,0)", "First", show=False),
        Binding("end", "move(1000,0)", "Last", show=False),
    ]

    def __init__(
        self,
        visit: Visit,
        state: WhyState,
        checks: Checking,
        width: int,
    ) -> None:
        super().__init__(visit)
        self.state = state
        self._checks = checks
        self._width = width
        self._outlook = ""
        self._amiss = False
        self._is_ready = False
        self._is_behind = False
        """Whether it knows more than it had widgets to show it on."""

    @property
    def question(self) -> str:
        """Which permission, and where."""
        what = "What if" if self.state.turns else "Why"
        return f"{what}: {self.state.account.title} in {self.state.ledger.place}"

    @property
    def reason(self) -> str:
        """What decided, what has just changed, and when it is looked at again."""
        state = self.state
        news = "\n".join(filter(None, (state.story, state.ended)))
        if state.turns:
            parts = (f"As it would be: {state.account.because}.", news)
        else:
            parts = (" ".join(filter(None, (state.decision, self._outlook))), news)
        return "\n".join(filter(None, parts))

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """The marks of the matrix."""
        return _LEGEND

    @property
    def amiss(self) -> bool:
        """As the checks have it."""
        return self._amiss

    def body(self) -> Iterable[Widget]:
        """The wait, if any, the matrix, and what to do about it."""
        yield WaitLine()
        yield LedgerTable(self.state, self._width)
        yield CardSlot(why_card(self.state))

    async def begin(self, visit: Visit, state: WhyState, survey: Survey, outlook: str) -> None:
        """Show this, from its top: the page was made before, and may have shown something else."""
        self.draft, self.way = visit.draft, visit.way
        self.state, self._outlook, self._amiss = state, _outlook(survey, outlook), survey.amiss
        await self._begin()

    async def _begin(self) -> None:
        self._is_behind = not self._is_drawn
        if self._is_drawn:
            self.query_one(Rail).show(self.way)
            self.query_one(LedgerTable).begin(self.state)
            self._say()
            await self.query_one(CardSlot).show(why_card(self.state))

    async def take(self, survey: Survey, outlook: str) -> None:
        """Another finding of the checks under it; a ledger they have lost stays as it was."""
        self._outlook = _outlook(survey, outlook)
        self._amiss = survey.amiss
        if self._is_drawn and not survey.asking:
            self.mark_failed(survey.blocked)
        if survey.explained and survey.explained is not self.state.explained:
            self.state = self.state.told(survey.explained)
            await self._draw()
        else:
            self._say()

    def _say(self) -> None:
        if self._is_drawn:
            self.say_question(self.question, self.reason)
            self.refresh_keys()

    def on_mount(self) -> None:
        """The checks may have told it more before there was anything to show it on."""
        self._is_ready = True
        self._draw_wait()
        if self._is_behind:
            self.call_later(self._begin)

    def _draw_wait(self) -> None:
        if self._is_drawn:
            super()._draw_wait()

    @property
    def _is_drawn(self) -> bool:
        """Whether all its widgets are there: not before the last comes, nor after they go."""
        return self._is_ready and bool(self.query("#question"))

    async def _draw(self) -> None:
        if not self._is_drawn:
            self._is_behind = True
            return
        self.query_one(LedgerTable).show(self.state)
        self._say()
        await self.query_one(CardSlot).show(why_card(self.state))

    async def action_move(self, rows: int, columns: int) -> None:
        """Look at another cell."""
        self.state = self.state.moved(rows, columns)
        await self._draw()

    async def action_page(self, pages: int) -> None:
        """Look at a cell so much further that no row between goes by unseen."""
        rows = max(1, self.query_one(LedgerRows).size.height - 2)
        await self.action_move(pages * rows, 0)

    @on(LedgerRows.Picked)
    async def _point(self, message: LedgerRows.Picked) -> None:
        self.state = self.state.at(message.row, message.column)
        await self._draw()

    async def action_turn(self) -> None:
        """Turn the cell by way of trial: nobody is asked, nothing is changed."""
        self.state = self.state.turned()
        await self._draw()

    async def action_undo(self) -> None:
        """Forget what was tried."""
        self.state = self.state.back_to_reality()
        await self._draw()

    def action_copy_request(self) -> None:
        """Copy the message to whoever can mend it."""
        copy_text(self.app, self.state.real.request)

    def action_copy_invite(self) -> None:
        """Copy the link that grants what is missing."""
        if invite := self.state.real.invite:
            copy_link(self.app, invite)

    def action_open(self) -> None:
        """Open the place where it is mended."""
        if place := self.state.real.opens:
            open_link(self.app, place, self.services.environment)

    async def action_check(self) -> None:
        """Check everything now."""
        await self._checks.action_check()

    def action_hurry(self, strict: bool) -> None:
        """It is the checks that wait; what they know of it comes back."""
        self._checks.action_hurry(strict)

    def action_back(self) -> None:
        """Back to the checks."""
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something now; in a trial none that is about what is really so."""
        if self.state.turns and action in _OF_REALITY:
            return False
        match action:
            case "turn":
                return self.state.can_turn
            case "undo":
                return bool(self.state.turns)
            case "copy_request":
                return bool(self.state.real.request)
            case "copy_invite":
                return self.state.real.invite is not None
            case "open":
                return self.state.real.opens is not None
            case _:
                return super().check_action(action, parameters)


def _outlook(survey: Survey, otherwise: str) -> str:
    """What the checks under the page have come to."""
    if survey.ready:
        remark = " Looking again by itself." if survey.amiss else ""
        return f"Nothing is in the way: esc is back to go on.{remark}"
    if survey.refused:
        return "The checks can't go on: esc is back to them."
    if survey.explained is None:
        return f"This is what was known before the checks were interrupted. {otherwise}"
    return otherwise
