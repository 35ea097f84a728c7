"""A set-up is taken back from its page: shown, asked once, done, or gone on with."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cakd_toy.provider import Loft

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.status import StatusPage
from cakd_tui.tui.screens.task import TaskPage
from cakd_tui.tui.set_up_before import saved_set_up
from screenshots import kept_drives
from screenshots.stage import Stage, stage
from tests.tui.screens.shown import Seen, Until, Wizard, page, shows

pytestmark = pytest.mark.usefixtures("hurried")

URL = Secret("https://pigeons.example/perch/1/fee")
ROUTE = Route("ops-lab", "pigeon", {"loft": "7"}, (Remembered("perch", "1", "p", True),), URL)


@pytest.fixture
def kept(services: Services) -> Services:
    """A project that is set up, and credentials that are found."""
    services.platform_file.write_text("metadata:\n  name: ops-lab\n", "utf-8")
    services.routes.save(ROUTE)
    environment = {"CAKD_PIGEON_WHISTLE": "fee", "CAKD_PIGEON_LOFT": "7"}
    return replace(services, environment=environment)


def looked(app: WizardApp) -> Callable[[], bool]:
    """Whether the page knows how it stands."""
    return lambda: isinstance(app.screen, StatusPage) and app.screen.survey.settled


async def test_taking_it_back_is_shown_asked_once_and_done(
    wizard: Wizard, kept: Services, seen: Seen, until: Until
) -> None:
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("x")
        await until(pilot, shows(app, TaskPage))
        text = seen(app)
        assert "Take back all of ops-lab?" in text
        assert "- delete    Perch" in text
        assert kept.routes.load("ops-lab") == ROUTE
        await pilot.press("enter")
        await until(pilot, lambda: page(app, TaskPage).over)
        assert "✓ deleted   Route" in seen(app)
        assert kept.routes.load("ops-lab") is None
        await pilot.press("enter")
        await pilot.pause()
    assert app.return_value is not None


async def test_leaving_the_question_deletes_nothing(
    wizard: Wizard, kept: Services, until: Until
) -> None:
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("x")
        await until(pilot, shows(app, TaskPage))
        await pilot.press("escape")
        await until(pilot, looked(app))
        assert kept.routes.load("ops-lab") == ROUTE


async def test_what_can_not_be_deleted_is_said_and_goes_on_with_r(
    wizard: Wizard, kept: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.nailed = True
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("x", "enter")
        await until(pilot, lambda: "It could not be finished." in seen(app))
        assert "failed to take down" in seen(app)
        loft.nailed = False
        await pilot.press("r")
        await until(pilot, lambda: page(app, TaskPage).over)
        assert kept.routes.load("ops-lab") is None


async def test_a_route_that_can_not_be_read_afterwards_is_said_and_ends_nothing(
    wizard: Wizard,
    kept: Services,
    loft: Loft,
    seen: Seen,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loft.nailed = True
    app = wizard(services=kept)

    def load(project: str) -> Route | None:
        raise RouteStoreError("not a route")

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("x", "enter")
        await until(pilot, lambda: "It could not be finished." in seen(app))
        with monkeypatch.context() as patch:
            patch.setattr(kept.routes, "load", load)
            await pilot.press("escape")
            await until(pilot, looked(app))
            assert "✗  Saved route" in seen(app)
        await pilot.press("r")
        await until(pilot, lambda: "Alerts for ops-lab are set up." in seen(app))


async def half_taken_back(acting: Stage) -> None:
    """The webhook is deleted, the channel can't be."""
    await kept_drives.destroy(acting)
    acting.rehearsal.faults.add(Fault(Status(503), "DELETE", "/channels/*", times=None))
    await acting.press("enter")
    await acting.until("It could not be finished.")
    route = acting.app.services.routes.load("my-project")
    assert route is not None
    assert [each.kind for each in route.remembered] == ["channel"]


async def test_going_on_deletes_the_second_of_two_things(tmp_path: Path) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await half_taken_back(acting)
        acting.rehearsal.faults.clear()
        await acting.press("r")
        await acting.until("my-project is taken back.")
        assert acting.text.count("✓ deleted") == 3
        assert acting.app.services.routes.load("my-project") is None


async def test_what_is_left_can_be_taken_back_from_the_page_before_and_by_a_new_wizard(
    tmp_path: Path,
) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await half_taken_back(acting)
        await acting.press("escape")
        await kept_drives.status(acting)
        assert "Alerts for my-project need a repair." in acting.text
        left = acting.app.services.routes.load("my-project")
        assert left is not None
        assert left.webhook == Secret("")
        assert saved_set_up(acting.app.services) == left
        acting.rehearsal.faults.clear()
        await acting.press("x")
        await acting.until("Take back all of")
        await acting.press("enter")
        await acting.until("my-project is taken back.")
        assert acting.app.services.routes.load("my-project") is None


async def test_what_the_page_calls_deleted_is_not_deleted_once_more(tmp_path: Path) -> None:
    async with stage("webhook-gone", tmp_path, tempo=0.01) as acting:
        await kept_drives.destroy(acting)
        assert "Delete 2 things" in acting.text
        assert "gone already" in acting.text
        await acting.press("enter")
        await acting.until("is taken back.")
        assert re.search(r"✓ was gone +Webhook", acting.text)
