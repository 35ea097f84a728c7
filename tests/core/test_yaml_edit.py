"""What becomes of whole files is tested with the platform file; here are the pieces."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.option import OptionValue
from cakd_tui.core.platform_yaml import parsed
from cakd_tui.core.yaml_edit import CannotEdit, scalar, with_entry


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("discord", "discord"),
        ("my-project", "my-project"),
        ("0", '"0"'),
        ("1e3", '"1e3"'),
        ("no", '"no"'),
        ("y", '"y"'),
        ("null", '"null"'),
        ("a: b", '"a: b"'),
        ("", '""'),
    ],
)
def test_a_word_is_quoted_where_yaml_would_read_it_as_something_else(
    value: str, written: str
) -> None:
    assert scalar(value) == written


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])),
    st.sampled_from([None, "'", '"']),
)
def test_a_text_is_read_back_in_every_style(value: str, style: str | None) -> None:
    assert yaml.safe_load(f"key: {scalar(value, style)}") == {"key": value}


def test_an_entry_is_put_into_any_section() -> None:
    text = "other:\n   level: 1\n"
    edited = with_entry(parsed(text, "f"), ("log", "level"), "debug")
    assert edited == "other:\n   level: 1\nlog:\n   level: debug\n"


@pytest.mark.parametrize(
    ("text", "value", "edited"),
    [
        ("", True, "log:\n  file:\n    keep: true\n"),
        ("log:\r\n    a: 1\r\n", False, "log:\r\n    file:\r\n        keep: false\r\n    a: 1\r\n"),
        ("{log: , a: 1}", True, "{log: {file: {keep: true}} , a: 1}"),
        ("{a: 1}", ("x", "y z"), '{log: {file: {keep: [x, "y z"]}}, a: 1}'),
        ("log: {file: {a: 1}}\n", (), "log: {file: {keep: [], a: 1}}\n"),
        ("log:\n  file:\n    keep: yes # so\n", False, "log:\n  file:\n    keep: false # so\n"),
    ],
)
def test_an_entry_goes_as_deep_as_its_path(text: str, value: OptionValue, edited: str) -> None:
    assert with_entry(parsed(text, "f"), ("log", "file", "keep"), value) == edited


@pytest.mark.parametrize(
    "text",
    [
        "log: {file: {keep: {a: 1}}}\n",
        "log: {file: {keep: [a, [b]]}}\n",
        "log:\n  file:\n    keep:  # why\n    - a\n",
        "log: {file: 1}\n",
        "x: &x {file: {a: 1}}\nlog: {<<: *x}\n",
    ],
)
def test_what_an_edit_would_lose_something_of_is_left_alone(text: str) -> None:
    with pytest.raises(CannotEdit):
        with_entry(parsed(text, "f"), ("log", "file", "keep"), ("x",))


def test_an_edit_that_would_end_a_text_differently_is_refused() -> None:
    with pytest.raises(CannotEdit, match="change something else"):
        with_entry(parsed("text: |\n  no end of line", "f"), ("log", "level"), "debug")


def test_an_edit_whose_result_would_not_be_yaml_is_refused() -> None:
    with pytest.raises(CannotEdit, match="not be YAML"):
        with_entry(parsed("log:\n", "f"), ("log", "level"), "\x7f")
