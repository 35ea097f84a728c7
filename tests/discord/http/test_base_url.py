"""Where the token may go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.discord.http.base_url import DISCORD, is_loopback, parse_base_url
from cakd_tui.discord.http.errors import BadBaseUrl


@pytest.mark.parametrize("text", [None, "", "  "])
def test_nothing_said_means_discord(text: str | None) -> None:
    assert parse_base_url(text) == DISCORD == "https://discord.com/api/v10"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://discord.com/api/v10/", "https://discord.com/api/v10"),
        (" https://proxy.example:8443/discord ", "https://proxy.example:8443/discord"),
        ("http://127.0.0.1:8080/api/v10", "http://127.0.0.1:8080/api/v10"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:1/api", "http://localhost:1/api"),
        ("http://LOCALHOST/api", "http://localhost/api"),
        ("http://[::1]:1/api", "http://[::1]:1/api"),
        ("https://discord.com./api", "https://discord.com./api"),
        ("https://b\u00fccher.example/api", "https://xn--bcher-kva.example/api"),
    ],
)
def test_https_goes_anywhere_and_http_to_this_machine(text: str, url: str) -> None:
    assert parse_base_url(text) == url


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://discord.com/api/v10", "this machine only"),
        ("http://10.0.0.1/api", "this machine only"),
        ("http://127.0.0.1.evil.example/api", "this machine only"),
        ("http://localhost.evil.example/api", "this machine only"),
        ("http://0.0.0.0/api", "this machine only"),
        ("discord.com/api", "https://"),
        ("ftp://127.0.0.1/", "https://"),
        ("file:///etc/passwd", "https://"),
        ("https://", "https://"),
        ("https:///api", "https://"),
        (f"https://{'a' * 64}.example", "https://"),
        ("https://a..example", "https://"),
        ("https://me:s3cret@discord.com/api", "user name"),
        ("https://me@discord.com/api", "user name"),
        ("http://127.0.0.1@evil.example/", "user name"),
        ("https://discord.com/api?x=s3cret", "no ?"),
        ("https://discord.com/api?", "no ?"),
        ("https://discord.com/api#s3cret", "no #"),
        ("https://discord.com:99999/api", "not a URL"),
        ("https://discord.com:0/api", "not a URL"),
        ("https://discord.com/\x00", "not a URL"),
        ("https://[::1/api", "not a URL"),
        ("https://[", "host name"),
        ("https://a%20b.example", "host name"),
        ("https://xn--a-ecp.ru\u2028/", "not a URL"),
    ],
)
def test_anywhere_else_is_refused_without_repeating_it(text: str, told: str) -> None:
    with pytest.raises(BadBaseUrl) as caught:
        parse_base_url(text)
    assert told in str(caught.value)
    assert str(caught.value).startswith("CAKD_DISCORD_API ")
    assert "s3cret" not in str(caught.value)


def test_loopback_is_this_machine_in_every_spelling() -> None:
    assert all(map(is_loopback, ["localhost", "LocalHost", "127.0.0.1", "::1"]))
    assert not any(map(is_loopback, ["discord.com", "0.0.0.0", "::", "127.0.0.1.x", ""]))


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("http://".__add__)))
def test_whatever_is_set_is_a_url_or_refused(text: str) -> None:
    try:
        url = parse_base_url(text)
    except BadBaseUrl:
        return
    assert url.startswith(("https://", "http://"))
    assert parse_base_url(url) == url
