"""A ledger while it is looked at."""

from dataclasses import replace

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Effect, Explained, Turn
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
    assert state.story == "Just now: Wings · → ✓ for Coo."
    assert state.account.allowed


def test_what_is_taken_away_is_news_as_well() -> None:
    state = WhyState.about(explained(own=("wings",)), "wings").told(explained())
    assert state.story == "Just now: Wings ✓ → · for Coo."


def test_a_round_that_finds_nothing_new_leaves_the_last_news() -> None:
    state = WINGS.told(explained(own=("wings",)))
    assert state.told(explained(own=("wings",))).story == state.story


def test_a_trial_that_came_true_is_none_any_more() -> None:
    state = WINGS.turned().told(explained(own=("wings",)))
    assert not state.turns
    assert state.news == {("own", "wings")}
    assert state.ended == "Your trial of Wings for Coo ended: it is so now."
    assert state.told(explained(own=("wings",))).ended == state.ended
    assert state.turned().ended == ""


def test_a_trial_on_a_line_that_is_gone_ends_with_it() -> None:
    before, after = explained(), explained()
    gone = replace(after.ledger, lines=after.ledger.lines[:1])
    state = WhyState.about(before, "wings").turned().told(Explained(gone, after.trial))
    assert not state.turns
    assert state.row == "flock"
    assert state.ended == "Your trial of Wings for Coo ended: that line is gone."


def test_a_line_that_stands_for_one_thing_is_turned_as_one() -> None:
    given = explained()
    lines = tuple(replace(line, whole=True) for line in given.ledger.lines)
    state = WhyState.about(Explained(replace(given.ledger, lines=lines), given.trial), "wings")
    there = state.at("own", "wings").turned()
    assert {turn.account for turn in there.turns} == {"grain"}
    assert there.at("own", "grain").turned().turns == frozenset()


def test_a_trial_goes_on_over_what_is_newly_true() -> None:
    state = WINGS.turned().told(explained(own=("grain",)))
    assert state.turns == WINGS.turned().turns
    assert state.account.allowed


def test_what_would_depend_on_another_is_void_and_what_has_no_use_is_not_needed() -> None:
    real = WINGS.real
    grain, wings = (replace(each, verdict=Verdict.SKIPPED) for each in real.accounts)
    trial = replace(real, accounts=(grain, wings))
    state = WhyState.about(Explained(real, lambda _: trial), "wings").turned()
    assert state.would_turn() == (
        ("Grain", "✓ passes → ○ is not needed"),
        ("Wings", "✗ fails → ○ is void"),
    )


def test_what_is_there_with_a_remark_is_called_that_in_a_trial() -> None:
    real = WINGS.real
    trial = replace(
        real, accounts=tuple(replace(each, verdict=Verdict.WARN) for each in real.accounts)
    )
    state = WhyState.about(Explained(real, lambda _: trial), "wings").turned()
    assert state.would_turn() == (
        ("Grain", "✓ passes → ! passes, with a remark"),
        ("Wings", "✗ fails → ! passes, with a remark"),
    )


def test_the_cursor_stays_on_its_cell_where_lines_come_and_go() -> None:
    before = WINGS.real
    above = replace(before.lines[0], key="crow", label="the crow")
    more = replace(before, lines=(above, *before.lines))
    state = WINGS.told(Explained(more, lambda _: more))
    assert (state.row, state.column) == ("own", "wings")
    assert state.story == "Just now: the crow is new, Grain ✓."
    assert state.come == {"crow"}
