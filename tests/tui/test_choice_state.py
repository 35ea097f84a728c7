"""The list of choices: what it shows, which line is chosen, what is said about it."""

from dataclasses import replace

from cakd_toy.provider import LOFTS, PigeonProvider

from cakd_tui.core.credentials import Found
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.field import Choice, Choices
from cakd_tui.core.reading import Reading
from cakd_tui.core.secret import Secret
from cakd_tui.tui.choice_state import ChoiceState
from cakd_tui.tui.widgets.note import Tone

ROOF = Choice("9", "Roof", "1 pigeon")
BLANK = ChoiceState(PigeonProvider.fields[1], service="Pigeon")
TWO = BLANK.with_choices(Choices(LOFTS, "2 lofts."))


def values(state: ChoiceState) -> list[str]:
    """The lines of the list."""
    return [row.choice.value for row in state.rows]


def chosen(state: ChoiceState) -> str:
    """The chosen line's value."""
    return state.row.choice.value if state.row else ""


def said(state: ChoiceState) -> str:
    """All notes."""
    return " ".join(note.strong + note.text for note in state.notes())


def test_among_several_the_operator_has_to_choose() -> None:
    assert chosen(TWO) == ""
    assert TWO.hindrance == "Choose one with ↑ ↓."
    assert not TWO.offers()["go_on"]
    assert not TWO.notes()
    assert not TWO.moved(1).hindrance


def test_a_single_choice_is_chosen() -> None:
    assert chosen(BLANK.with_choices(Choices(LOFTS[1:], ""))) == "8"


def test_a_pasted_page_is_read_once_and_matches_nothing() -> None:
    read: list[str] = []

    def counted(text: str) -> Reading:
        read.append(text)
        return PigeonProvider.fields[1].read(text)

    lofts = tuple(Choice(str(number), f"Tower {number}") for number in range(100, 400))
    field = replace(PigeonProvider.fields[1], read=counted)
    state = ChoiceState(field, "Pigeon").with_choices(Choices(lofts, "")).with_text("x" * 5000)
    read.clear()
    assert state.rows == ()
    assert len(read) <= 2


def test_without_a_list_a_typed_answer_is_not_said_to_be_missing_from_it() -> None:
    asking = BLANK.with_text("12")
    assert "not looked up yet" in said(asking)
    failed = replace(asking, failure=ProviderError("away"))
    assert "the list could not be asked" in said(failed)
    assert failed.row is not None
    assert failed.row.choice.detail == "the list could not be asked"
    assert "not in the list" not in said(asking) + said(failed)


def test_every_word_of_the_filter_must_match_somewhere() -> None:
    assert values(TWO.with_text("tower OLD")) == ["7"]
    assert values(TWO.with_text("tower")) == ["7", "8"]


def test_a_filter_looks_at_names_and_for_digits_at_values_and_at_nothing_else() -> None:
    owned = Choice("4711", "Roof", "owner, 12 pigeons", ready=False)
    state = BLANK.with_choices(Choices((*LOFTS, owned), ""))
    assert values(state.with_text("roof")) == ["4711"]
    assert "4711" in values(state.with_text("471"))
    assert values(state.with_text("owner")) == []
    assert "4711" not in values(state.with_text("12"))


def test_a_fix_is_to_be_played_where_nothing_can_be_chosen_or_the_chosen_is_not_ready() -> None:
    lame = Choice("9", "Roof", "lame", ready=False)
    assert not TWO.amiss
    assert BLANK.with_choices(Choices((), "")).amiss
    assert replace(BLANK, failure=ProviderError("away")).amiss
    state = BLANK.with_choices(Choices((*LOFTS, lame), ""))
    assert not state.moved(1).amiss
    assert state.moved(-1).amiss


def test_a_filter_without_a_match_says_what_would_be_an_answer() -> None:
    state = TWO.with_text("zzz")
    assert not state.rows
    assert "Nothing here matches" in said(state)
    assert "A loft has a number." in said(state)
    assert state.hindrance


def test_a_whole_answer_is_chosen_while_it_is_typed() -> None:
    assert chosen(TWO.with_text("8")) == "8"


def test_an_answer_that_is_not_in_the_list_can_be_given() -> None:
    state = TWO.with_text("12")
    assert chosen(state) == "12"
    assert "not in the list" in said(state)
    assert not state.hindrance


def test_a_typed_answer_stands_beside_what_it_filters() -> None:
    twelve = BLANK.with_choices(Choices((Choice("12", "Twelve"), *LOFTS), ""))
    state = twelve.with_text("1")
    assert values(state) == ["12", "1"]
    assert chosen(state) == "1"
    assert chosen(state.moved(-1)) == "12"


def test_moving_stops_at_both_ends() -> None:
    assert chosen(TWO.moved(1)) == "7"
    assert chosen(TWO.moved(-1)) == "8"
    assert chosen(TWO.moved(1).moved(-1)) == "7"
    assert chosen(TWO.moved(99)) == "8"


def test_moving_in_an_empty_list_does_nothing() -> None:
    assert BLANK.moved(1) == BLANK


def test_the_found_answer_is_chosen_and_named() -> None:
    state = replace(TWO, found=Found(Secret("8"), "CAKD_PIGEON_LOFT"))
    assert chosen(state) == "8"
    assert said(state) == "New [/tower] is chosen, from CAKD_PIGEON_LOFT."


def test_a_found_answer_that_is_not_offered_is_a_line_of_its_own() -> None:
    state = replace(TWO, found=Found(Secret("5"), "your saved settings"))
    assert values(state) == ["7", "8", "5"]
    assert chosen(state) == "5"
    assert "not in the list" in said(state)


def test_a_found_answer_that_makes_no_sense_is_ignored() -> None:
    assert values(replace(TWO, found=Found(Secret("x"), "CAKD_PIGEON_LOFT"))) == ["7", "8"]


def test_an_earlier_answer_counts_before_a_found_one() -> None:
    state = replace(TWO, picked="7", found=Found(Secret("8"), "CAKD_PIGEON_LOFT"))
    assert chosen(state) == "7"


def test_the_first_choice_to_come_is_chosen_even_after_typing() -> None:
    waiting = BLANK.with_choices(Choices((), "")).with_text("x").with_text("")
    state = waiting.with_choices(Choices((ROOF,), ""))
    assert chosen(state) == "9"
    assert said(state) == "Roof is new here, and chosen."


def test_a_new_choice_does_not_take_the_place_of_the_operator_s() -> None:
    state = TWO.moved(2).with_choices(Choices((ROOF, *LOFTS), ""))
    assert chosen(state) == "8"
    assert said(state) == "Roof is new here."


def test_a_new_choice_is_chosen_while_nobody_has_touched_anything() -> None:
    assert chosen(TWO.with_choices(Choices((*LOFTS, ROOF), ""))) == "9"


def test_the_first_answer_holds_nothing_new() -> None:
    assert not any(row.new for row in TWO.rows)


def test_the_same_answer_again_changes_nothing() -> None:
    state = TWO.moved(2)
    assert values(state.with_choices(Choices(LOFTS, "2 lofts."))) == values(state)
    assert chosen(state.with_choices(Choices(LOFTS, "2 lofts."))) == "8"


def test_a_failure_before_the_first_answer_keeps_the_page() -> None:
    state = replace(BLANK, failure=ProviderError("away"))
    assert "Not answered yet" in state.hindrance
    assert not state.with_text("12").hindrance


def test_an_answer_ends_the_failure() -> None:
    state = replace(BLANK, failure=ProviderError("away"))
    assert state.with_choices(Choices(LOFTS, "")).failure is None


def test_in_a_demo_what_it_is_about_is_chosen_and_said() -> None:
    state = replace(TWO, about="8")
    assert chosen(state) == "8"
    assert said(state) == "This demo is about New [/tower]."
    assert chosen(state.moved(-1)) == "7"
    assert said(state.moved(-1)) == "This demo is about New [/tower]."
    assert chosen(replace(TWO, about="5")) == ""
    assert said(replace(TWO, about="5")) == ""
    assert said(replace(BLANK.with_choices(Choices(LOFTS[1:], "")), about="8")) == ""


def test_where_the_saved_route_is_comes_before_what_was_saved_last_and_before_a_demos() -> None:
    state = replace(TWO, kept="8", found=Found(Secret("7"), "your saved settings"), about="7")
    assert chosen(state) == "8"
    assert said(state).startswith("The saved route is in New [/tower].")
    assert chosen(state.moved(-1)) == "7"


def test_another_than_the_saved_routes_is_warned_of() -> None:
    state = replace(TWO, kept="8").moved(-1)
    (note,) = state.notes()
    assert note.tone is Tone.DOUBT
    assert note.text == (
        "The saved route is in New [/tower]. Here all is set up anew, and what is there stays."
    )


def test_a_saved_route_in_what_is_not_offered_is_said_so() -> None:
    state = replace(TWO, kept="5")
    assert chosen(state) == ""
    assert said(state) == "The saved route is in 5, which is not in the list."
    assert replace(BLANK, kept="5").moved(1).row is None
