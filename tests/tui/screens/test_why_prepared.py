"""The ledger's page is made before anybody asks for it."""

import asyncio
import re

import pytest

from cakd_tui.core.events import Waiting
from cakd_tui.core.ledger import Explained
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.why import WhyPage
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.ledger_table import LedgerRows
from tests.tui.accounts import explained
from tests.tui.screens.shown import Seen, Until, Wizard, opened, page

SIZE = (80, 24)
WIDE = (120, 40)


@pytest.fixture
def app(wizard: Wizard, answered: Draft, told: list[Explained]) -> WizardApp:
    """A wizard at the checks, where wings are missing."""
    del told
    return wizard("checks", answered)


def made(app: WizardApp) -> WhyPage | None:
    """The page that was made beforehand."""
    pages = [each for each in app.screen_stack if isinstance(each, ChecksPage)]
    return pages[0]._why_made if pages else None


async def test_the_page_is_made_and_laid_out_before_it_is_asked_for(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: made(app) is not None)
        ready = made(app)
        assert ready is not None
        await until(pilot, lambda: bool(ready.query(LedgerRows)) and ready.size == app.size)
        rows = ready.query_one(LedgerRows)
        assert rows.size.height > 0
        assert app.screen is page(app, ChecksPage)
        assert "One thing is in the way." in seen(app)
        await pilot.press("w")
        await until(pilot, lambda: app.screen is ready)
        assert ready.query_one(LedgerRows) is rows
        assert "Why: Wings in Old Tower" in seen(app)
        await pilot.press("escape", "enter", "w")
        await until(pilot, lambda: app.screen is ready)


async def test_it_opens_from_its_top_each_time_and_with_nothing_tried(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await pilot.press("t", "up", "left")
        assert "What if: Grain" in seen(app)
        await pilot.press("escape", "w")
        await until(pilot, lambda: isinstance(app.screen, WhyPage))
        assert "Why: Wings in Old Tower" in seen(app)
        assert "tried" not in seen(app)


async def test_made_beforehand_it_follows_the_windows_size_and_the_look(
    wizard: Wizard,
    answered: Draft,
    told: list[Explained],
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del told
    monkeypatch.setattr(ChecksPage, "is_watching", False)

    async def picture(size: tuple[int, int], *, later: bool) -> str:
        """The page where size and look came before it was made, or only later."""
        app = wizard("checks", answered)
        async with app.run_test(size=size) as pilot:
            if not later:
                await pilot.press("ctrl+t")
            await until(pilot, lambda: made(app) is not None)
            if later:
                await pilot.resize_terminal(*WIDE)
                await pilot.press("ctrl+t")
            await opened(app, pilot, until)
            await until(pilot, lambda: not page(app, ChecksPage).survey.asking)
            return re.sub(r"terminal-\d+-", "", app.export_screenshot())

    assert await picture(WIDE, later=False) == await picture(SIZE, later=True)


async def test_it_goes_with_the_checks(app: WizardApp, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: made(app) is not None)
        ready = made(app)
        assert ready is not None
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ProjectPage))
        await until(pilot, lambda: not ready.is_attached)
        assert not app.is_screen_installed(ready)


async def test_an_enter_counts_though_a_page_was_made_just_before(
    app: WizardApp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: made(app) is not None)
        await pilot.pause()
        monkeypatch.setattr(ChecksPage, "SETTLE", 60.0)
        checks = page(app, ChecksPage)
        monkeypatch.setattr(checks, "_last_enter", -1000.0)
        checks.prepare(WhyPage(checks.visit(), WhyState.about(explained(), "wings"), checks, 80))
        await pilot.pause()
        assert checks.enter_is_meant()


@pytest.mark.parametrize("turns", range(0, 24, 2))
async def test_it_may_be_asked_for_while_it_is_being_made(
    wizard: Wizard,
    answered: Draft,
    told: list[Explained],
    seen: Seen,
    until: Until,
    turns: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A click on the chosen check is heard at any moment, and may be about another permission."""
    del told
    prepared = asyncio.Event()
    prepare = ChecksPage.prepare

    def told_of(self: ChecksPage, page: WhyPage) -> None:
        prepare(self, page)
        prepared.set()

    monkeypatch.setattr(ChecksPage, "prepare", told_of)
    app = wizard("checks", answered)
    async with app.run_test(size=SIZE) as pilot:
        await prepared.wait()
        checks = page(app, ChecksPage)
        for _ in range(turns):
            await asyncio.sleep(0)
        checks._picked = "grain"
        await checks.action_why()
        await until(pilot, lambda: isinstance(app.screen, WhyPage))
        await until(pilot, lambda: "Why: Grain in Old Tower" in seen(app))
        assert page(app, WhyPage).query_one(LedgerRows)._state == page(app, WhyPage).state


async def test_away_from_sight_it_counts_no_waits(
    app: WizardApp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChecksPage, "is_watching", False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        why, checks = page(app, WhyPage), page(app, ChecksPage)
        await until(pilot, lambda: not checks.survey.asking)
        checks.hearing("checks")(Waiting(25.0, "A hawk circles over the tower"))
        await until(pilot, lambda: why.wait is not None)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is checks)
        assert checks.wait is not None
        assert why.wait is None
        assert why._counting is None
