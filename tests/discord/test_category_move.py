"""Where a channel lies, and that it lies elsewhere than was noted."""

import pytest

from cakd_tui.core.route import Remembered
from cakd_tui.discord.category_move import Move, move_of, place_of
from cakd_tui.discord.http.models import TEXT_CHANNEL, Channel

NAMES = {"50": "Operations", "51": "Lounge"}


def lying(parent: int | None) -> Channel:
    return Channel(10, TEXT_CHANNEL, 1, "alerts-api", parent_id=parent)


def noted(place: str | None) -> Remembered:
    return Remembered("channel", "10", "alerts-api", made=True, place=place)


def test_a_place_is_the_categorys_id_and_empty_outside_of_any() -> None:
    assert (place_of(lying(50)), place_of(lying(None))) == ("50", "")


@pytest.mark.parametrize(
    ("known", "parent"), [(None, 50), (noted(None), 50), (noted("50"), 50), (noted(""), None)]
)
def test_what_lies_where_it_was_noted_or_was_noted_nowhere_has_not_moved(
    known: Remembered | None, parent: int | None
) -> None:
    assert move_of(known, lying(parent), NAMES) is None


@pytest.mark.parametrize(
    ("place", "parent", "move"),
    [
        (
            "50",
            51,
            Move("Operations", "Lounge", "drag #alerts-api into the category Operations"),
        ),
        ("", 51, Move("no category", "Lounge", "drag #alerts-api out of the category Lounge")),
        ("", 9, Move("no category", "another category", "drag #alerts-api out of its category")),
        (
            "50",
            None,
            Move("Operations", "no category", "drag #alerts-api into the category Operations"),
        ),
        ("8", None, Move("a deleted category", "no category")),
        ("9", None, Move("another category", "no category")),
    ],
)
def test_a_move_is_told_with_the_way_back_where_there_is_one(
    place: str, parent: int | None, move: Move
) -> None:
    assert move_of(noted(place), lying(parent), NAMES, gone=("8",)) == move
