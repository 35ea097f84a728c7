"""What a run that failed has made is taken back by a key, after a question."""

from dataclasses import replace

import pytest
from cakd_toy.provider import Loft

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.task import TaskPage
from tests.tui.screens.shown import Seen, Until, halted, page, shows

pytestmark = [pytest.mark.opens("run"), pytest.mark.usefixtures("hurried")]


async def test_what_was_made_is_shown_and_deleted_and_the_checks_look_again(
    app: WizardApp, loft: Loft, services: Services, seen: Seen, until: Until
) -> None:
    loft.mute = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "u takes it back" in seen(app))
        await pilot.press("u")
        await until(pilot, shows(app, TaskPage))
        assert "- delete    Perch      perch-ops-lab" in seen(app)
        assert services.routes.load("ops-lab") is not None
        await pilot.press("enter")
        await until(pilot, lambda: "What was made is gone again." in seen(app))
        assert services.routes.load("ops-lab") is None
        await pilot.press("enter")
        await until(pilot, shows(app, ChecksPage))
        await until(pilot, lambda: "Nothing has been created yet." in seen(app))


async def test_a_run_that_made_nothing_has_nothing_to_undo(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lame = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        assert "u Undo" not in seen(app)
        await pilot.press("u")
        assert not isinstance(app.screen, TaskPage)


async def test_what_was_there_before_the_run_stays(
    app: WizardApp, loft: Loft, services: Services, seen: Seen, until: Until
) -> None:
    before = Route("ops-lab", "pigeon", {"loft": "7"}, (Remembered("nest", "9", "nest", True),))
    services.routes.save(before)
    loft.mute = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "u takes it back" in seen(app))
        await pilot.press("r")
        await until(pilot, lambda: "u takes it back" in seen(app))
        await pilot.press("u", "enter")
        await until(pilot, lambda: "What was made is gone again." in seen(app))
        assert services.routes.load("ops-lab") == before


async def test_a_stopped_run_can_be_undone_and_a_failure_to_is_told(
    app: WizardApp, loft: Loft, services: Services, seen: Seen, until: Until
) -> None:
    loft.hawk, loft.nailed = 5, True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "A hawk" in seen(app))
        await pilot.press("x")
        await until(pilot, lambda: "u takes it back" in seen(app))
        await pilot.press("u", "enter")
        await until(pilot, lambda: "It could not be finished." in seen(app))
        assert "Failed to roll back" in seen(app)
        route = services.routes.load("ops-lab")
        assert route is not None
        assert replace(route, remembered=()) != route
        loft.nailed = False
        await pilot.press("r")
        await until(pilot, lambda: page(app, TaskPage).over)
