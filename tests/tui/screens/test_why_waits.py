"""The ledger shows what the checks under it wait for, and cuts it short."""

import re

import pytest
from cakd_toy.provider import Loft, PigeonConnection
from textual.geometry import Region
from textual.pilot import Pilot

from cakd_tui.core.answers import Answers
from cakd_tui.core.plan import Plan
from cakd_tui.core.route import Route
from cakd_tui.core.stream import Emit
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.why import WhyPage
from tests.tui.accounts import explained
from tests.tui.screens.shown import Seen, Until, Wizard, page, shows

LONG = 25.0
HAWK = re.compile(r"A hawk circles over the tower. Again in .* s  \^g asks now")
STORM = re.compile(r"The harbour asks for a pause \(its storm\): .* s  \^g stops waiting")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, loft: Loft) -> None:
    """The provider accounts for the wings, which are missing, before it waits."""
    loft.lame = True
    preflight = PigeonConnection.preflight

    async def telling(
        self: PigeonConnection, answers: Answers, known: Route | None, emit: Emit
    ) -> Plan | None:
        emit(explained())
        return await preflight(self, answers, known, emit)

    monkeypatch.setattr(PigeonConnection, "preflight", telling)


@pytest.fixture
def app(wizard: Wizard, answered: Draft, told: None) -> WizardApp:
    """A wizard at the checks."""
    del told
    return wizard("checks", answered)


def places(app: WizardApp) -> list[Region]:
    """Where everything on the page is but the line of the wait, which is nowhere while empty."""
    shown = app.screen.query("#content > *").exclude("WaitLine")
    return [each.region for each in shown]


async def to_the_ledger(app: WizardApp, pilot: Pilot[Draft], until: Until) -> None:
    """Open it over the checks, which go on."""
    await until(pilot, lambda: page(app, ChecksPage).survey.explained is not None)
    await pilot.press("w")
    await until(pilot, shows(app, WhyPage))


async def test_the_ledger_says_why_the_checks_under_it_wait_and_asks_at_once(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.hawk = LONG
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: page(app, ChecksPage).wait is not None)
        await to_the_ledger(app, pilot, until)
        await until(pilot, lambda: bool(HAWK.search(seen(app))))
        assert "^g Ask now" in seen(app)
        loft.hawk = 0
        await pilot.press("ctrl+g")
        await until(pilot, lambda: page(app, ChecksPage).survey.settled)
        assert "hawk" not in seen(app)
        assert "^g" not in seen(app)


async def test_a_wait_that_begins_under_the_ledger_moves_nothing_and_is_given_up(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_ledger(app, pilot, until)
        await until(pilot, lambda: page(app, ChecksPage).survey.settled)
        before = places(app)
        loft.storm = LONG
        await pilot.press("r")
        await until(pilot, lambda: bool(STORM.search(seen(app))))
        assert places(app) == before
        assert "^g Stop waiting" in seen(app)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: page(app, ChecksPage).survey.interrupted)
        assert "its storm" not in seen(app)
        assert "^g" not in seen(app)
