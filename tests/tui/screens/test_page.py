"""What all pages share: the two ways to leave, an enter that is meant, and a quiet footer."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import ClassVar

import pytest
from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft, Mark, stations, stops
from cakd_tui.tui.screens import page as page_module
from cakd_tui.tui.screens.page import Answered, Back, Page
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.rail import Rail


class Bare(Page):
    """A page with a key of its own that is offered now and then."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "stop", "Stop")]
    question = "What [/now]?"
    reason = "It is asked."
    offers_stop = False
    drawn = 0

    def body(self) -> Iterable[Widget]:
        return ()

    def action_stop(self) -> None: ...

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "stop":
            return self.offers_stop
        return super().check_action(action, parameters)

    def refresh_bindings(self) -> None:
        self.drawn += 1
        super().refresh_bindings()


class Else(Message):
    """Something else that is said to a page."""


class Host(App[None]):
    """Shows the page, and keeps what it posts."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.heard: list[Message] = []

    def on_mount(self) -> None:
        self.push_screen(self._page)

    @on(Answered)
    @on(Back)
    def _hear(self, message: Message) -> None:
        self.heard.append(message)


@pytest.fixture
def bare(services: Services) -> Callable[[int], Bare]:
    """Makes the page that stands at this place of the way."""

    def made(position: int) -> Bare:
        way = stations(stops(services.provider), position, Draft())
        return Bare(Visit(services, services.provider.connect(), Draft(), way))

    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that moves on when it is told to."""
    now = [100.0]
    monkeypatch.setattr(page_module, "monotonic", lambda: now[0])
    monkeypatch.setattr(Page, "SETTLE", 0.5)

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    return pass_by


Clock = Callable[[float], None]


async def test_an_enter_right_after_the_page_came_is_not_for_it(
    bare: Callable[[int], Bare], clock: Clock
) -> None:
    page = bare(1)
    async with Host(page).run_test():
        clock(0.4)
        assert not page.enter_is_meant()
        clock(0.5)
        assert page.enter_is_meant()


async def test_an_enter_held_down_is_never_meant_and_letting_go_makes_the_next_one_so(
    bare: Callable[[int], Bare], clock: Clock
) -> None:
    page = bare(1)
    async with Host(page).run_test():
        for _ in range(50):
            clock(0.03)
            assert not page.enter_is_meant()
        clock(0.6)
        assert page.enter_is_meant()
        clock(0.1)
        assert not page.enter_is_meant()


async def test_the_first_page_takes_an_enter_at_once(
    bare: Callable[[int], Bare], clock: Clock
) -> None:
    del clock
    page = bare(0)
    async with Host(page).run_test():
        assert page.enter_is_meant()
        assert not page.enter_is_meant()


async def test_an_enter_that_did_nothing_yet_is_held_down_all_the_same(
    bare: Callable[[int], Bare], clock: Clock
) -> None:
    page = bare(1)
    async with Host(page).run_test() as pilot:
        clock(5)
        await pilot.press("enter")
        clock(0.1)
        assert not page.enter_is_meant()


async def test_an_enter_that_took_away_what_lay_over_the_page_is_not_for_it(
    bare: Callable[[int], Bare], clock: Clock
) -> None:
    page = bare(1)
    app = Host(page)
    async with app.run_test() as pilot:
        clock(5)
        over = bare(1)
        app.push_screen(over)
        await pilot.pause()
        clock(5)
        over.dismiss()
        assert not page.enter_is_meant()  # it may not have heard yet that it is on top again
        await pilot.pause()
        clock(0.4)
        assert not page.enter_is_meant()
        clock(0.6)
        assert page.enter_is_meant()


@pytest.mark.parametrize("second", [Answered, Back])
async def test_a_page_is_left_once(
    bare: Callable[[int], Bare], second: type[Answered] | type[Back]
) -> None:
    page = bare(1)
    app = Host(page)
    async with app.run_test() as pilot:
        first = Answered(Draft(special="first"))
        assert page.post_message(first)
        assert not page.post_message(second(Draft(special="second")))
        await pilot.pause()
        assert app.heard == [first]


async def test_going_back_is_leaving_too(bare: Callable[[int], Bare]) -> None:
    app = Host(page := bare(1))
    async with app.run_test() as pilot:
        page.action_back()
        assert not page.post_message(Answered(Draft()))
        await pilot.pause()
        assert [type(message) for message in app.heard] == [Back]


async def test_a_page_that_is_left_still_hears_what_else_is_said(
    bare: Callable[[int], Bare],
) -> None:
    page = bare(1)
    async with Host(page).run_test():
        page.post_message(Answered(Draft()))
        assert page.post_message(Else())


@pytest.mark.parametrize(("position", "heard"), [(0, []), (1, [Back])])
async def test_escape_goes_back_except_from_the_first_page(
    bare: Callable[[int], Bare], position: int, heard: list[type[Message]]
) -> None:
    app = Host(bare(position))
    async with app.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert [type(message) for message in app.heard] == heard


async def test_the_footer_is_drawn_anew_only_where_its_keys_differ(
    bare: Callable[[int], Bare],
) -> None:
    page = bare(1)
    async with Host(page).run_test():
        page.refresh_keys()
        page.drawn = 0
        page.refresh_keys()
        assert page.drawn == 0
        page.offers_stop = True
        page.refresh_keys()
        page.refresh_keys()
        assert page.drawn == 1
        page.offers_stop = False
        page.refresh_keys()
        assert page.drawn == 2


async def test_the_pages_own_keys_come_first_and_everybodys_last(
    bare: Callable[[int], Bare],
) -> None:
    page = bare(1)
    page.offers_stop = True
    async with Host(page).run_test():
        shown = [each.binding for each in page.active_bindings.values() if each.binding.show]
        actions = [binding.action for binding in shown]
        assert actions.index("stop") < actions.index("back") < actions.index("app.help")


async def test_a_failure_is_marked_in_the_rail_and_taken_back(
    bare: Callable[[int], Bare],
) -> None:
    page = bare(3)
    async with Host(page).run_test() as pilot:
        page.mark_failed(True)
        await pilot.pause()
        assert page.draft.failed == {"checks"}
        assert "✗ Checks" in str(page.query_one(Rail).query_one("#rail-line", Static).content)
        page.mark_failed(False)
        await pilot.pause()
        assert page.draft.failed == frozenset()
        assert page.way[3].mark is Mark.HERE
        assert "● Checks" in str(page.query_one(Rail).query_one("#rail-line", Static).content)


async def test_only_the_sentence_that_differs_is_said_anew(
    bare: Callable[[int], Bare], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = bare(1)
    async with Host(page).run_test():
        said: list[str] = []
        monkeypatch.setattr(Static, "update", lambda _, text="": said.append(str(text)))
        page.say_question("What [/now]?", "It is asked [/again].")
        assert said == ["It is asked [/again]."]


async def test_a_question_is_never_read_as_markup(bare: Callable[[int], Bare]) -> None:
    page = bare(1)
    async with Host(page).run_test():
        assert str(page.query_one("#question", Static).render()) == "What [/now]?"


async def test_the_masthead_names_the_project(services: Services) -> None:
    draft = Draft()
    draft = replace(draft, answers=draft.answers.with_project("ops-lab"))
    way = stations(stops(services.provider), 3, draft)
    page = Bare(Visit(services, services.provider.connect(), draft, way))
    async with Host(page).run_test():
        texts = [str(each.render()) for each in page.query(Static)]
        assert any("ops-lab" in text for text in texts)
