"""Pasted bot tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.discord.token import looks_odd, tidy

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"  # the docs' sample


@pytest.mark.parametrize(
    "pasted",
    [
        TOKEN,
        f"  {TOKEN}\r\n",
        f'"{TOKEN}"',
        f"'{TOKEN}'",
        f"`{TOKEN}`",
        f"\u201c{TOKEN}\u201d",
        f"Bot {TOKEN}",
        f"bOT   {TOKEN}",
        f"Bot\t{TOKEN}",
        f'"Bot {TOKEN}"',
        f"Authorization: Bot {TOKEN}",
        f"authorization:Bot {TOKEN}",
        f"'Authorization : {TOKEN}'",
        f"\ufeff{TOKEN}\u200b",
        f"{TOKEN[:20]}\u200d{TOKEN[20:]}",
        f"{TOKEN[:20]}\n{TOKEN[20:]}",
        f"\u00a0{TOKEN}\u00a0",
        f"{TOKEN}\x00",
    ],
)
def test_what_a_paste_brings_along_is_taken_off(pasted: str) -> None:
    assert tidy(pasted) == TOKEN


def test_a_word_that_merely_begins_with_bot_is_left_alone() -> None:
    assert tidy("Bottoken") == "Bottoken"
    assert tidy("xBot y") == "xBoty"


@given(
    st.text(alphabet=st.one_of(st.sampled_from("Bot \"':.\n\u200bAuthorization"), st.characters()))
)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert not any(char.isspace() for char in once)


@pytest.mark.parametrize("token", [TOKEN, "MTk4NjIy.x.y", ""])
def test_a_token_raises_no_doubt(token: str) -> None:
    assert looks_odd(token) is None


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("198622483471925248", "application id"),
        ("0123456789abcdef" * 4, "public key"),
        ("0123456789ABCDEF" * 4, "public key"),
        ("abcDEF-_0123456789abcdefghijklmn", "client secret"),
        ("https://discord.com/api/webhooks/1/abc", "webhook URL"),
        ("https://discordapp.com/api/v10/webhooks/1/abc", "webhook URL"),
        ("https://discord.com/developers/applications", "a link"),
        ("discord.gg/abc", "a link"),
        ("abc", "three parts"),
        ("a.b", "three parts"),
        ("a..c", "three parts"),
        ("a.b.c.d", "three parts"),
        ("a.b.\u00e4", "three parts"),
        ("YWJj.b.c", "first part"),
        ("a.b.c", "first part"),
        ("-_-_.b.c", "first part"),
    ],
)
def test_something_else_raises_a_doubt_that_names_it(pasted: str, told: str) -> None:
    doubt = looks_odd(pasted)
    assert doubt is not None
    assert told in doubt
    assert "Developer Portal" in doubt


@given(st.text())
def test_a_doubt_never_repeats_what_was_pasted(text: str) -> None:
    secret = f"{text}\u2603.{text}"
    assert secret not in (looks_odd(secret) or "")
