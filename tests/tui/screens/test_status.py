"""The page a project that is set up starts on: how it stands, and what can be done from there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cakd_toy.provider import Loft
from textual.widgets import Button

from cakd_tui.core.route import WEBHOOK, Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.rehearsal import causes
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.secret import SecretPage
from cakd_tui.tui.screens.status import StatusPage
from cakd_tui.tui.screens.task import TaskPage
from screenshots import kept_drives
from screenshots.stage import stage
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


async def test_a_project_that_is_set_up_starts_there(
    wizard: Wizard, kept: Services, seen: Seen, until: Until
) -> None:
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        text = seen(app)
        assert "Alerts for ops-lab are set up." in text
        assert "✓  Saved route   ~/.config/cakd/ops-lab.json" in text
        assert "✓  Perch         p" in text
        await pilot.press("enter")
        await pilot.pause()
    assert app.return_value is not None


@pytest.mark.parametrize("project", ["another", ""])
async def test_any_other_project_starts_at_the_beginning(
    project: str, wizard: Wizard, kept: Services
) -> None:
    kept.platform_file.write_text(f"metadata:\n  name: {project}\n", "utf-8")
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)):
        assert isinstance(app.screen, SecretPage)


async def test_a_set_up_that_was_not_finished_can_be_taken_back_from_there(
    wizard: Wizard, kept: Services, seen: Seen, until: Until
) -> None:
    kept.routes.save(replace(ROUTE, webhook=Secret("")))
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        assert "x Take back" in seen(app)
        assert "t Test" not in seen(app)
        assert "n New webhook" not in seen(app)


async def test_a_route_that_names_nothing_starts_at_the_beginning(
    wizard: Wizard, kept: Services
) -> None:
    kept.routes.save(Route("ops-lab", "pigeon"))
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)):
        assert isinstance(app.screen, SecretPage)


async def test_what_is_gone_is_repaired_with_the_answers_that_are_known(
    wizard: Wizard, kept: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.fallen = True
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        text = seen(app)
        assert "Alerts for ops-lab need a repair." in text
        assert "It fell" in text
        assert "Here" in text
        assert "⏎ Repair makes it again" in text
        await pilot.press("enter")
        await until(pilot, shows(app, ChecksPage))
        answers = page(app, ChecksPage).draft.answers
        assert (answers.project, answers.value("loft")) == ("ops-lab", "7")


async def test_what_could_not_be_looked_at_is_no_repair(tmp_path: Path) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await kept_drives.status(acting)
        causes.cut_off(acting.rehearsal)
        await acting.press("r")
        await acting.until("Not everything of my-project could be looked at.")
        assert "CAKD-N-REFUSED" in acting.text
        assert "▌  Here" not in acting.text
        assert str(acting.app.screen.query_one(Button).label) == "Done"
        causes.reconnect(acting.rehearsal)
        await acting.press("r")
        await acting.until("Alerts for my-project are set up.")


async def test_without_credentials_only_what_needs_none_is_looked_at(
    wizard: Wizard, kept: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    app = wizard(services=replace(kept, environment={}))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        text = seen(app)
        assert "○  Perch         needs a whistle" in text
        assert "Only what needs none was looked at" in text
        await pilot.press("s")
        await until(pilot, shows(app, SecretPage))


async def test_a_test_alert_proves_it(
    wizard: Wizard, kept: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("t")
        await until(pilot, lambda: "delivered in 143 ms" in seen(app))
        assert loft.flown == ["ops-lab"]
        loft.torn = True
        await pilot.press("t")
        await until(pilot, lambda: "not delivered; t tries again" in seen(app))
        assert "TOY-WING" in seen(app)


@pytest.mark.parametrize("key", ["s", "escape"])
async def test_another_project_is_asked_for_with_the_rest_known(
    key: str, wizard: Wizard, kept: Services, until: Until
) -> None:
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press(key)
        await until(pilot, shows(app, ProjectPage))
        assert app.draft.before == {"ops-lab"}
        assert app.draft.answers.value("loft") == "7"


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


async def test_a_new_webhook_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await kept_drives.rotated(acting)
        route = acting.app.services.routes.load("my-project")
        assert route is not None
        hook = route.thing(WEBHOOK)
        assert hook is not None
        there = acting.rehearsal.world.webhooks_in(ALERTS_CHANNEL)
        assert [each.id for each in there] == [hook.id]
        await acting.press("enter")
        await kept_drives.status(acting)
        assert "Alerts for my-project are set up." in acting.text


async def test_a_repair_makes_only_what_is_gone(tmp_path: Path) -> None:
    async with stage("webhook-gone", tmp_path, tempo=0.01) as acting:
        await kept_drives.status(acting)
        await acting.press("enter")
        await acting.until("Everything is ready")
        await acting.press("enter")
        await acting.until("+ repair")
        await acting.press("enter")
        await acting.until("Whoever has this URL")
        world = acting.rehearsal.world
        assert sum(each.name == "alerts-my-project" for each in world.channels.values()) == 1
        assert len(world.webhooks_in(ALERTS_CHANNEL)) == 1
