"""The page that asks for a secret."""

from dataclasses import replace

import pytest
from cakd_toy.provider import Loft
from textual.events import Paste

from cakd_tui.core.answers import Answers
from cakd_tui.core.field import Identity
from cakd_tui.core.services import Demo, Services
from cakd_tui.core.stream import Emit
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens import secret as secret_page
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.secret import SecretPage
from cakd_tui.tui.widgets.card import Card
from tests.tui.screens.shown import Held, Seen, Until, Wizard, answer, is_open, page, shows

pytestmark = pytest.mark.usefixtures("hurried")
SIZE = (80, 24)


async def test_nothing_typed_says_where_it_is_had_and_waits(wizard: Wizard, seen: Seen) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Nothing in CAKD_PIGEON_WHISTLE or the keyring so far." in seen(app)
        assert "https://pigeons.example/door" in seen(app)
        assert "Paste it above." in seen(app)
        assert not is_open(app)


async def test_nobody_is_asked_before_the_first_frame(wizard: Wizard, until: Until) -> None:
    app = wizard(draft=Draft().with_typed("whistle", "sesame"))
    asked: list[bool] = []
    identity = app.connection.identity

    async def ask(field: str, answers: Answers, emit: Emit) -> Identity:
        asked.append(bool(app.screen.query_one("#question").region))
        return await identity(field, answers, emit)

    app.connection.identity = ask  # type: ignore[method-assign]  # a spy
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(asked))
    assert asked == [True]


async def test_a_paste_says_whose_it_is_and_where_it_will_be_kept(
    wizard: Wizard, seen: Seen, until: Until
) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).post_message(Paste("\n  sesame\n"))
        await until(pilot, lambda: is_open(app))
        text = seen(app)
        assert "✓  Coo, a pigeon of the old tower" in text
        assert "Will be kept in the test's keyring, item cakd/pigeon." in text
        assert "[ ] for this run only" in text
        assert "sesame" not in text


async def test_each_keystroke_is_read_and_only_a_pause_asks(
    wizard: Wizard, seen: Seen, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SecretPage, "SETTLED", 0.03)
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert "A whistle is longer: paste all of it." in seen(app)
        assert not is_open(app)
        await pilot.press("b", "c")
        await until(pilot, lambda: is_open(app))
        assert page(app, SecretPage).state.identity is not None


async def test_a_soft_doubt_is_said_and_hinders_nothing(
    wizard: Wizard, seen: Seen, until: Until
) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame1"
        await until(pilot, lambda: is_open(app))
        assert "!  A whistle rarely has a digit." in seen(app)


async def test_what_is_worth_knowing_about_the_owner_is_said(
    wizard: Wizard, loft: Loft, seen: Seen, until: Until, held: Held
) -> None:
    loft.remarks = ("It flies [/for] a team.",)
    app = wizard()
    release = held(app.connection, "identity")
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await pilot.press("enter")
        await until(pilot, lambda: page(app, SecretPage).state.eager)
        release.set()
        await until(pilot, lambda: is_open(app))
        assert "!  It flies [/for] a team." in seen(app)
        assert isinstance(app.screen, SecretPage)


async def test_enter_before_the_answer_goes_on_as_soon_as_it_comes(
    wizard: Wizard, seen: Seen, until: Until, held: Held
) -> None:
    app = wizard()
    release = held(app.connection, "identity")
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await pilot.press("enter")
        await until(pilot, lambda: page(app, SecretPage).state.eager)
        assert "Asking Pigeon whose it is." in seen(app)
        assert "Goes on by itself when Pigeon has answered." in seen(app)
        release.set()
        await until(pilot, shows(app, ChoicePage))
    assert app.draft.said["whistle"] == "Coo"


async def test_enter_twice_in_a_hurry_leaves_one_page_only(
    wizard: Wizard, services: Services, until: Until
) -> None:
    app = wizard(services=replace(services, environment={"CAKD_PIGEON_WHISTLE": "sesame"}))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: is_open(app))
        shown = page(app, SecretPage)
        shown.confirm()
        shown.confirm()
        await pilot.pause()
        await pilot.pause()
        assert app.position == 1


async def test_a_refused_secret_keeps_the_page_and_is_not_asked_about_again(
    wizard: Wizard, seen: Seen, until: Until
) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "wrong"
        await until(pilot, lambda: bool(app.screen.query(Card)))
        assert "the pigeons don't know this whistle" in seen(app)
        assert "Pigeon does not accept it: paste another one above." in seen(app)
        assert not is_open(app)
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app) and not app.screen.query(Card))


async def test_an_unreachable_service_is_asked_again_by_itself(
    wizard: Wizard, loft: Loft, seen: Seen, until: Until
) -> None:
    loft.away = True
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: bool(app.screen.query(Card)))
        assert "the loft does not answer" in seen(app)
        assert "Not answered yet: it is asked again every few seconds." in seen(app)
        loft.away = False
        await until(pilot, lambda: is_open(app))
        assert "the loft does not answer" not in seen(app)


async def test_asking_again_is_a_key_away(
    wizard: Wizard, loft: Loft, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SecretPage, "AGAIN", 60)
    loft.away = True
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: bool(app.screen.query(Card)))
        loft.away = False
        await pilot.press("f5")
        await until(pilot, lambda: is_open(app))


async def test_going_back_to_the_page_finds_what_was_typed(wizard: Wizard, until: Until) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app))
        await pilot.press("ctrl+k", "enter")
        await until(pilot, shows(app, ChoicePage))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SecretPage) and is_open(app))
        assert answer(app).value == "sesame"
        assert answer(app).password
        assert not page(app, SecretPage).state.keep


async def test_the_text_is_masked_until_it_is_revealed(
    wizard: Wizard, seen: Seen, until: Until
) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await until(pilot, lambda: is_open(app))
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "sesame" in seen(app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "sesame" not in seen(app)


async def test_a_masked_text_is_neither_copied_nor_cut(wizard: Wizard) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await pilot.press("ctrl+shift+a", "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        assert answer(app).value == "sesame"
        await pilot.press("ctrl+r", "ctrl+c")
        assert app.clipboard == "sesame"


async def test_the_place_where_it_is_had_is_opened(
    wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(secret_page, "open_link", lambda _app, link, _: opened.append(link.url))
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+o")
    assert opened == ["https://pigeons.example/door"]


async def test_a_demo_pastes_its_own_secret(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    demo = Demo("ready", lambda: "Mended.", "demo.whistle.abc")
    app = wizard(services=replace(services, demo=demo))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "This is a demo: ctrl+d pastes one that works here." in seen(app)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: is_open(app))
        assert answer(app).value == "demo.whistle.abc"


async def test_outside_a_demo_ctrl_d_only_edits(wizard: Wizard) -> None:
    app = wizard()
    async with app.run_test(size=SIZE) as pilot:
        answer(app).value = "sesame"
        await pilot.press("home", "ctrl+d")
        assert answer(app).value == "esame"


async def test_the_keys_fit_into_the_footer_of_a_narrow_demo(
    wizard: Wizard, services: Services, seen: Seen, until: Until
) -> None:
    demo = Demo("ready", lambda: "Mended.", "demo.whistle.abc")
    app = wizard(services=replace(services, demo=demo))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d")
        await until(pilot, lambda: is_open(app))
        await pilot.pause()
        keys = seen(app).splitlines()[-1]
        for word in ("Continue", "Keep or not", "Reveal", "Open", "Help", "Quit"):
            assert word in keys


async def test_the_fix_of_a_demo_is_offered_once_there_is_something_to_mend(
    wizard: Wizard, services: Services, loft: Loft, seen: Seen, until: Until
) -> None:
    def mend() -> str:
        loft.away = False
        return "Mended."

    loft.away = True
    demo = Demo("away", mend, "demo.whistle.abc")
    app = wizard(services=replace(services, demo=demo))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        assert loft.away
        assert "F2" not in seen(app)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: "F2 Fix it" in seen(app))
        await pilot.press("f2", "f5")
        await until(pilot, lambda: is_open(app))
        assert "F2" not in seen(app).splitlines()[-1]
