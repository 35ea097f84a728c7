"""Every layer knows where each of its characters stands in the original."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.unfolding import Unfolded, layers


def last(text: str) -> Unfolded:
    *_, layer = layers(text)
    return layer


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain", "plain"),
        ("two\n    lines", "twolines"),
        ("two │\n│ boxed", "twoboxed"),
        ('"first"\n "second"', '"firstsecond"'),
        ("shell \\\n  goes on", "shellgoes on"),
        ("a%2Fb", "a/b"),
        ("a%252Fb", "a/b"),
        ("a%2\n  Fb", "a/b"),
        ("a\\/b", "a/b"),
        ("a\\u002Fb", "a/b"),
        ("a\\x2fb", "a/b"),
        ("a\\nb", "ab"),
        ("a\\\\nb", "ab"),
        ("%E2%94%82", "│"),
        ("100%", "100%"),
        ("%FF", "%FF"),
        ("a%5C\\\\\\\\nu0062", "ab"),
        ("a\\xadb\\x85c", "abc"),
        ("\\U000e0001a\\U0001F600", "a\U0001f600"),
        ("one\u2028two\x1cthree\\ffour", "onetwothreefour"),
        ("a\x1b[1;31mb\x1b[0m\n\x1b[32mc", "abc"),
        ("a\x1b[1;\n# 31mb", "ab"),
        ("s\u200bo\xadf\ufefft", "soft"),
        ('"a" +\n  "b"', '"ab"'),
        ("a=\r\nb", "ab"),
        ("a\n# \n# b", "ab"),
        ("a\n2026-08-01 10:11:12,345 INFO b", "ab"),
        ("a\nAug  1 10:11:12 host cakd[12]: b", "ab"),
        ("a\nagent-1  | b", "ab"),
        ("a\n- -b", "a-b"),
    ],
)
def test_the_last_layer_is_bare(text: str, plain: str) -> None:
    assert last(text).text == plain


def test_a_stretch_leads_back_to_all_it_was_written_as() -> None:
    text = 'x = "ab\\u002F\n    cd"'
    layer = next(each for each in layers(text) if "ab/cd" in each.text)
    at = layer.text.index("ab/cd")
    start, end = layer.original(at, at + 5)
    assert text[start:end] == "ab\\u002F\n    cd"


def test_the_lines_of_a_stretch_are_known() -> None:
    layer = next(layers("first\n  second\nthird"))
    assert layer.pieces(2, 14) == ["rst", "second", "thi"]
    assert layer.seams_in(5, 11) == []


@given(st.text())
def test_no_text_is_too_odd_and_spans_go_one_way(text: str) -> None:
    for layer in layers(text):
        assert len(layer.text) == len(layer.spans)
        assert all(0 <= a < b <= len(text) for a, b in layer.spans)
        assert list(layer.spans) == sorted(layer.spans)
        assert all(0 <= seam <= len(layer.text) for seam in layer.seams)


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"], exclude_characters="\\%")))
def test_what_json_escaped_is_found_again(text: str) -> None:
    assert any(text in layer.text for layer in layers(json.dumps(text).replace("/", "\\/")))
