"""YAML that people and Go programs read: what is quoted, folded and commented."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.yaml_text import yaml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS)))
def test_what_is_written_is_read_again(document: dict[str, object]) -> None:
    assert yaml.safe_load(yaml_text([document])) == document


@pytest.mark.parametrize(
    "text", ["1e3", "0o17", "0x1F", "0b1", "1_0", ".5e3", "-.inf", "12", "1.", "y", "N"]
)
def test_what_some_reader_takes_for_something_else_is_quoted(text: str) -> None:
    assert yaml_text([{"a": text}]) == f'a: "{text}"\n'


@pytest.mark.parametrize("text", ["30s", "1e5=", "cakd/my-project", "v0.28", "2f"])
def test_what_nobody_mistakes_is_written_plainly(text: str) -> None:
    assert yaml_text([{"a": text}]) == f"a: {text}\n"


def test_a_text_of_several_lines_stands_as_it_is() -> None:
    assert yaml_text([{"a": '{\n  "b": 1\n}\n'}]) == 'a: |\n  {\n    "b": 1\n  }\n'


def test_a_long_line_stays_one_line() -> None:
    assert yaml_text([{"a": "word " * 100 + "end"}]).count("\n") == 1


def test_keys_keep_their_order_and_lists_stand_under_their_key() -> None:
    text = yaml_text([{"b": ["ключ", "🔥"], "a": {"c": True}}])
    assert text == "b:\n  - ключ\n  - 🔥\na:\n  c: true\n"


def test_remarks_are_comments_above_the_documents() -> None:
    text = yaml_text([{"a": 1}, {"b": 2}], ["Made by cakd.", "", "Load\nit: x"])
    assert text == "# Made by cakd.\n#\n# Load\n# it: x\na: 1\n---\nb: 2\n"
    assert list(yaml.safe_load_all(text)) == [{"a": 1}, {"b": 2}]
