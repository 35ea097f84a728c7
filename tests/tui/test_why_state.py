"""A ledger while it is looked at."""

from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.tui.why_state import WhyState
from tests.tui.accounts import explained

WINGS = WhyState.about(explained(), "wings")


def test_it_begins_at_the_line_that_decided() -> None:
    assert WhyState.about(explained(own=("wings",)), "wings").row == "own"
    assert WhyState.about(explained(), "grain").row == "flock"


def test_where_nothing_decided_it_begins_at_the_line_to_change() -> None:
    assert WINGS.row == "own"


def test_the_cursor_goes_as_far_as_the_matrix() -> None:
    assert WINGS.moved(-1).row == "flock"
    assert WINGS.moved(9).row == "own"
    assert WINGS.moved(-9).row == "flock"
    assert WINGS.moved(0, -5).column == "grain"
    assert WINGS.moved(0, 5).column == "wings"


def test_a_trial_turns_a_check_and_the_truth_stays() -> None:
    state = WINGS.turned()
    assert state.turns == {Turn("own", "wings", Effect.GRANTED)}
    assert state.account.allowed
    assert state.would_turn() == (("Wings", "✗ fails → ✓ passes"),)
    assert not state.real.accounts[1].allowed
    assert not state.back_to_reality().turns


def test_a_cell_turned_twice_is_back_where_it_was() -> None:
    assert WINGS.turned().turned() == WINGS


def test_a_trial_that_changes_nothing_turns_no_check() -> None:
    state = WhyState.about(explained(own=("grain",)), "grain").turned()
    assert state.turns
    assert state.would_turn() == ()


def test_what_changed_at_the_provider_is_the_news() -> None:
    state = WINGS.told(explained(own=("wings",)))
    assert state.news == {("own", "wings")}
    assert state.story == "Just now: Wings is granted in Coo."
    assert state.account.allowed


def test_what_is_taken_away_is_news_as_well() -> None:
    state = WhyState.about(explained(own=("wings",)), "wings").told(explained())
    assert state.story == "Just now: Wings has no effect any more in Coo."


def test_a_round_that_finds_nothing_new_leaves_the_last_news() -> None:
    state = WINGS.told(explained(own=("wings",)))
    assert state.told(explained(own=("wings",))).story == state.story


def test_a_trial_goes_on_over_what_is_newly_true() -> None:
    state = WINGS.turned().told(explained(own=("grain",)))
    assert state.turns == WINGS.turned().turns
    assert state.account.allowed
