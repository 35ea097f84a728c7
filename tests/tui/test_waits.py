"""Which wait is shown, whoever waits."""

from cakd_tui.core.countdown import Countdown
from cakd_tui.core.events import Waiting
from cakd_tui.tui.waits import Asking, Waits


def wait(until: float) -> Countdown:
    return Countdown(Waiting(until, f"until {until}"), until)


def asking(waits: Waits, asker: str = "checks") -> Asking:
    """What somebody says along with a wait."""
    return Asking(asker, waits.numbers.get(asker, 0), waits.hurries)


def test_the_wait_that_ends_last_is_shown_until_it_is_over() -> None:
    waits = Waits().asked("checks").asked("test")
    waits = waits.told(asking(waits), wait(5)).told(asking(waits, "test"), wait(9))
    waits = waits.told(asking(waits, "test"), wait(7))
    assert waits.shown(0) == wait(9)
    assert waits.shown(8.5) == wait(9)
    assert waits.shown(9) is None


def test_an_answer_ends_the_waits_of_who_asked() -> None:
    waits = Waits().asked("checks").asked("test")
    waits = waits.told(asking(waits), wait(5)).told(asking(waits, "test"), wait(9))
    assert waits.asked("test").shown(0) == wait(5)


def test_what_is_told_too_late_counts_no_more() -> None:
    asked = Waits().asked("checks")
    assert asked.asked("checks").told(asking(asked), wait(5)).shown(0) is None
    assert Waits().told(Asking("nobody", 1, 0), wait(5)).shown(0) is None


def test_a_hurry_ends_all_waits_and_those_still_on_their_way() -> None:
    asked = Waits().asked("checks")
    hurried = asked.told(asking(asked), wait(5)).hurried()
    assert hurried.shown(0) is None
    assert hurried.told(asking(asked), wait(6)).shown(0) is None
    assert hurried.told(asking(hurried), wait(7)).shown(0) == wait(7)
