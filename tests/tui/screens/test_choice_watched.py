"""The list of choices while the world around it changes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from cakd_toy.provider import LOFTS, Loft

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.field import Choice, Choices
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.widgets.card import Card
from tests.tui.screens.shown import Seen, Until, Wizard, answer, button, line, listed, page, shows

pytestmark = [pytest.mark.opens("loft"), pytest.mark.usefixtures("hurried")]
SIZE = (80, 24)
ROOF = Choice("9", "Roof", "1 pigeon")
URL = "https://pigeons.example/build?whistle=1"


class FullDisk:
    """Settings that can't be saved."""

    def load(self, provider: str) -> Mapping[str, str]:
        return {}

    def save(self, provider: str, values: Mapping[str, str]) -> None:
        raise RouteStoreError("open settings.yaml: no space left on device")


def failed(app: WizardApp) -> Callable[[], bool]:
    """Whether the service has failed to answer."""
    return lambda: isinstance(app.screen, ChoicePage) and app.screen.state.failure is not None


async def test_with_nothing_to_choose_the_invitation_is_the_page(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.empty = True
    loft.remarks = ("The tower is private: only its owner can use the link.",)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "watching for it to appear, asked" in seen(app))
        text = seen(app)
        assert "Coo has no loft yet." in text
        assert URL in text
        assert "!  The tower is private" in text
        assert "Goes on when there is one." in text


async def test_the_first_one_to_appear_is_pointed_out_and_chosen(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.empty = True
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        loft.empty = False
        await until(pilot, lambda: page(app, ChoicePage).state.row is not None)
        assert "Old Tower is new here, and chosen." in seen(app)
        assert not button(app).disabled


async def test_a_list_that_grows_does_not_disturb_the_operator(
    app: WizardApp, loft: Loft, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChoicePage, "REFRESH", 0.02)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        await pilot.press("down", "down")
        loft.lofts = (ROOF, *LOFTS)
        await until(pilot, lambda: len(page(app, ChoicePage).state.rows) == 3)
        text = seen(app)
        assert page(app, ChoicePage).value == "8"
        assert "Roof is new here." in text
        assert "new  1 pigeon" in line(text, "Roof  ")
        assert "Coo flies to 3 lofts." in text


async def test_what_is_typed_stays_while_the_list_refreshes(
    app: WizardApp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChoicePage, "REFRESH", 0.02)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        answer(app).value = "new"
        before = page(app, ChoicePage).state.choices
        await until(pilot, lambda: page(app, ChoicePage).state.choices is not before)
        assert answer(app).value == "new"
        assert page(app, ChoicePage).value == "8"


async def test_a_service_that_does_not_answer_is_explained_and_asked_again(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.away = True
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, failed(app))
        await until(pilot, lambda: bool(app.screen.query(Card)))
        assert "the loft does not answer" in seen(app)
        loft.away = False
        await until(pilot, listed(app))
        await until(pilot, lambda: not app.screen.query(Card))


async def test_a_refresh_that_fails_keeps_the_list(
    app: WizardApp, loft: Loft, seen: Seen, until: Until
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, listed(app))
        loft.away = True
        await pilot.press("f5")
        await until(pilot, failed(app))
        text = seen(app)
        assert "Old Tower" in text
        assert "! no answer" in text
        assert not app.screen.query(Card)


async def test_settings_that_cannot_be_saved_are_only_told(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    app = wizard("loft", services=replace(services, settings=FullDisk()))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, listed(app))
        await pilot.press("down", "enter")
        await until(pilot, shows(app, ProjectPage))
        await until(pilot, lambda: "no space left on device" in seen(app))


async def test_a_held_f5_asks_one_question_at_a_time(
    app: WizardApp, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, asked = asyncio.Event(), list[str]()

    async def choices(field: str, answers: Answers, emit: Emit) -> Choices:
        del answers, emit
        asked.append(field)
        await release.wait()
        return Choices((ROOF,), "One loft.")

    monkeypatch.setattr(app.connection, "choices", choices)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(asked))
        page(app, ChoicePage).state = replace(
            page(app, ChoicePage).state, choices=Choices((), "None yet.")
        )
        await pilot.press("f5", "f5", "f5")
        assert len(asked) == 1
        release.set()
        await until(pilot, lambda: page(app, ChoicePage).value == ROOF.value)
        await pilot.press("f5")
        await until(pilot, lambda: len(asked) == 2)


async def test_a_choice_that_is_offered_twice_is_listed_once(
    app: WizardApp, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def choices(field: str, answers: Answers, emit: Emit) -> Choices:
        del field, answers, emit
        return Choices((ROOF, replace(ROOF, label="Roof, again")), "Two of one.")

    monkeypatch.setattr(app.connection, "choices", choices)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Roof" in seen(app))
        assert "Roof, again" not in seen(app)
