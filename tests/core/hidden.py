"""Secrets as they look, each in the text it stands in."""

import base64
import hashlib
from dataclasses import dataclass

from hypothesis import strategies as st


def noise(seed: int, length: int) -> str:
    """Base64url with the looks of a secret's, the same for the same seed."""
    digest = hashlib.sha512(f"noise {seed}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:length]


def bot_token(bot: int, seed: int, long: bool) -> str:
    first = base64.urlsafe_b64encode(str(bot).encode()).decode().rstrip("=")
    return f"{first}.{noise(seed, 6)}.{noise(seed + 1, 38 if long else 27)}"


def hex_token(seed: int) -> str:
    """A webhook's token of the other kind that is known."""
    return hashlib.shake_128(f"hex {seed}".encode()).hexdigest(50)


@dataclass(frozen=True)
class Hidden:
    """A secret, and the text it stands in."""

    secret: str
    text: str


snowflakes = st.integers(10**16, 2**63)
seeds = st.integers(0, 10**9)
bot_tokens = st.builds(bot_token, snowflakes, seeds, st.booleans())
webhook_tokens = st.builds(noise, seeds, st.just(68)) | seeds.map(hex_token)
passwords = st.builds(noise, seeds, st.integers(8, 30))

hosts = st.sampled_from(
    ["discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com", "alerts.example:80"]
)
versions = st.sampled_from(["", "/v6", "/v9", "/v10", "/v11"])


@st.composite
def webhook_urls(draw: st.DrawFn) -> Hidden:
    token = draw(webhook_tokens | st.just("abcdefghijklmnopqrstuvwxyz"))
    url = f"https://{draw(hosts)}/api{draw(versions)}/webhooks/{draw(snowflakes)}/{token}"
    return Hidden(token, url + draw(st.sampled_from(["", "?wait=true", "/slack", "/messages/1"])))


@st.composite
def urls_with_passwords(draw: st.DrawFn) -> Hidden:
    password = draw(passwords)
    user = draw(st.sampled_from(["me", "", "domain%5Cme"]))
    scheme = draw(st.sampled_from(["http://", "https://", "socks5://", "//"]))
    return Hidden(password, f"{scheme}{user}:{password}@proxy.example:3128/path")


def alone(secrets: st.SearchStrategy[str]) -> st.SearchStrategy[Hidden]:
    return secrets.map(lambda secret: Hidden(secret, secret))


@st.composite
def headers(draw: st.DrawFn) -> Hidden:
    secret = draw(bot_tokens | webhook_tokens | passwords)
    form = draw(
        st.sampled_from(
            [
                "Authorization: Bot {}",
                "authorization: Bearer {}",
                "{{'Authorization': 'Bot {}'}}",
                "(b'Authorization', b'Bearer {}')",
                '"authorization": "Bot {}"',
                "Proxy-Authorization: Basic {}",
                "Authorization={}",
            ]
        )
    )
    return Hidden(secret, form.format(secret))


@st.composite
def beheaded_tokens(draw: st.DrawFn) -> Hidden:
    rest = draw(bot_tokens).partition(".")[2]
    return Hidden(rest, f".{rest}" if draw(st.booleans()) else rest)


hidden = st.one_of(
    alone(bot_tokens),
    alone(webhook_tokens),
    alone(bot_tokens.map(lambda token: token.replace(".", "-"))),
    bot_tokens.map(lambda token: Hidden(token, f"Bot {token}")),
    beheaded_tokens(),
    webhook_urls(),
    headers(),
    urls_with_passwords(),
)
