"""The page of what may be chosen beside the fields."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import Loft, PigeonProvider
from textual.pilot import Pilot

from cakd_tui.core.answers import Answers
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft, another_project
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.options import OptionsPage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.widgets.rail import StationLine

Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]
SIZE = (80, 24)


@pytest.fixture
def app(wizard: Callable[..., WizardApp], answered: Draft) -> WizardApp:
    """A wizard that asks for the project."""
    return wizard("project", answered)


async def opened(app: WizardApp, pilot: Pilot[Draft], until: Until) -> None:
    """Open it from the project's page."""
    await until(pilot, lambda: isinstance(app.screen, ProjectPage))
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, OptionsPage))


async def test_what_is_chosen_is_told_on_the_page_and_written_into_the_file(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "nothing chosen (bell)" in seen(app))
        await opened(app, pilot, until)
        await until(pilot, lambda: "( ) Brass" in seen(app))
        assert "What rings when a letter comes." in seen(app)
        await pilot.press("down", "space")
        assert "› (•) Brass" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Bell Brass" in seen(app))
        await until(pilot, lambda: "notifications.pigeon: bell" in " ".join(seen(app).split()))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChecksPage))
        assert app.draft.answers.options == {"bell": "brass"}


async def test_an_enter_pressed_twice_does_not_pass_through_the_project(
    app: WizardApp, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "nothing chosen (bell)" in seen(app))
        await opened(app, pilot, until)
        monkeypatch.setattr(ProjectPage, "SETTLE", 60.0)
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, ProjectPage))
        await pilot.press("enter")
        assert isinstance(app.screen, ProjectPage)
        await pilot.click("#primary-button")
        await until(pilot, lambda: isinstance(app.screen, ChecksPage))


async def test_back_and_forth_nothing_chosen_is_lost(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await until(pilot, lambda: "( ) Brass" in seen(app))
        await pilot.press("down", "space", "escape")
        await until(pilot, lambda: "Bell Brass" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ProjectPage))
        await pilot.press("enter")
        await until(pilot, lambda: "Bell Brass" in seen(app))


async def test_a_click_chooses(app: WizardApp, seen: Seen, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await until(pilot, lambda: "( ) Tin" in seen(app))
        line = next(y for y, text in enumerate(seen(app).splitlines()) if "( ) Tin" in text)
        await pilot.click(offset=(8, line))
        await until(pilot, lambda: "(•) Tin" in seen(app))


async def test_what_the_file_chooses_is_chosen(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text(
        "metadata:\n  name: ops-lab\nproviders:\n  notification: pigeon\n"
        "notifications:\n  pigeon:\n    bell: tin\n"
    )
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Bell tin" in seen(app))
        await until(pilot, lambda: "already says so" in seen(app))


async def test_a_list_that_does_not_come_says_why_and_is_asked_again(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.away = True
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, until)
        await until(pilot, lambda: "F5 asks again" in seen(app))
        loft.away = False
        await pilot.press("f5")
        await until(pilot, lambda: "( ) Brass" in seen(app))


async def test_a_provider_without_options_offers_none(
    wizard: Callable[..., WizardApp],
    services: Services,
    answered: Draft,
    seen: Seen,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PigeonProvider, "options", ())
    app = wizard("project", answered, replace(services, provider=PigeonProvider()))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "perch-ops-lab" in seen(app))
        assert "Options" not in seen(app)
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, ProjectPage)


async def test_what_is_chosen_is_kept_however_the_page_is_left(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot, until)
        await until(pilot, lambda: "( ) Brass" in seen(app))
        await pilot.press("down", "space")
        await pilot.click(list(app.screen.query(StationLine))[1])
        await until(pilot, lambda: isinstance(app.screen, ChoicePage))
        assert app.draft.answers.options == {"bell": "brass"}
        assert app.draft.special == "Bell Brass"


async def test_the_next_project_starts_without_the_options_of_the_last() -> None:
    chosen = Draft(Answers("ops-lab").with_option("bell", "brass"), special="Bell Brass")
    assert another_project(chosen).answers.options == {}
    assert another_project(chosen).special == ""


async def test_options_count_though_the_file_names_no_provider(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    services.platform_file.write_text(
        "metadata:\n  name: ops-lab\nnotifications:\n  pigeon:\n    bell: tin\n"
    )
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Bell tin" in seen(app))
