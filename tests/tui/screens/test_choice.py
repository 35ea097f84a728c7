"""The page that offers live choices."""

from dataclasses import replace

import pytest
from cakd_toy.provider import Loft

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.field import Choice
from cakd_tui.core.route import Route
from cakd_tui.core.services import Demo, Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens import choice as choice_page
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.widgets.choice_list import ChoiceList
from tests.tui.screens.shown import Seen, Until, Wizard, answer, button, line, listed, page, shows

pytestmark = [pytest.mark.opens("loft"), pytest.mark.usefixtures("hurried")]
SIZE = (80, 24)
URL = "https://pigeons.example/build?whistle=1"


async def test_choices_stand_in_columns_with_the_unready_ones_marked(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        text = seen(app)
        assert "Coo flies to 2 lofts." in text
        assert line(text, "Old Tower").split() == ["Old", "Tower", "7", "2", "pigeons"]
        assert line(text, "New").index("8") == line(text, "Old").index("7")
        assert "! no grain" in line(text, "New [/tower]")


async def test_wide_letters_keep_the_columns_aligned(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lofts = (Choice("1", "鳩小屋"), Choice("2", "Old Tower"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        columns = [
            option.prompt.cell_length  # type: ignore[union-attr]  # the list draws Content
            for option in app.screen.query_one(ChoiceList).options
        ]
        assert columns[0] == columns[1]


async def test_a_long_name_gives_way_to_what_is_missing(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    number = "900000000000000001"
    loft.lofts = (
        Choice(number, "The very longest name " * 4, "a great deal missing", ready=False),
    )
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        row = line(seen(app), number)
        assert "…" in row
        assert row.endswith("! a great deal missing")


async def test_before_the_answer_the_page_says_what_is_asked(
    app: WizardApp, loft: Loft, seen: Seen
) -> None:
    loft.pause = 5
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "◌  Asking Pigeon what there is." in seen(app)
        assert button(app).disabled


async def test_arrows_move_in_the_list_while_the_input_keeps_the_keys(
    app: WizardApp, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await pilot.press("down", "down")
        assert page(app, ChoicePage).value == "8"
        await pilot.press("up", "7")
        assert answer(app).value == "7"
        assert app.focused is answer(app)


async def test_enter_takes_the_choice_and_remembers_it(
    app: WizardApp, services: Services, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await pilot.press("down", "down", "enter")
        await until(pilot, shows(app, ProjectPage))
    assert app.draft.answers.value("loft") == "8"
    assert app.draft.said["loft"] == "New [/tower]"
    assert services.settings.load("pigeon") == {"loft": "8"}


async def test_a_click_picks_a_line(app: WizardApp, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await pilot.click(ChoiceList, offset=(4, 1))
        await until(pilot, lambda: page(app, ChoicePage).value == "8")


async def test_hundreds_scroll_under_a_page_that_stays(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.lofts = tuple(Choice(str(1000 + number), f"Tower {number}") for number in range(300))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await pilot.press("pagedown", "pagedown", "down")
        await pilot.pause()
        text = seen(app)
        assert f"▸ {page(app, ChoicePage).said(page(app, ChoicePage).value)}" in text
        assert "Tower 0 " not in text
        assert "Which loft gets the alerts?" in text
        assert "Not here?" in text
        assert "Continue" in text


async def test_a_filter_shows_what_matches_and_says_when_nothing_does(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        answer(app).value = "new"
        await pilot.pause()
        assert "Old Tower" not in seen(app)
        assert page(app, ChoicePage).value == "8"
        answer(app).value = "zzz"
        await pilot.pause()
        assert "Nothing here matches that. A loft has a number." in seen(app)
        assert button(app).disabled


async def test_a_typed_answer_that_is_not_in_the_list_can_be_given(
    app: WizardApp, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        answer(app).value = "12"
        await pilot.pause()
        assert "12 is not in the list" in seen(app)
        await pilot.press("enter")
        await until(pilot, shows(app, ProjectPage))
    assert app.draft.answers.value("loft") == "12"
    assert app.draft.said["loft"] == "12"


async def test_the_answer_from_the_environment_is_chosen_and_said(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    app = wizard("loft", services=replace(services, environment={"CAKD_PIGEON_LOFT": "8"}))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await until(pilot, lambda: page(app, ChoicePage).value == "8")
        assert "New [/tower] is chosen, from CAKD_PIGEON_LOFT." in seen(app)


async def test_the_saved_answer_is_chosen_and_said(
    app: WizardApp, services: Services, seen: Seen, until: Until
) -> None:
    services.settings.save("pigeon", {"loft": "8"})
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await until(pilot, lambda: page(app, ChoicePage).value == "8")
        assert "from your saved settings." in seen(app)


async def test_the_invitation_is_copied_and_opened(
    app: WizardApp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(choice_page, "open_link", lambda _app, link, _: opened.append(link.url))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await pilot.press("ctrl+y", "ctrl+o")
    assert app.clipboard == URL
    assert opened == [URL]


async def test_going_back_to_the_page_finds_the_choice_and_the_filter(
    wizard: Wizard, seen: Seen, until: Until
) -> None:
    draft = Draft(Answers().with_value("loft", "8")).with_typed("loft", "tower")
    app = wizard("loft", draft)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        assert page(app, ChoicePage).value == "8"
        assert answer(app).value == "tower"
        await pilot.press("escape")
        await pilot.pause()
        assert app.draft.typed["loft"].reveal() == "tower"


async def test_the_keys_fit_into_a_narrow_footer(app: WizardApp, seen: Seen, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await pilot.press("down")
        await pilot.pause()
        keys = seen(app).splitlines()[-1]
        for word in ("Continue", "Copy", "Open", "Ask again", "Back", "Help", "Quit"):
            assert word in keys


async def test_a_demo_starts_at_what_it_is_about(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    demo = Demo("lame", lambda: "Mended.", "", {"loft": "8"})
    app = wizard("loft", services=replace(services, demo=demo))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        assert page(app, ChoicePage).value == "8"
        assert "○  This demo is about New [/tower]." in seen(app)
        assert not button(app).disabled


async def test_the_page_starts_where_the_projects_saved_route_is_and_warns_elsewhere(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    services.routes.save(Route("ops-lab", "pigeon", {"loft": "8"}))
    app = wizard("loft", Draft(Answers("ops-lab")))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await until(pilot, lambda: page(app, ChoicePage).value == "8")
        assert "○  The saved route is in New [/tower]." in seen(app)
        await pilot.press("up")
        await pilot.pause()
        assert "!  The saved route is in New [/tower]. Here all is set up anew" in seen(app)


@pytest.mark.parametrize("provider", ["owl", "pigeon"])
async def test_a_saved_route_of_another_provider_or_that_cannot_be_read_is_left_aside(
    wizard: Wizard,
    services: Services,
    until: Until,
    provider: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.routes.save(Route("ops-lab", provider, {"loft": "8"}))

    def torn(_: str) -> Route:
        raise RouteStoreError("torn")

    if provider == "pigeon":
        monkeypatch.setattr(services.routes, "load", torn)
    app = wizard("loft", Draft(Answers("ops-lab")))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        assert page(app, ChoicePage).value == ""
