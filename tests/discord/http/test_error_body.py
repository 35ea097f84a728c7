"""Bodies of refusals, whatever is in them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.discord.http.error_body import ErrorBody, parse_error_body, seconds


def parsed(value: object) -> ErrorBody:
    return parse_error_body(json.dumps(value).encode())


def test_what_discord_says_is_understood() -> None:
    assert parsed(
        {"code": 50013, "message": "Missing Permissions", "retry_after": 1.5, "global": True}
    ) == ErrorBody(True, 50013, "Missing Permissions", (), 1.5, True)


@pytest.mark.parametrize(
    "body", [b"", b"error code: 1010", b"<html>", b"[1]", b"1015", b"\xff", b"[" * 99999]
)
def test_what_is_no_object_says_nothing(body: bytes) -> None:
    assert parse_error_body(body) == ErrorBody()


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"code": "50013", "message": 3, "errors": [], "retry_after": [], "global": "yes"},
        {"code": True, "message": None, "errors": {"x": 1}, "retry_after": True, "global": 1},
        {"code": 1.5, "errors": {"_errors": {"a": 1}}, "retry_after": "soon"},
        {"permission_overwrites": ["0"]},
    ],
)
def test_what_is_of_the_wrong_type_is_left_out(value: object) -> None:
    assert parsed(value) == ErrorBody(is_object=True)


def test_form_errors_are_flattened() -> None:
    wrong = {"code": "BASE_TYPE_REQUIRED", "message": "This field is required"}
    errors = {
        "_errors": [{"code": "X", "message": "as a whole"}],
        "embeds": {"0": {"title": {"_errors": [wrong, {"message": "bare"}, "junk"]}}},
    }
    assert parsed({"errors": errors}).form_errors == (
        "as a whole [X]",
        "embeds.0.title: This field is required [BASE_TYPE_REQUIRED]",
        "embeds.0.title: bare",
    )


def test_form_errors_have_an_end() -> None:
    many = {str(number): {"_errors": [{"message": "x"}]} for number in range(1000)}
    assert len(parsed({"errors": many}).form_errors) == 20
    deep: object = {"_errors": [{"message": "x"}]}
    for _ in range(200):
        deep = {"a": deep}
    assert parsed({"errors": deep}).form_errors == ()


@pytest.mark.parametrize(
    ("value", "span"),
    [
        (3, 3.0),
        (0.5, 0.5),
        ("64.57", 64.57),
        (-1, 0.0),
        (True, None),
        (None, None),
        ("soon", None),
        ("nan", None),
        (float("inf"), None),
        (10**400, None),
        ([], None),
    ],
)
def test_spans_of_time_are_numbers_that_make_sense(value: object, span: float | None) -> None:
    assert seconds(value) == span


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["_errors", "errors", "code", "message", "retry_after", "a", "0"]),
            inner,
        )
    ),
)


@given(st.one_of(st.binary(), JSON.map(lambda value: json.dumps(value).encode())))
def test_no_body_is_a_problem(body: bytes) -> None:
    said = parse_error_body(body)
    assert said.retry_after is None or said.retry_after >= 0
    assert all(isinstance(error, str) for error in said.form_errors)
