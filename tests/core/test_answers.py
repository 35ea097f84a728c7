from types import MappingProxyType

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.option import OptionValue
from cakd_tui.core.secret import Secret


def test_answering_leaves_the_earlier_answers_as_they_were() -> None:
    empty = Answers()
    full = empty.with_project("my-project").with_value("guild", "1").with_secret("t", Secret("s"))
    assert empty == Answers()
    assert (full.project, full.value("guild"), full.secret("t")) == ("my-project", "1", Secret("s"))


def test_an_answer_can_be_given_anew() -> None:
    answers = Answers().with_value("guild", "1").with_value("guild", "2").with_value("x", "3")
    assert dict(answers.values) == {"guild": "2", "x": "3"}


def test_a_thing_is_chosen_until_it_is_chosen_no_more() -> None:
    chosen = Answers().with_use("channel", "1").with_use("webhook", "2")
    assert dict(chosen.without_use("channel").uses) == {"webhook": "2"}
    assert chosen.without_use("thread") == chosen


def test_an_unanswered_field_is_empty() -> None:
    assert Answers().value("guild") == ""
    assert Answers().secret("token") == Secret("")


def test_answers_cannot_be_changed_in_place() -> None:
    answers = Answers().with_value("guild", "1")
    assert isinstance(answers.values, MappingProxyType)
    with pytest.raises(AttributeError):
        answers.project = "other"  # type: ignore[misc]  # that it is refused is what is tested


def test_secret_answers_are_masked_in_print() -> None:
    assert "hush" not in repr(Answers().with_secret("token", Secret("hush")))


def test_options_are_chosen_one_by_one_and_all_at_once() -> None:
    one = Answers().with_option("quiet", True)
    both = one.with_option("keepers", ("ann",))
    assert dict(one.options) == {"quiet": True}
    assert dict(both.options) == {"quiet": True, "keepers": ("ann",)}
    assert dict(both.with_options({"tower": "Old"}).options) == {"tower": "Old"}
    assert isinstance(both.options, MappingProxyType)


def test_options_cannot_be_changed_through_what_they_were_given_as() -> None:
    given: dict[str, OptionValue] = {"tower": "Old"}
    answers = Answers().with_options(given)
    given["tower"] = "New"
    assert answers.options["tower"] == "Old"
