"""What of a webhook's URL may be seen over the operator's shoulder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.masked_url import masked_url
from cakd_tui.core.secret import MASK, Secret


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://alerts.example/hooks/123/aBcD", f"https://alerts.example/hooks/123/{MASK}"),
        ("https://alerts.example/hooks/123/aBcD/", f"https://alerts.example/hooks/123/{MASK}"),
        ("https://alerts.example/in?key=a/b", f"https://alerts.example/{MASK}"),
        ("https://alerts.example/in/x#a/b", f"https://alerts.example/in/{MASK}"),
        (
            "https://alerts.example/services/T0AB/B0CD/xyz",
            f"https://alerts.example/services/{MASK}",
        ),
        ("https://alerts.example/hooks/1/aBcD/slack", f"https://alerts.example/hooks/1/{MASK}"),
        ("https://op:aBcD@alerts.example/hooks/1/x", f"https://alerts.example/hooks/1/{MASK}"),
        ("https://discord.com/api/webhooks/12/aB", f"https://discord.com/api/webhooks/12/{MASK}"),
        ("https://only-a-host", f"https://only-a-host/{MASK}"),
        ("https://[broken/aBcD", MASK),
        ("aBcD", MASK),
        ("", MASK),
    ],
)
def test_only_what_cannot_be_the_secret_is_shown(url: str, shown: str) -> None:
    assert masked_url(Secret(url)) == shown


@given(st.from_regex(r"[A-Za-z0-9_-]{12,80}", fullmatch=True))
def test_the_key_is_never_seen(key: str) -> None:
    assert key not in masked_url(Secret(f"https://alerts.example/hooks/1/{key}"))
    assert key not in masked_url(Secret(f"https://alerts.example/hooks/1?key={key}"))
