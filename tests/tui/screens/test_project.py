"""The page that asks for the project's name."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from cakd_tui.core.answers import Answers
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.project_state import Suggested
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.widgets.answer_input import AnswerInput
from cakd_tui.tui.widgets.card import Card

Wizard = Callable[..., WizardApp]
Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]
SIZE = (80, 24)


@pytest.fixture
def app(wizard: Wizard) -> WizardApp:
    """A wizard that has come to the project."""
    return wizard("project")


def page(app: WizardApp) -> ProjectPage:
    """The page that is shown."""
    assert isinstance(app.screen, ProjectPage)
    return app.screen


def answer(app: WizardApp) -> AnswerInput:
    """The input."""
    return app.screen.query_one(AnswerInput)


def looked(app: WizardApp, project: str) -> Callable[[], bool]:
    """Whether it is known what exists for this project."""

    def known() -> bool:
        here = page(app).state.surroundings
        return here is not None and here.project == project and page(app).state.project == project

    return known


async def test_the_directory_names_the_project_where_no_file_does(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        text = seen(app)
        assert answer(app).value == "ops-lab"
        assert "From the directory's name." in text
        assert "perch-ops-lab" in text
        assert "~/.config/cakd/ops-lab.json" in text
        assert 'alerts with namespace="ops-lab" go there' in text
        assert "providers.notification: pigeon" in text
        assert "for ops-lab" in text.splitlines()[0]


async def test_platform_yaml_names_the_project(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text("metadata:\n  name: my-project\n")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "my-project"))
        text = seen(app)
        assert "From platform.yaml." in text
        assert "+ 2 lines" in text


async def test_what_exists_already_is_said_to_be_reused(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    perch = Remembered("perch", "1", "perch-ops-lab", made=True)
    services.routes.save(Route("ops-lab", "pigeon", remembered=(perch,)))
    services.platform_file.write_text(
        "metadata:\n  name: ops-lab\nproviders:\n  notification: pigeon\n"
    )
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        text = seen(app)
        assert "= exists, will be reused" in text
        assert "~ exists, will be updated" in text
        assert "already says so" in text


async def test_another_provider_s_route_is_not_taken_for_ours(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    perch = Remembered("perch", "1", "perch-ops-lab", made=True)
    services.routes.save(Route("ops-lab", "smoke", remembered=(perch,)))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        assert "reused" not in seen(app)


async def test_the_preview_follows_every_keystroke(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        await pilot.press("2")
        await until(pilot, looked(app, "ops-lab2"))
        text = seen(app)
        assert "perch-ops-lab2" in text
        assert "for ops-lab2" in text.splitlines()[0]


async def test_a_name_that_cannot_be_used_is_corrected_with_tab(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        answer(app).value = "My Project"
        await until(pilot, lambda: "tab takes my-project instead." in seen(app))
        text = seen(app)
        assert "✗  Only lower-case letters" in text
        assert "perch" not in text
        assert app.screen.query_one("#primary-button", Button).disabled
        await pilot.press("tab")
        await until(pilot, looked(app, "my-project"))
        assert answer(app).value == "my-project"
        assert answer(app).cursor_position == len("my-project")


async def test_tab_moves_the_focus_where_nothing_needs_correction(
    app: WizardApp, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        await pilot.press("tab")
        assert app.focused is app.screen.query_one("#primary-button")


async def test_a_broken_file_is_explained_with_its_line_and_hinders_nothing(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text("metadata:\n  name: My Project\n")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        text = seen(app)
        assert "platform.yaml can't be read, and is left as it is" in text
        assert "platform.yaml:2: metadata.name" in text
        assert str(services.platform_file) not in str(app.screen.query_one(Card).says())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChecksPage))
    assert services.platform_file.read_text() == "metadata:\n  name: My Project\n"


async def test_another_project_s_file_is_left_alone_and_said_so(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text("metadata:\n  name: my-project\n")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "my-project"))
        answer(app).value = "other"
        await until(pilot, looked(app, "other"))
        text = seen(app)
        assert "! left as it is" in text
        assert "metadata.name is my-project, not other" in text


async def test_enter_gives_the_name_and_says_it_in_the_rail(app: WizardApp, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, looked(app, "ops-lab"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChecksPage))
    assert app.draft.answers.project == "ops-lab"
    assert app.draft.said["project"] == "ops-lab"


async def test_what_was_typed_before_stays_on_the_way_back(
    wizard: Wizard, services: Services, until: Until
) -> None:
    services.platform_file.write_text("metadata:\n  name: my-project\n")
    app = wizard("project", Draft(Answers("mine")).with_typed("project", "Not Yet"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: page(app).state.suggested is not None)
        assert answer(app).value == "Not Yet"
        await pilot.press("escape")
        await pilot.pause()
        assert app.draft.typed["project"].reveal() == "Not Yet"


async def test_a_letter_typed_while_the_file_is_read_is_not_lost(
    app: WizardApp, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: page(app).state.suggested is not None)
        answer(app).value = "mine"
        page(app).post_message(ProjectPage.Read(Suggested("ops-lab", "platform.yaml")))
        await until(pilot, looked(app, "mine"))
        assert answer(app).value == "mine"


async def test_the_longest_name_still_fits(app: WizardApp, seen: Seen, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "a" * 63
        await until(pilot, looked(app, "a" * 63))
        text = seen(app)
        assert "Continue" in text
        assert "File" in text
