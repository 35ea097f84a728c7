"""The limit for all requests: no request before its end, and an even pace after it."""

from itertools import pairwise

import pytest

from cakd_tui.discord.http.gate import Gate


def test_as_long_as_nothing_was_refused_everything_goes_at_once() -> None:
    gate = Gate()
    assert [gate.turn(10.0) for _ in range(200)] == [10.0] * 200


def test_after_a_refusal_nothing_goes_before_its_end_and_then_evenly() -> None:
    gate = Gate()
    gate.close(12.0)
    turns = [gate.turn(10.0) for _ in range(91)]
    assert turns[0] == 12.0
    assert turns[-1] == pytest.approx(14.0)
    assert all(before < after for before, after in pairwise(turns))


def test_an_earlier_end_changes_nothing() -> None:
    gate = Gate()
    gate.close(12.0)
    gate.turn(10.0)
    gate.close(11.0)
    assert gate.opens_at == 12.0
    assert gate.turn(10.0) > 12.0


def test_a_later_end_makes_earlier_turns_void() -> None:
    gate = Gate()
    gate.close(12.0)
    assert gate.turn(10.0) == 12.0
    gate.close(13.0)
    assert gate.turn(10.0) == 13.0


def test_a_pause_costs_no_turns_later() -> None:
    gate = Gate()
    gate.close(12.0)
    gate.turn(10.0)
    assert gate.turn(30.0) == 30.0


def test_after_a_minute_without_refusals_the_pace_is_free_again() -> None:
    gate = Gate()
    gate.close(12.0)
    assert [gate.turn(72.5) for _ in range(3)] == [72.5] * 3
