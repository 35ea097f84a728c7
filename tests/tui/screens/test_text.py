"""The page for a plain field."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from cakd_toy.provider import PigeonProvider, read_loft
from textual.pilot import Pilot
from textual.widgets import Button

from cakd_tui.core.field import Field
from cakd_tui.core.reading import Accepted, Reading
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.project import ProjectPage
from cakd_tui.tui.screens.text import TextPage
from cakd_tui.tui.widgets.answer_input import AnswerInput

Wizard = Callable[..., WizardApp]
Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]
SIZE = (80, 24)


def read_storey(text: str) -> Reading:
    """A storey is a number; the first one is damp."""
    reading = read_loft(text)
    if reading == Accepted("1"):
        return Accepted("1", "It is damp down there.")
    return reading


class StoreyProvider(PigeonProvider):
    """Asks one plain question only."""

    fields = (
        Field(
            key="storey",
            title="Storey",
            question="On which storey?",
            help="The higher the safer.",
            placeholder="a number",
            read=read_storey,
            variables=("CAKD_PIGEON_STOREY",),
        ),
    )


@pytest.fixture
def storeys(services: Services) -> Services:
    """A provider with a plain field."""
    return replace(services, provider=StoreyProvider())


def answer(app: WizardApp) -> AnswerInput:
    """The input."""
    return app.screen.query_one(AnswerInput)


async def test_a_refused_text_says_why_and_keeps_the_page(
    wizard: Wizard, storeys: Services, seen: Seen
) -> None:
    app = wizard(services=storeys)
    async with app.run_test(size=SIZE) as pilot:
        assert isinstance(app.screen, TextPage)
        answer(app).value = "attic"
        await pilot.pause()
        assert "✗  A loft has a number." in seen(app)
        assert app.screen.query_one("#primary-button", Button).disabled


async def test_an_empty_line_is_not_scolded(wizard: Wizard, storeys: Services, seen: Seen) -> None:
    app = wizard(services=storeys)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "✗" not in seen(app)
        assert "Type the answer above." in seen(app)


async def test_a_doubt_is_said_and_the_answer_is_given_and_remembered(
    wizard: Wizard, storeys: Services, seen: Seen, until: Until
) -> None:
    app = wizard(services=storeys)
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = " 1 "
        await pilot.pause()
        assert "!  It is damp down there." in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ProjectPage))
    assert app.draft.answers.value("storey") == "1"
    assert app.draft.said["storey"] == "1"
    assert storeys.settings.load("pigeon") == {"storey": "1"}


async def test_a_found_answer_stands_there_with_its_source(
    wizard: Wizard, storeys: Services, seen: Seen, until: Until
) -> None:
    app = wizard(services=replace(storeys, environment={"CAKD_PIGEON_STOREY": "4"}))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: answer(app).value == "4")
        assert "From CAKD_PIGEON_STOREY." in seen(app)


async def test_what_was_typed_before_counts_before_what_is_found(
    wizard: Wizard, storeys: Services, until: Until
) -> None:
    here = replace(storeys, environment={"CAKD_PIGEON_STOREY": "4"})
    app = wizard(draft=Draft().with_typed("storey", "5"), services=here)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert answer(app).value == "5"
