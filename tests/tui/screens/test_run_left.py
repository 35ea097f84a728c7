"""The question whether to quit, while something is being created."""

import pytest
from cakd_toy.provider import Loft

from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.done import DonePage
from cakd_tui.tui.screens.quit import QuitScreen
from cakd_tui.tui.screens.run import RunPage
from tests.tui.screens.shown import Held, Seen, Until, halted, page, shows

pytestmark = [pytest.mark.opens("run"), pytest.mark.usefixtures("hurried")]


async def test_quitting_while_it_runs_asks_first(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.pause = 5
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: page(app, RunPage).running)
        await pilot.press("ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        assert "Something is being created right now." in seen(app)
        await pilot.press("ctrl+q", "n")
        assert page(app, RunPage).running
        await pilot.press("ctrl+q", "y")
    assert app.return_code == 130


async def test_a_run_that_ends_behind_the_question_takes_it_away_and_goes_on(
    app: WizardApp, until: Until, held: Held
) -> None:
    release = held(app.connection, "provision")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        release.set()
        await until(pilot, shows(app, DonePage))


async def test_a_run_that_fails_behind_the_question_takes_it_away(
    app: WizardApp, loft: Loft, until: Until, held: Held
) -> None:
    loft.lame = True
    release = held(app.connection, "provision")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        release.set()
        await until(pilot, halted(app))
        assert isinstance(app.screen, RunPage)
    assert app.return_code != 130
