import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cakd_tui.core.project import LONGEST, is_project, read_project, suggested_project
from cakd_tui.core.reading import Accepted, Refused

RULE = re.compile(r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", re.ASCII)


@pytest.mark.parametrize("name", ["a", "0", "my-project", "a--b", "x" * 63])
def test_a_namespace_name_is_accepted_as_it_is(name: str) -> None:
    assert read_project(name) == Accepted(name)


@pytest.mark.parametrize("name", ["a", "0", "my-project", "x" * 63])
def test_a_name_is_one_as_it_stands(name: str) -> None:
    assert is_project(name)
    assert not is_project(f" {name}")
    assert not is_project(f"{name}\n")
    assert not is_project(name + "x" * 63)


def test_white_space_around_a_pasted_name_is_dropped() -> None:
    assert read_project("  my-project\n") == Accepted("my-project")


@pytest.mark.parametrize(
    ("text", "suggestion", "reason"),
    [
        ("My Project", "my-project", "lower-case"),
        ("my_project", "my-project", "a-z, 0-9 and dashes"),
        ("-my-project-", "my-project", "start and end"),
        ("café", "cafe", "a-z, 0-9 and dashes"),
        ("x" * 64, "x" * 63, "64 characters"),
        ("a" * 62 + "-bc", "a" * 62, "65 characters"),
        ("日本", "my-project", "a-z, 0-9 and dashes"),
        ("", "my-project", "Type the project's name"),
        ("a/../b", "a-b", "a-z, 0-9 and dashes"),
    ],
)
def test_a_bad_name_gets_the_reason_and_a_corrected_name(
    text: str, suggestion: str, reason: str
) -> None:
    reading = read_project(text)
    assert isinstance(reading, Refused)
    assert reading.suggestion == suggestion
    assert reason in reading.reason


@given(st.text() | st.from_regex(r"[A-Za-z0-9 _.-]{0,80}", fullmatch=True))
@example("a\n")
@example("a" * 63 + "-" * 10 + "b")
@example("İstanbul")
@example("٣")
def test_what_is_accepted_meets_the_rule_and_what_is_suggested_would_be_accepted(text: str) -> None:
    reading = read_project(text)
    if isinstance(reading, Accepted):
        assert RULE.fullmatch(reading.value)
        assert reading.value == text.strip()
    else:
        assert read_project(reading.suggestion) == Accepted(reading.suggestion)


@given(st.from_regex(r"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z"))
def test_every_name_that_meets_the_rule_is_accepted(name: str) -> None:
    assert read_project(name) == Accepted(name)


@given(st.text(max_size=200))
def test_a_suggestion_is_its_own_suggestion(text: str) -> None:
    once = suggested_project(text)
    assert suggested_project(once) == once
    assert len(once) <= LONGEST
