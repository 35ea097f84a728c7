"""Masking and shortening of text that will be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.masking import masked, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nothing here", "nothing here"),
        ("/webhooks/7/abc", "/webhooks/7/***"),
        ("/webhooks/7/abc?wait=true", "/webhooks/7/***?wait=true"),
        ('"https://x/api/webhooks/7/a-b_c" is', '"https://x/api/webhooks/7/***" is'),
        ("webhooks%2F7%2Fabc&x", "webhooks%2F7%2F***&x"),
        ("/webhooks/7", "/webhooks/7"),
        ("/channels/7/webhooks", "/channels/7/webhooks"),
        ('{"token": "abc", "id": 1}', '{"token": "***", "id": 1}'),
        ('{"token":"a\\"bc', '{"token":"***'),
        ('{"token": null}', '{"token": null}'),
        ("http://me:pw@proxy:1/", "http://***@proxy:1/"),
        ("/users/@me", "/users/@me"),
    ],
)
def test_what_has_the_place_of_a_secret_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_named_secrets_are_masked_anywhere() -> None:
    assert masked("a xyz b xyz", [Secret("xyz"), Secret("")]) == "a *** b ***"


def test_a_secret_too_short_for_one_is_masked_only_where_it_stands_alone() -> None:
    said = '{"message": "401: Unauthorized for a", "a": "a.b"}'
    shown = '{"message": "401: Unauthorized for ***", "***": "a.b"}'
    assert masked(said, [Secret("a")]) == shown


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="*"), min_size=16))
def test_a_named_secret_never_shows(text: str, secret: str) -> None:
    assert secret not in masked(f"{text}{secret}{text}", [Secret(secret)]).replace("***", "")


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_one_line_is_one_line_of_that_length(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


def test_one_line_keeps_what_is_on_one_line() -> None:
    assert one_line('{"a":  1}', 50) == '{"a":  1}'
    assert one_line("a  \r\n\n  b\x1b[0m", 50) == "a b [0m"
    assert one_line("abcdef", 4) == "abc…"
