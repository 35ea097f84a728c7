"""What is otherwise in a ledger than in the one before."""

from dataclasses import replace

import pytest

from cakd_tui.core.ledger import Effect, Ledger, Line, Turn
from cakd_tui.tui.why_news import endings, nearest, news_between
from tests.tui.accounts import explained

LEDGER = explained().ledger
FLOCK, OWN = LEDGER.lines
GRANTED, DENIED, NONE = Effect.GRANTED, Effect.DENIED, Effect.NONE
TOWER = "In the tower, in turn"


def line(key: str, label: str, *effects: Effect, remark: str = "", group: str = TOWER) -> Line:
    """A line in the tower that can be turned."""
    return replace(FLOCK, key=key, label=label, effects=effects, remark=remark, group=group)


def ledger(*lines: Line) -> Ledger:
    """A ledger of these lines."""
    return replace(LEDGER, lines=lines)


def story(before: Ledger, after: Ledger) -> str:
    """The news in words; empty for none."""
    found = news_between(before, after)
    return found.story if found else ""


HERE = line("here", "Here", NONE, NONE)
CROW = line("crow", "the crow", NONE, DENIED)


def test_nothing_is_no_news() -> None:
    assert news_between(LEDGER, LEDGER) is None


def test_what_turns_alike_is_said_at_once() -> None:
    both = explained(own=("grain", "wings")).ledger
    assert story(LEDGER, both) == "Grain, Wings · → ✓ for Coo"
    assert story(ledger(CROW), ledger(line("crow", "the crow", GRANTED, NONE))) == (
        "Grain · → ✓, Wings ✗ → · for the crow"
    )


def test_a_line_that_vanished_is_told_and_known_by_what_stood_above_it() -> None:
    found = news_between(ledger(HERE, CROW, OWN), ledger(HERE, OWN))
    assert found
    assert found.story == "the crow is gone"
    assert found.gone == {"here": (CROW,)}
    first = news_between(ledger(CROW, HERE), ledger(HERE))
    assert first
    assert first.gone == {TOWER: (CROW,)}


def test_a_line_without_a_say_that_comes_or_goes_is_told_as_well() -> None:
    idle = line("idle", "Idle", NONE, NONE)
    assert story(ledger(HERE), ledger(HERE, idle)) == "Idle is new"
    assert story(ledger(HERE, idle), ledger(HERE)) == "Idle is gone"


def test_what_stands_for_there_being_none_neither_comes_nor_goes() -> None:
    nobody = replace(HERE, key="nobody", choices=())
    assert news_between(ledger(HERE, nobody), ledger(HERE)) is None


def test_another_place_is_nobodys_change() -> None:
    assert news_between(ledger(FLOCK, CROW), ledger(FLOCK)) is None


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (line("other", "the raven", NONE, NONE), "the crow"),
        (line("other", "the crow", NONE, NONE), "the crow (old)"),
        (line("other", "the crow", NONE, NONE, remark="old"), "the crow (In the tower)"),
    ],
)
def test_two_lines_of_one_name_are_told_apart(other: Line, name: str) -> None:
    crow = replace(CROW, remark="old")
    assert story(ledger(crow, other), ledger(other)) == f"{name} is gone"


def test_of_many_changes_the_first_are_told() -> None:
    many = [line(f"bird:{n}", f"Bird {n}", NONE, NONE) for n in range(5)]
    assert story(ledger(HERE), ledger(HERE, *many)) == (
        "Bird 0 is new; Bird 1 is new; Bird 2 is new; and 2 more"
    )


def test_from_a_line_that_vanished_the_nearest_under_its_heading_is_next() -> None:
    before = ledger(OWN, CROW, HERE)
    assert nearest(before, ledger(OWN, HERE), "crow") == "here"
    assert nearest(before, ledger(OWN), "crow") == "own"
    assert nearest(before, ledger(), "crow") == ""


def test_what_came_in_its_place_is_nearer_than_what_stood_by_it() -> None:
    one, other = replace(CROW, key="chief:1"), replace(CROW, key="chief:2")
    assert nearest(ledger(HERE, one), ledger(HERE, other), "chief:1") == "chief:2"


def test_a_trial_of_a_line_that_stands_for_one_thing_ends_as_one() -> None:
    whole = ledger(replace(CROW, whole=True))
    turn = Turn("crow", "grain", GRANTED)
    assert endings([turn], whole, whole) == "Your trial of the crow ended: it is so now."
