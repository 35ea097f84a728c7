"""What is on the screen while a test looks at it: the page, its answer, its button, its state."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.pilot import Pilot
from textual.widgets import Button

from cakd_tui.core.ports import Connection
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.screens.why import WhyPage
from cakd_tui.tui.widgets.answer_input import AnswerInput

Wizard = Callable[..., WizardApp]
Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]
Held = Callable[[Connection, str], asyncio.Event]
OfPage = TypeVar("OfPage", bound=Page)


def page(app: WizardApp, kind: type[OfPage]) -> OfPage:
    """The page of this kind, also while a question stands in front of it."""
    found = [screen for screen in app.screen_stack if isinstance(screen, kind)]
    assert found, f"{app.screen} is there, and no {kind.__name__}"
    return found[0]


def shows(app: WizardApp, kind: type[Page]) -> Callable[[], bool]:
    """Whether a page of this kind is in front."""
    return lambda: isinstance(app.screen, kind)


def answer(app: WizardApp) -> AnswerInput:
    """The input."""
    return app.screen.query_one(AnswerInput)


def button(app: WizardApp) -> Button:
    """The one that goes on."""
    return app.screen.query_one("#primary-button", Button)


def is_open(app: WizardApp) -> bool:
    """Whether the button can be pressed."""
    return not button(app).disabled


def line(text: str, word: str) -> str:
    """The line of the screen with this word in it."""
    return next(each for each in text.splitlines() if word in each)


def listed(app: WizardApp) -> Callable[[], bool]:
    """Whether the service has said what there is to choose."""
    return lambda: isinstance(app.screen, ChoicePage) and app.screen.state.choices is not None


def settled(app: WizardApp) -> Callable[[], bool]:
    """Whether a round of checks is over."""
    return lambda: isinstance(app.screen, ChecksPage) and app.screen.survey.settled


def halted(app: WizardApp) -> Callable[[], bool]:
    """Whether the run has ended and its page is still there."""
    return lambda: bool(page(app, RunPage).progress.log) and not page(app, RunPage).running


async def opened(app: WizardApp, pilot: Pilot[Draft], until: Until) -> None:
    """Open the ledger from the checks."""
    await until(
        pilot,
        lambda: isinstance(app.screen, ChecksPage) and app.screen.survey.explained is not None,
    )
    await until(pilot, lambda: isinstance(app.screen, ChecksPage) and app.screen.chosen is not None)
    await pilot.press("w")
    await until(pilot, lambda: isinstance(app.screen, WhyPage))
