"""The question whether to quit, while something is being created."""

import asyncio
from threading import Event
from typing import Any

import pytest
from cakd_toy.provider import Loft, PigeonConnection

from cakd_tui.core.ports import Provisioned
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.done import DonePage
from cakd_tui.tui.screens.quit import QuitScreen
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.widgets.primary import Primary
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


@pytest.fixture
def loaded(services: Services, monkeypatch: pytest.MonkeyPatch) -> Event:
    """The saved route is read once this is set."""
    load, may = services.routes.load, Event()

    def slowly(project: str) -> Route | None:
        assert may.wait(30)
        return load(project)

    monkeypatch.setattr(services.routes, "load", slowly)
    return may


async def test_a_run_is_started_once_however_often_the_button_is_pressed(
    app: WizardApp, until: Until, loaded: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    may_end = asyncio.Event()
    provision = PigeonConnection.provision

    async def counted(self: PigeonConnection, *rest: Any) -> Provisioned:
        runs.append("run")
        await may_end.wait()
        return await provision(self, *rest)

    monkeypatch.setattr(PigeonConnection, "provision", counted)
    async with app.run_test(size=(80, 24)) as pilot:
        run = page(app, RunPage)
        first = asyncio.create_task(run.action_go_on())
        await asyncio.sleep(0.02)
        run.query_one(Primary).post_message(Primary.Chosen())
        loaded.set()
        await first
        await until(pilot, lambda: bool(runs))
        assert run.running
        run.query_one(Primary).post_message(Primary.Chosen())
        await pilot.pause()
        may_end.set()
        await until(pilot, shows(app, DonePage))
        assert runs == ["run"]


async def test_a_run_that_has_not_yet_done_anything_can_be_stopped(
    app: WizardApp, services: Services, seen: Seen, until: Until, loaded: Event
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert page(app, RunPage).running
        await pilot.press("x")
        await until(pilot, lambda: not page(app, RunPage).running)
        assert "It was stopped" in seen(app)
        loaded.set()
        assert services.routes.load("ops-lab") is None
