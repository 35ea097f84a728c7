"""Webhook URLs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.errors import BadWebhookUrl
from cakd_tui.discord.http.webhook_url import parse_public_url, public_url

ID = 1234567890
TOKEN = Secret("abcdefghijklmnop-qrstuvw_xyz")


def test_the_public_url_has_no_version() -> None:
    url = public_url(ID, Secret("abc"))
    assert url.reveal() == "https://discord.com/api/webhooks/1234567890/abc"
    assert "abc" not in f"{url} {url!r}"


@pytest.mark.parametrize(
    "text",
    [
        "https://discord.com/api/webhooks/{}/{}",
        "https://discord.com/api/v10/webhooks/{}/{}",
        "https://discordapp.com/api/webhooks/{}/{}",
        "https://ptb.discord.com/api/webhooks/{}/{}",
        "https://canary.discord.com/api/v9/webhooks/{}/{}/",
        "discord.com/api/webhooks/{}/{}",
        " <HTTPS://Discord.com/api/webhooks/{}/{}>\n",
        "https://discord.com/api/webhooks/{}/{}?wait=true",
        "https://discord.com/api/webhooks/{}/{}/slack",
    ],
)
def test_id_and_token_are_found_in_every_spelling(text: str) -> None:
    assert parse_public_url(text.format(ID, TOKEN.reveal())) == (ID, TOKEN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "s3cret",
        "https://evil.example/api/webhooks/1/s3cret",
        "https://discord.com.evil.example/api/webhooks/1/s3cret",
        "https://discord.com/api/webhooks/1",
        "https://discord.com/api/webhooks/x/s3cret",
        "https://discord.com/api/webhooks/0/s3cret",
        "https://discord.com/api/webhooks/99999999999999999999/s3cret",
        "https://discord.com/api/webhooks/1/s3cret/../x",
        "https://discord.com/api/webhooks/1/..",
        "https://discord.com/api/webhooks/1/s3cret more",
    ],
)
def test_anything_else_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(BadWebhookUrl) as caught:
        parse_public_url(text)
    assert "s3cret" not in str(caught.value)


@given(
    st.integers(min_value=1, max_value=2**64 - 1),
    st.from_regex(r"[A-Za-z0-9_-]{1,100}", fullmatch=True).map(Secret),
)
def test_what_is_made_can_be_read_back(webhook_id: int, token: Secret) -> None:
    assert parse_public_url(public_url(webhook_id, token).reveal()) == (webhook_id, token)
