"""The words of a card: state, colour, since when and how long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cakd_tui.discord.card_words import colour, span, state, times
from tests.discord.alerts import firing, resolved

RED, ORANGE, AMBER, BLUE, GREY, GREEN = 0xE5484D, 0xF76B15, 0xFFB224, 0x3E90F0, 0x8B949E, 0x30A46C


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("critical", RED),
        ("Critical ", RED),
        ("page", RED),
        ("error", ORANGE),
        ("warning", AMBER),
        ("info", BLUE),
        ("none", GREY),
        ("", RED),
        ("purple", RED),
    ],
)
def test_what_fires_has_the_colour_of_its_severity(severity: str, expected: int) -> None:
    assert colour(firing(severity=severity)) == expected


def test_what_is_over_is_green_and_says_so() -> None:
    assert colour(resolved()) == GREEN
    assert state(resolved()) == "✓ Resolved"
    assert state(firing()) == "▲ Firing"


def test_what_fires_says_since_when() -> None:
    assert times(firing()) == "Since <t:1795416107:F>, <t:1795416107:R>"


def test_what_is_over_says_how_long_it_lasted() -> None:
    assert times(resolved(after=timedelta(minutes=12, seconds=30))) == (
        "Lasted **12 min 30 s**, since <t:1795416107:F>, resolved <t:1795416857:R>"
    )


def test_a_moment_before_1970_is_one_too() -> None:
    early = replace(firing(), starts_at=datetime(1969, 1, 1, tzinfo=UTC))
    assert times(early).startswith("Since <t:-31536000:F>")


def test_a_start_that_nobody_set_is_left_out() -> None:
    unset = datetime(1, 1, 1, tzinfo=UTC)
    assert times(replace(firing(), starts_at=unset)) == ""
    over = replace(resolved(after=timedelta(minutes=12)), starts_at=unset)
    assert times(over) == "Resolved <t:1795416827:R>"


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(seconds=-5), "less than 1 s"),
        (timedelta(milliseconds=900), "less than 1 s"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=12, seconds=30), "12 min 30 s"),
        (timedelta(hours=1, seconds=59), "1 h"),
        (timedelta(hours=3, minutes=12, seconds=5), "3 h 12 min"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=40, hours=4, minutes=7), "40 d 4 h"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(duration: timedelta, said: str) -> None:
    assert span(duration) == said


def test_what_fires_has_not_ended_whatever_its_end_says() -> None:
    assert times(replace(firing(), ends_at=resolved().ends_at)) == times(firing())


def test_what_is_over_without_an_end_says_since_when() -> None:
    assert times(replace(firing(), firing=False)) == times(firing())
