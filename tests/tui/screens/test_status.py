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
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.secret import SecretPage
from cakd_tui.tui.screens.status import StatusPage
from screenshots import kept_drives
from screenshots.stage import stage
from tests.tui.screens.shown import Seen, Until, Wizard, shows

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


async def test_where_nothing_could_be_looked_at_nothing_else_is_said(
    wizard: Wizard, kept: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.away = True
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        text = seen(app)
        assert "It could not be looked at." in text
        assert "What kept it from that stands below. r looks once more." in text
        assert "the loft does not answer" in text
        assert "Nothing has to be done" not in text
        loft.away = False
        await pilot.press("r")
        await until(pilot, lambda: "Alerts for ops-lab are set up." in seen(app))


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


async def test_another_project_is_asked_for_with_the_rest_known(
    wizard: Wizard, kept: Services, until: Until
) -> None:
    app = wizard(services=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, looked(app))
        await pilot.press("escape")
        assert isinstance(app.screen, StatusPage)
        await pilot.press("s")
        await until(pilot, shows(app, ProjectPage))
        assert app.draft.before == {"ops-lab"}
        assert app.draft.answers.value("loft") == "7"


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


@pytest.mark.parametrize("name", ["channel-gone", "webhook-gone"])
async def test_of_what_is_gone_no_new_webhook_is_offered(name: str, tmp_path: Path) -> None:
    async with stage(name, tmp_path, tempo=0.01) as acting:
        await kept_drives.status(acting)
        assert "n New webhook" not in acting.text
        await acting.press("n")
        await acting.rest()
        assert isinstance(acting.app.screen, StatusPage)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("channel-renamed", "new name"),
        ("channel-moved", "new category"),
    ],
)
async def test_what_is_otherwise_than_it_was_is_accepted_by_a_key(
    name: str, what: str, tmp_path: Path
) -> None:
    async with stage(name, tmp_path, tempo=0.01) as acting:
        await kept_drives.status(acting)
        assert "leave it so: a notes it, after a plan" in acting.text
        assert "cakd create" not in acting.text
        assert "a Accept" in acting.text
        await acting.press("a")
        await acting.until("Everything is ready")
        await acting.press("enter")
        await acting.until(what)
        await acting.press("enter")
        await acting.until("Whoever has this URL")
        assert not [each for each in acting.rehearsal.requests if each.method != "GET"]


async def test_what_is_as_it_was_has_nothing_to_accept(tmp_path: Path) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await kept_drives.status(acting)
        assert "Accept" not in acting.text
        await acting.press("a")
        await acting.rest()
        assert isinstance(acting.app.screen, StatusPage)
