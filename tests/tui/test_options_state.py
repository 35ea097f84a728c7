"""What may be chosen beside the fields, while it is chosen."""

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.field import Choice, Choices
from cakd_tui.core.option import Kind, Option
from cakd_tui.tui.options_state import OptionsState

SHELF = Option("shelf", "Shelf", "Where it stands.", Kind.CHOICE, "Oak")
HIDDEN = Option("hidden", "Hidden", "Only some see it.", Kind.SWITCH, "true")
FRIENDS = Option("friends", "Friends", "Who sees it.", Kind.CHOICES, "[Ann]", needs="hidden")
OAK, PINE = Choice("1", "Oak", "3 of 5"), Choice("2", "Pine", "5 of 5, full", ready=False)
ANN, BOB = Choice("7", "Ann"), Choice("8", "Bob")

START = (
    OptionsState((SHELF, HIDDEN, FRIENDS))
    .told("shelf", Choices((OAK, PINE), "2 shelves."))
    .told("friends", Choices((ANN, BOB), "2 friends."))
)


def shown(state: OptionsState) -> list[str]:
    """The rows that can be chosen, those that are with a star."""
    return [
        f"{row.choice.label}{'*' if row.chosen else ''}"
        for row in state.rows
        if row.can_choose and row.choice
    ]


def test_nothing_is_chosen_at_first_and_nothing_has_to_be() -> None:
    assert shown(START) == ["None*", "Oak", "Pine", "No*", "Yes", "Ann", "Bob"]
    assert START.said == ""
    assert START.chosen == {}


def test_one_of_several_is_chosen_and_another_takes_its_place() -> None:
    state = START.at("shelf/1").pressed()
    assert state.chosen == {"shelf": "1"}
    assert state.at("shelf/2").pressed().chosen == {"shelf": "2"}
    assert state.said == "Shelf Oak"


def test_what_is_taken_back_is_said_so_for_the_file_may_have_it() -> None:
    state = START.at("shelf/1").pressed().at("shelf/").pressed()
    assert state.chosen == {"shelf": ""}
    assert state.said == ""


def test_choosing_what_needs_a_switch_turns_it_on() -> None:
    state = START.at("friends/8").pressed()
    assert state.chosen == {"hidden": True, "friends": ("8",)}
    assert state.said == "Hidden · Friends Bob"


def test_turning_the_switch_off_takes_back_what_needs_it() -> None:
    state = START.at("friends/8").pressed().at("hidden/no").pressed()
    assert state.chosen == {"hidden": False, "friends": ()}


def test_several_are_chosen_one_by_one_and_taken_back() -> None:
    state = START.at("friends/7").pressed().at("friends/8").pressed()
    assert state.chosen["friends"] == ("7", "8")
    assert state.at("friends/7").pressed().chosen["friends"] == ("8",)


def test_a_name_from_the_file_is_the_choice_that_bears_it() -> None:
    state = OptionsState(START.options, {"shelf": "oak", "friends": ("Ann",)}, START.answers)
    assert shown(state) == ["None", "Oak*", "Pine", "No*", "Yes", "Ann*", "Bob"]
    assert state.at("friends/7").pressed().chosen["friends"] == ()


def test_what_is_chosen_but_not_offered_stays_in_sight() -> None:
    state = OptionsState(START.options, {"shelf": "Gone"}, START.answers)
    assert "Gone*" in shown(state)
    gone = [row.choice for row in state.rows if row.choice and row.choice.label == "Gone"]
    assert [choice.ready for choice in gone] == [False]


def test_before_the_lists_are_there_the_rest_can_be_chosen() -> None:
    state = OptionsState(START.options)
    assert shown(state) == ["None*", "No*", "Yes"]
    assert shown(state.told("shelf", ProviderError("no answer"))) == shown(state)


def test_the_cursor_skips_headings_and_stops_at_the_ends() -> None:
    assert START.here is not None
    assert START.here.key == "shelf/"
    assert START.moved(3).row == "hidden/no"
    assert START.moved(99).row == "friends/8"
    assert START.moved(99).moved(-99).row == "shelf/"
    assert START.at("nowhere") == START
