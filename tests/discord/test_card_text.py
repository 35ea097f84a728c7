"""Text of others on a card: seen as it is, never as markup, and never longer than its place."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakd_tui.discord.card_limits import width
from cakd_tui.discord.card_text import cut, escaped, escaped_width, fitted, in_lines, on_one_line
from tests.discord.alerts import texts
from tests.discord.markup import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("web_a *b* ~c~ `d` |e|", r"web\_a \*b\* \~c\~ \`d\` \|e\|"),
        ("# no heading", r"\# no heading"),
        ("-# no subtext", r"\-# no subtext"),
        ("a # b - c > d 1. e", "a # b - c > d 1. e"),
        ("- no list", r"\- no list"),
        ("12. no list", r"12\. no list"),
        ("> no quote", r"\> no quote"),
        ("<@&7> <#8> <t:9:R> <:x:1>", r"\<@&7> \<#8> \<t\:9:R> \<\:x:1>"),
        ("@everyone @here @ops", r"\@everyone \@here @ops"),
        (":fire: 10:30:45 C:", r"\:fire: 10\:30:45 C:"),
        ("[a](http://b.example)", r"\[a](<http://b.example>)"),
        ("see http://a.example/x_y?z=*1*.", r"see <http://a.example/x_y?z=%2A1>\*."),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_markup_is_escaped_and_addresses_stay_links(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_where_there_are_no_links_an_address_is_text() -> None:
    assert escaped("http://a.example/x_y", links=False) == r"http://a.example/x\_y"


@settings(max_examples=150, deadline=None)
@given(texts)
def test_what_is_escaped_is_read_as_it_was(text: str) -> None:
    for clean in (on_one_line(text), in_lines(text)):
        assert plain(escaped(clean, links=False)) == clean
        assert decoded(plain(escaped(clean))) == decoded(clean)


def decoded(text: str) -> str:
    """The text with the four characters that an address spells otherwise."""
    for code, char in (("%2A", "*"), ("%5C", "\\"), ("%7C", "|"), ("%60", "`")):
        text = text.replace(code, char)
    return text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("  a \t b\nc  ", "a b c"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\x1b[31mred", "[31mred"),
        ("\ud800half", "half"),
        ("\u3164\u2800\u115f", ""),
        ("\u200d", ""),
        ("👩\u200d💻", "👩\u200d💻"),
        ("a\u200d b", "a b"),
    ],
)
def test_what_is_not_seen_is_left_out(text: str, seen: str) -> None:
    assert on_one_line(text) == seen


def test_lines_stay_and_gaps_between_them_shrink() -> None:
    assert in_lines("\n a\r\n\n\n\n b  c \n") == "a\n\nb c"


@settings(max_examples=150, deadline=None)
@given(texts, st.integers(0, 400))
def test_a_text_fits_and_what_is_left_out_is_counted(text: str, room: int) -> None:
    clean = on_one_line(text)
    shown = fitted(clean, room, links=False)
    assert width(shown) <= room
    if width(escaped(clean, links=False)) <= room:
        assert plain(shown) == clean
    elif told := re.search(r"… \((?:\+([\d,]+)|([\d,]+) more characters?)\)$", shown):
        kept = plain(shown[: told.start()])
        left = int((told[1] or told[2]).replace(",", ""))
        assert clean.startswith(kept)
        assert not clean[len(kept) : len(clean) - left].strip("\u200c\u200d ")
    else:
        assert shown == "…"[:room]


def test_the_count_is_in_words_where_there_is_room_for_them() -> None:
    assert fitted("x" * 100, 50) == "x" * 43 + "… (+57)"
    assert fitted("x" * 5000, 200).endswith("x… (4,825 more characters)")


def test_an_escape_and_an_address_are_never_cut_in_two() -> None:
    assert fitted("ab" + "_" * 50, 14) == "ab\\_\\_… (+48)"
    assert fitted("ab https://a.example/" + "x" * 90, 50) == "ab… (+108)"


def test_where_no_markup_is_read_nothing_is_escaped() -> None:
    assert cut("my_project", 40) == "my_project"
    assert cut("m" * 60, 20) == "m" * 13 + "… (+47)"


@settings(deadline=None)
@given(texts, st.integers(0, 2000))
def test_a_width_is_told_as_far_as_it_matters(text: str, most: int) -> None:
    clean = on_one_line(text)
    assert escaped_width(clean, most) == min(width(escaped(clean)), most)
