"""Pauses grow, stay bounded, and are drawn from all of their span."""

import pytest

from cakd_tui.agent.backoff import FIRST, LONGEST, pause, random_pause


@pytest.mark.parametrize(
    ("failures", "longest"), [(1, FIRST), (2, 2.0), (3, 4.0), (6, 32.0), (7, LONGEST)]
)
def test_each_failure_doubles_the_longest_pause(failures: int, longest: float) -> None:
    assert pause(failures, 1.0) == longest
    assert pause(failures, 0.5) == longest / 2
    assert pause(failures, 0.0) == 0.0


def test_no_number_of_failures_makes_it_longer_than_the_longest() -> None:
    assert pause(10**9, 1.0) == LONGEST


def test_pauses_by_chance_differ_and_stay_within_the_span() -> None:
    drawn = [random_pause(7) for _ in range(200)]
    assert len(set(drawn)) > 190
    assert min(drawn) < LONGEST * 0.2
    assert LONGEST * 0.8 < max(drawn) <= LONGEST
