"""A wait in words, second by second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.countdown import Countdown
from cakd_tui.core.events import Waiting

HAWK = Waiting(3, "A hawk circles")
STORM = Waiting(12, "The harbour asks for a pause (its storm)", strict=True)


@pytest.mark.parametrize(
    ("waiting", "passed", "text"),
    [
        (HAWK, 0.0, "A hawk circles. Again in 3 s"),
        (HAWK, 1.2, "A hawk circles. Again in 2 s"),
        (HAWK, 3.0, "A hawk circles. Again in 0 s"),
        (STORM, 0.0, "The harbour asks for a pause (its storm): 12 s"),
        (STORM, 3.5, "The harbour asks for a pause (its storm):  9 s"),
    ],
)
def test_it_says_the_reason_and_the_seconds_left(
    waiting: Waiting, passed: float, text: str
) -> None:
    assert Countdown.begun(waiting, 100.0).text(100.0 + passed) == text


@given(st.floats(0.01, 900), st.floats(0, 1e6), st.floats(0, 1000))
def test_it_keeps_its_length_and_ends_in_time(seconds: float, now: float, passed: float) -> None:
    wait = Countdown.begun(Waiting(seconds, "x"), now)
    assert len(wait.text(now + passed)) == len(wait.text(now))
    assert 0 <= wait.left(now + passed) <= wait.left(now)
    assert wait.left(now + seconds + 0.1) == 0


def test_waits_for_the_same_reason_that_end_together_are_one() -> None:
    wait = Countdown.begun(HAWK, 0.0)
    assert wait.covers(Countdown.begun(HAWK, 0.1))
    assert not wait.covers(Countdown.begun(HAWK, 1.0))
    assert not wait.covers(Countdown.begun(Waiting(3, "A storm"), 0.0))
    assert not wait.covers(Countdown.begun(Waiting(3, HAWK.reason, strict=True), 0.0))
