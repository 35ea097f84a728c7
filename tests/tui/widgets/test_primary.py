"""The one thing to do on a page: a button, and why it can't be pressed yet."""

from cakd_tui.tui.widgets.primary import Primary
from tests.tui.widgets.alone import Alone


async def test_a_press_is_heard_as_a_choice_and_as_nothing_else() -> None:
    primary = Primary("Create 3 things")
    app = Alone(primary)
    async with app.run_test() as pilot:
        await pilot.click("#primary-button")
        await pilot.pause()
        assert [type(message) for message in app.heard] == [Primary.Chosen]


async def test_while_something_hinders_it_it_can_not_be_pressed_and_says_why() -> None:
    primary = Primary("Continue", "Paste it [/above].")
    app = Alone(primary)
    async with app.run_test() as pilot:
        assert primary.hindrance == "Paste it [/above]."
        assert "Paste it [/above]." in app.shown[0]
        await pilot.click("#primary-button")
        await pilot.pause()
        assert app.heard == []


async def test_it_opens_and_closes_with_the_reason() -> None:
    primary = Primary("Continue", "Paste it above.")
    app = Alone(primary)
    async with app.run_test() as pilot:
        primary.gate("")
        await pilot.pause()
        assert app.shown[0].strip() == "Continue"
        await pilot.click("#primary-button")
        primary.gate("It is being asked.")
        await pilot.pause()
        assert "It is being asked." in app.shown[0]
        await pilot.click("#primary-button")
        await pilot.pause()
        assert len(app.heard) == 1


async def test_another_verb_is_said_as_it_is_and_the_keyboard_presses_it() -> None:
    primary = Primary("Continue")
    app = Alone(primary)
    async with app.run_test() as pilot:
        primary.relabel("Try [/again]")
        app.set_focus(None)
        primary.focus_button()
        await pilot.press("enter")
        await pilot.pause()
        assert app.shown[0].strip() == "Try [/again]"
        assert len(app.heard) == 1
