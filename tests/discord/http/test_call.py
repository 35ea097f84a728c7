"""Headers and bodies of calls."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui import __version__
from cakd_tui.discord.http.call import Call, audit_reason


def test_the_user_agent_has_the_form_discord_asks_for() -> None:
    agent = Call("x", "GET", "/x").headers["User-Agent"]
    assert agent == f"DiscordBot (https://github.com/cakd/cakd-tui, {__version__})"


def test_only_a_body_has_a_content_type() -> None:
    assert "Content-Type" not in Call("x", "GET", "/x").headers
    call = Call("x", "POST", "/x", payload={"name": "ä"})
    assert call.headers["Content-Type"] == "application/json"
    assert call.body == '{"name":"ä"}'.encode()
    assert Call("x", "GET", "/x").body is None


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("CAKD alerts for x", "CAKD alerts for x"),
        ("a/b", "a/b"),
        ("für", "f%C3%BCr"),
        ("100 % sure", "100 %25 sure"),
        ("two\r\nlines", "two lines"),
        ("  ", ""),
        ("\ud800", "%3F"),
    ],
)
def test_a_reason_is_percent_encoded(text: str, sent: str) -> None:
    assert audit_reason(text) == sent
    assert Call("x", "DELETE", "/x", reason=text).headers.get("X-Audit-Log-Reason", "") == sent


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=700))
def test_a_reason_fits_its_header_and_breaks_no_character(text: str) -> None:
    sent = audit_reason(text)
    assert len(sent) <= 512
    assert sent.isascii()
    assert sent.isprintable()
    assert " ".join(text.split()).startswith(unquote(sent, errors="strict"))


def test_a_long_reason_is_cut_between_characters() -> None:
    assert audit_reason("a" * 600) == "a" * 512
    assert audit_reason("a" * 510 + "ä") == "a" * 510
    assert audit_reason("a" * 506 + "ä" + "b") == "a" * 506 + "%C3%A4"
