"""What a run that failed has made is taken back by a key, after a question."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from cakd_toy.provider import Loft

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.rehearsal import denials
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.screens.task import TaskPage
from screenshots.stage import stage
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


async def test_what_another_run_made_meanwhile_is_not_deleted_unshown(
    app: WizardApp, loft: Loft, services: Services, seen: Seen, until: Until
) -> None:
    loft.mute = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "u takes it back" in seen(app))
        await pilot.press("u")
        await until(pilot, shows(app, TaskPage))
        mine = services.routes.load("ops-lab")
        assert mine is not None
        theirs = mine.with_thing(Remembered("bell", "77", "bell", True)).with_webhook(Secret("x"))
        services.routes.save(theirs)
        await pilot.press("enter")
        await until(pilot, lambda: "It could not be finished." in seen(app))
        assert "CAKD-R-CHANGED" in seen(app)
        assert services.routes.load("ops-lab") == theirs


async def test_what_another_run_made_between_two_tries_is_not_called_made_by_this_one(
    app: WizardApp, loft: Loft, services: Services, seen: Seen, until: Until
) -> None:
    loft.mute = True
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "u takes it back" in seen(app))
        mine = services.routes.load("ops-lab")
        assert mine is not None
        services.routes.save(mine.with_thing(Remembered("bell", "77", "bell", True)))
        await pilot.press("r")
        await until(pilot, halted(app))
        await pilot.pause(0.05)
        await pilot.press("u")
        assert not isinstance(app.screen, TaskPage)


async def test_what_a_first_try_made_can_be_undone_after_a_second_that_came_at_once(
    app: WizardApp, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    loft.mute = True
    look, free = RunPage._route, Event()

    def slow(self: RunPage) -> Route | None:
        free.wait(10)
        return look(self)

    monkeypatch.setattr(RunPage, "_route", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, halted(app))
        await pilot.press("r")
        await until(pilot, halted(app))
        free.set()
        await until(pilot, lambda: "u takes it back" in seen(app))
        await pilot.press("u")
        await until(pilot, shows(app, TaskPage))
        assert "- delete    Perch      perch-ops-lab" in seen(app)


async def test_where_it_is_not_known_what_was_there_before_nothing_can_be_undone(
    app: WizardApp,
    loft: Loft,
    services: Services,
    seen: Seen,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nest = Remembered("nest", "9", "nest-of-last-year", True)
    services.routes.save(Route("ops-lab", "pigeon", {"loft": "7"}, (nest,)))
    loft.mute = True
    read, failures = services.routes.load, ["too many open files"]

    def load(project: str) -> Route | None:
        if failures:
            raise RouteStoreError(failures.pop())
        return read(project)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(services.routes, "load", load)
        await pilot.press("enter")
        await until(pilot, halted(app))
        await pilot.pause(0.05)
        assert not failures
        assert "u takes it back" not in seen(app)
        await pilot.press("u")
        assert not isinstance(app.screen, TaskPage)


async def test_what_could_not_be_written_down_is_taken_back_all_the_same(tmp_path: Path) -> None:
    async with stage("readonly-config", tmp_path, at="checks", tempo=0.01) as acting:
        world = acting.rehearsal.world
        denials.take(MANAGE_WEBHOOKS)(acting.rehearsal)
        await acting.until("Checking again in")
        await acting.press("a")
        await acting.until("#alerts-my-project")
        await acting.press("enter")
        await acting.until("u takes it back")
        assert "alerts-my-project" in [each.name for each in world.channels.values()]
        await acting.press("u")
        await acting.until("Take back what was made?")
        await acting.press("enter")
        await acting.until("What was made is gone again.")
        assert "alerts-my-project" not in [each.name for each in world.channels.values()]
