"""What is gone is made again where it was set up, from the page that found it gone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cakd_toy.provider import STATUS_PERCH, Loft

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Finding, Fix, Verdict
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.secret import SecretPage
from cakd_tui.tui.screens.status import StatusPage
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


async def test_a_repair_is_where_it_was_set_up_whatever_the_settings_name(
    wizard: Wizard, kept: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.fallen = True
    moved = {"CAKD_PIGEON_WHISTLE": "fee", "CAKD_PIGEON_LOFT": "8"}
    app = wizard(services=replace(kept, environment=moved))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("enter")
        await until(pilot, shows(app, ChecksPage))
        draft = page(app, ChecksPage).draft
        assert draft.answers.value("loft") == "7"
        assert draft.said["loft"] == "from the saved route"
        assert draft.said["whistle"] == "from CAKD_PIGEON_WHISTLE"


async def test_another_project_is_where_the_settings_say(
    wizard: Wizard, kept: Services, until: Until
) -> None:
    moved = {"CAKD_PIGEON_WHISTLE": "fee", "CAKD_PIGEON_LOFT": "8"}
    app = wizard(services=replace(kept, environment=moved))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("s")
        await until(pilot, shows(app, ProjectPage))
        assert app.draft.answers.value("loft") == "8"


async def test_without_credentials_a_repair_asks_for_them_and_keeps_its_place(
    wizard: Wizard, kept: Services, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixes = (Fix("At the tower", "Build it again", again=True),)

    async def inspect(route: Route, answers: Answers | None, emit: Emit) -> None:
        emit(Checked(Finding(STATUS_PERCH, Verdict.FAIL, "on the ground", "It fell", fixes)))

    app = wizard(services=replace(kept, environment={"CAKD_PIGEON_LOFT": "8"}))
    monkeypatch.setattr(app.connection, "inspect", inspect)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("enter")
        await until(pilot, shows(app, SecretPage))
        assert app.draft.answers.value("loft") == "7"
