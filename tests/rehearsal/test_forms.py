import json
from collections.abc import Callable

import pytest

from cakd_tui.rehearsal.answer import request_of
from cakd_tui.rehearsal.forms import Form, form_of
from cakd_tui.rehearsal.refusals import Refusal

TYPED = {"Content-Type": "application/json; charset=utf-8"}


def errors_of(form: Form) -> object:
    with pytest.raises(Refusal) as refused:
        form.close()
    body = refused.value.reply.json()
    assert isinstance(body, dict)
    assert refused.value.reply.status == 400
    assert (body["code"], body["message"]) == (50035, "Invalid Form Body")
    return body["errors"]


def code_of(form: Form, *path: str) -> str:
    node: object = errors_of(form)
    for name in path:
        assert isinstance(node, dict)
        node = node[name]
    assert isinstance(node, dict)
    return str(node["_errors"][0]["code"])


def refused_code(headers: dict[str, str], body: bytes) -> object:
    with pytest.raises(Refusal) as refused:
        form_of(request_of("POST", "/", headers, body))
    answered = refused.value.reply.json()
    assert isinstance(answered, dict)
    return answered["code"]


def test_a_json_object_is_read() -> None:
    form = form_of(request_of("POST", "/", TYPED, b'{"name": "x"}'))
    assert form.text("name", 10) == "x"
    form.close()


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}, {"content-type": ""}])
def test_a_body_not_said_to_be_json_is_refused(headers: dict[str, str]) -> None:
    assert refused_code(headers, b"{}") == 50035


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 200_000])
def test_a_body_that_is_no_json_is_refused(body: bytes) -> None:
    assert refused_code(TYPED, body) == 50109


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"7"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    assert refused_code(TYPED, body) == 50035


def test_an_unknown_key_is_named_at_whatever_depth() -> None:
    form = Form({"nmae": 1, "items": [{"x": 1, "y": 2}], "inner": {"z": 1}})
    item = form.items("items", 5)[0]
    item.whole("x", 0, 9)
    form.inner("inner")
    errors = errors_of(form)
    assert isinstance(errors, dict)
    assert set(errors) == {"nmae", "items", "inner"}
    assert set(errors["items"]["0"]) == {"y"}
    assert errors["inner"]["z"]["_errors"][0]["code"] == "REHEARSAL_UNKNOWN_KEY"


def test_all_complaints_come_at_once() -> None:
    form = Form({"a": 1, "b": "x" * 11})
    form.text("a", 10)
    form.text("b", 10)
    form.text("c", 10, required=True)
    errors = errors_of(form)
    assert isinstance(errors, dict)
    assert {name: node["_errors"][0]["code"] for name, node in errors.items()} == {
        "a": "STRING_TYPE_CONVERT",
        "b": "BASE_TYPE_MAX_LENGTH",
        "c": "BASE_TYPE_REQUIRED",
    }


Read = Callable[[Form], object]


@pytest.mark.parametrize(
    ("value", "read", "code"),
    [
        ("", lambda form: form.text("f", 5, least=1), "BASE_TYPE_BAD_LENGTH"),
        ("", lambda form: form.text("f", 5, least=1, required=True), "BASE_TYPE_REQUIRED"),
        ("  ", lambda f: f.text("f", 5, least=1, required=True, trim=True), "BASE_TYPE_REQUIRED"),
        (True, lambda form: form.whole("f", 0, 5), "NUMBER_TYPE_COERCE"),
        ("1", lambda form: form.whole("f", 0, 5), "NUMBER_TYPE_COERCE"),
        (1.0, lambda form: form.whole("f", 0, 5), "NUMBER_TYPE_COERCE"),
        (-1, lambda form: form.whole("f", 0, 5), "NUMBER_TYPE_MIN"),
        (6, lambda form: form.whole("f", 0, 5), "NUMBER_TYPE_MAX"),
        (1, lambda form: form.choice("f", (0, 4)), "BASE_TYPE_CHOICES"),
        (False, lambda form: form.choice("f", (0, 4)), "BASE_TYPE_CHOICES"),
        (None, lambda form: form.choice("f", (0, 4), required=True), "BASE_TYPE_REQUIRED"),
        (1, lambda form: form.flag("f"), "BOOLEAN_TYPE_CONVERT"),
        (900000000000000001, lambda form: form.snowflake("f"), "NUMBER_TYPE_COERCE"),
        ("x", lambda form: form.snowflake("f"), "NUMBER_TYPE_COERCE"),
        (-1, lambda form: form.bits("f"), "PERMISSION_TYPE_COERCE"),
        ("0x10", lambda form: form.bits("f"), "PERMISSION_TYPE_COERCE"),
        ("ftp://x", lambda form: form.url("f"), "URL_TYPE_INVALID_SCHEME"),
        ("https://", lambda form: form.url("f"), "URL_TYPE_INVALID_URL"),
        ("https://a b", lambda form: form.url("f"), "URL_TYPE_INVALID_URL"),
        ("https://[x", lambda form: form.url("f"), "URL_TYPE_INVALID_URL"),
        ("yesterday", lambda form: form.moment("f"), "DATE_TIME_TYPE_PARSE"),
        ("2026-11-01T10:00:00", lambda form: form.moment("f"), "DATE_TIME_TYPE_PARSE"),
        ([], lambda form: form.inner("f"), "DICT_TYPE_CONVERT"),
        ({}, lambda form: form.items("f", 5), "LIST_TYPE_CONVERT"),
        ([1], lambda form: form.items("f", 5), "DICT_TYPE_CONVERT"),
        ([{}, {}], lambda form: form.items("f", 1), "BASE_TYPE_MAX_LENGTH"),
        ([1], lambda form: form.texts("f", 5), "STRING_TYPE_CONVERT"),
    ],
)
def test_a_wrong_value_gets_its_code(value: object, read: Read, code: str) -> None:
    form = Form({"f": value})
    assert not read(form)
    assert code_of(form, "f") == code


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        ("x" * 5, lambda form: form.text("f", 5), "x" * 5),
        ("  x ", lambda form: form.text("f", 1, trim=True), "x"),
        (5, lambda form: form.whole("f", 0, 5), 5),
        (0, lambda form: form.whole("f", 0, 5), 0),
        (0, lambda form: form.choice("f", (0, 4)), 0),
        (False, lambda form: form.flag("f"), False),
        ("9", lambda form: form.snowflake("f"), "9"),
        ("1024", lambda form: form.bits("f"), 1024),
        (1024, lambda form: form.bits("f"), 1024),
        (None, lambda form: form.bits("f"), 0),
        ("https://a.b/c", lambda form: form.url("f"), "https://a.b/c"),
        ("2026-11-01T10:00:00Z", lambda form: form.moment("f"), "2026-11-01T10:00:00+00:00"),
        (["a"], lambda form: form.texts("f", 1), ("a",)),
        (None, lambda form: form.items("f", 1), []),
    ],
)
def test_a_right_value_is_given(value: object, read: Read, expected: object) -> None:
    form = Form({"f": value})
    assert read(form) == expected
    form.close()


def test_an_absent_field_is_not_null() -> None:
    form = Form({"f": None})
    assert form.has("f")
    assert not form.has("g")


def test_a_complaint_lies_at_the_end_of_its_path() -> None:
    form = Form({"embeds": [{}, {"footer": {"text": 7}}]})
    footer = form.items("embeds", 10)[1].inner("footer")
    assert footer is not None
    footer.text("text", 5)
    assert code_of(form, "embeds", "1", "footer", "text") == "STRING_TYPE_CONVERT"
    json.dumps(errors_of(form))
