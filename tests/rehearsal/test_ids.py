from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.rehearsal.ids import Snowflakes, birth, is_snowflake


def test_two_runs_give_the_same_ids() -> None:
    first, second = Snowflakes(), Snowflakes()
    assert [first.new() for _ in range(5)] == [second.new() for _ in range(5)]


def test_ids_rise_and_never_repeat() -> None:
    source = Snowflakes()
    ids = [int(source.new()) for _ in range(1000)]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("snowflake", "moment"),
    [
        ("175928847299117063", datetime(2016, 4, 30, 11, 18, 25, 796000, UTC)),
        ("1000000000000000000", datetime(2022, 7, 22, 11, 22, 59, 101000, UTC)),
    ],
)
def test_an_id_tells_its_birth(snowflake: str, moment: datetime) -> None:
    assert birth(snowflake) == moment


def test_new_ids_were_not_born_in_the_future() -> None:
    assert birth(Snowflakes().new()) < datetime(2026, 10, 1, tzinfo=UTC)


@given(st.integers(0, 2**64 - 1))
def test_every_64_bit_number_is_a_snowflake(number: int) -> None:
    assert is_snowflake(str(number))


@pytest.mark.parametrize(
    "text", ["", "abc", "01", "-1", "+1", " 1", "1 ", "１２", "1_0", str(2**64), "9" * 5000]
)
def test_other_texts_are_no_snowflakes(text: str) -> None:
    assert not is_snowflake(text)
