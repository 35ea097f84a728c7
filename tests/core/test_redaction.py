"""What looks like a secret does not survive, however it is dressed; what can't be one does."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.redaction import REDACTED, redacted, redacted_all
from cakd_tui.core.secret import Secret

Dress = Callable[[str], str]

LONGEST_LEFT = 7
"""Characters of a secret in a row that may be left."""


def noise(seed: int, length: int) -> str:
    """Base64url with the looks of a secret's, the same for the same seed."""
    digest = hashlib.sha512(f"noise {seed}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:length]


def bot_token(bot: int, seed: int, long: bool) -> str:
    first = base64.urlsafe_b64encode(str(bot).encode()).decode().rstrip("=")
    return f"{first}.{noise(seed, 6)}.{noise(seed + 1, 38 if long else 27)}"


@dataclass(frozen=True)
class Hidden:
    """A secret, and the text it stands in."""

    secret: str
    text: str


snowflakes = st.integers(10**16, 2**63)
seeds = st.integers(0, 10**9)
bot_tokens = st.builds(bot_token, snowflakes, seeds, st.booleans())
webhook_tokens = st.builds(noise, seeds, st.just(68))
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


def wrapped(width: int, margin: str) -> Dress:
    return lambda text: margin.join(
        text[start : start + width] for start in range(0, len(text), width)
    )


def percent(text: str) -> str:
    return quote(text, safe="")


def all_percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def slashed(text: str) -> str:
    return json.dumps({"url": text}).replace("/", "\\/")


def unicoded(text: str) -> str:
    return json.dumps([text]).replace("/", "\\u002f").replace(".", "\\u002E")


def all_unicoded(text: str) -> str:
    return '{"a": "' + "".join(f"\\u{ord(char):04x}" for char in text) + '"}'


def raised(text: str) -> str:
    return repr(RuntimeError(f"POST {text} failed:\n  {{'a': 1}}"))


margins = st.sampled_from(["\n", "\n    ", "\r\n\t", " \\\n  ", '"\n    "', "│\n│ ", "\n> "])
wrappings = st.builds(wrapped, st.integers(8, 90), margins)
encodings: st.SearchStrategy[Dress] = st.sampled_from(
    [str, percent, all_percent, slashed, unicoded, all_unicoded, json.dumps, repr, raised]
)
dresses = st.tuples(
    st.lists(encodings, max_size=2),
    st.lists(wrappings, max_size=1),
    st.lists(encodings, max_size=2),
).map(lambda worn: [dress for dresses in worn for dress in dresses])
surroundings = st.sampled_from(
    [
        ("", ""),
        ("the answer was ", " and that was it"),
        ("it said:\n", "\nWebhook routing rule saved"),
        ("last word\n   ", "\n   2026-08-01 next line"),
        ("in the log:\n    ", ".\n"),
    ]
)


def undressed(text: str, before_break: str) -> str:
    """All coats off, in the simplest way; whoever reads a report might try as much."""
    for _ in range(5):
        text = re.sub(before_break + r"(?:[\r\n]|\\r|\\n)+(?:[\s\"'│>]|\\t)*", "", text)
        text = unquote(text)
        text = re.sub(r"\\u00([0-9a-fA-F]{2})", lambda match: chr(int(match[1], 16)), text)
        text = text.replace("\\/", "/").replace("\\\\", "\\")
    return text


def left_of(secret: str, text: str) -> list[str]:
    """The pieces of the secret that are still in the text."""
    length = LONGEST_LEFT + 1
    pieces = (secret[at : at + length] for at in range(len(secret) - LONGEST_LEFT))
    return [piece for piece in pieces if piece in text]


@given(hidden, dresses, surroundings)
def test_no_secret_survives_in_whatever_dress(
    hidden: Hidden, dresses: list[Dress], around: tuple[str, str]
) -> None:
    text = hidden.text
    for dress in dresses:
        text = dress(text)
    clean = redacted(f"{around[0]}{text}{around[1]}")
    assert not left_of(hidden.secret, clean)
    assert not left_of(hidden.secret, undressed(clean, r"[\"'│> \t]*"))
    assert not left_of(hidden.secret, undressed(clean, r"[\"'\\│> \t]*"))
    assert REDACTED in clean


@given(hidden, dresses)
def test_what_is_clean_stays_as_it_is(hidden: Hidden, dresses: list[Dress]) -> None:
    text = hidden.text
    for dress in dresses:
        text = dress(text)
    clean = redacted(text)
    assert redacted(clean) == clean


words = st.sampled_from(
    ["Failed", "to", "create", "channel", "alerts-my-project", "the", "Webhook", "was", "saved"]
)
digests = seeds.map(lambda seed: hashlib.sha256(str(seed).encode()).hexdigest())
ordinary = st.one_of(
    words,
    st.integers(0, 2**64).map(str),
    st.uuids().map(str),
    digests,
    digests.map(lambda digest: f"sha256:{digest.upper()}"),
    seeds.map(lambda seed: hashlib.sha512(str(seed).encode()).hexdigest()),
    st.sampled_from(
        [
            "536871952",
            "/home/me/.config/cakd/my-project.json",
            "/tmp/pytest-of-me/pytest-12/test_a_missing_permission_ends_with_one_and_the_clicks0/x",
            "C:\\Users\\me\\AppData\\Local\\cakd\\new-table.json",
            "https://discord.com/api/v10/channels/880000000000000303/webhooks",
            "https://discord.com/oauth2/authorize?client_id=88&permissions=536871952&scope=bot",
            "http://127.0.0.1:8080/api/v10/@me",
            "https://proxy.example:3128",
            "me@example.org",
            "cakd_tui.discord.http.transport_reason.transport_reason",
            "2026-08-01T10:11:12.345678+00:00",
            "DiscordBot (https://github.com/cakd/cakd-tui, 0.1.0)",
            "Authorization header missing or invalid",
            "https://discord.com/api/webhooks/880000000000000303/***",
            "LongestNameOfAnyClassThatEverWasWrittenByOneHandInCamelCaseLetters",
            "-" * 70,
            "═" * 70,
            "100% of it",
            "12 %20 of it",
            "\\new",
        ]
    ),
)


@given(st.lists(st.tuples(ordinary, st.sampled_from([" ", "\n", "\n    ", ", ", "\r\n"]))))
def test_what_can_be_no_secret_survives(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{part}{gap}" for part, gap in parts)
    assert redacted(text) == text


@given(webhook_urls())
def test_ids_stay_readable(hidden: Hidden) -> None:
    assert redacted(hidden.text) == hidden.text.replace(hidden.secret, REDACTED)


@given(bot_tokens | webhook_tokens)
def test_the_text_around_a_whole_secret_stays(secret: str) -> None:
    before, after = "Whose is\n   ", "\n   Webhook routing rule saved"
    assert redacted(f"{before}{secret}{after}") == f"{before}{REDACTED}{after}"


@given(urls_with_passwords())
def test_the_host_behind_a_password_stays(hidden: Hidden) -> None:
    assert redacted(hidden.text).endswith(f"{REDACTED}@proxy.example:3128/path")


@pytest.mark.parametrize(
    "url",
    [
        "http://me:pass/word?x@proxy.example:3128",
        "http://me:pass#word@proxy.example:3128",
        "http://me:pass@word@proxy.example:3128",
        "http://passwordalone@proxy.example:3128",
        "me:password@proxy.example:3128",
    ],
)
def test_a_password_with_signs_that_do_not_belong_in_a_url_is_found(url: str) -> None:
    assert "word" not in redacted(f"HTTPS_PROXY is {url} here")
    assert "proxy.example:3128 here" in redacted(f"HTTPS_PROXY is {url} here")


def test_a_known_secret_is_taken_out_whatever_its_shape() -> None:
    known = [Secret("short and sweet")]
    text = "it was short%20and%20sweet, or short and\n  sweet"
    assert redacted(text) == text
    assert redacted("it was short%20and%20sweet", known) == f"it was {REDACTED}"


def test_nested_data_is_redacted_in_texts_and_keys_and_nowhere_else() -> None:
    token = bot_token(880000000000000202, 7, long=True)
    value = {"a": [1, None, True, {"b": token}], token: ("x", 1.5)}
    assert redacted_all(value) == {
        "a": [1, None, True, {"b": REDACTED}],
        REDACTED: ["x", 1.5],
    }


@dataclass(frozen=True)
class Told:
    """What shows what it holds when it is written down."""

    said: str


def test_what_is_neither_text_nor_number_is_redacted_as_it_would_be_written() -> None:
    token = bot_token(880000000000000202, 7, long=True)
    raw = token.encode()
    told = redacted_all([raw, bytearray(b"\xff " + raw), Told(token), {token}])
    assert told == [
        REDACTED,
        f"\\xff {REDACTED}",
        f"Told(said='{REDACTED}')",
        f"{{'{REDACTED}'}}",
    ]
    assert redacted_all({"a": b"it is hush-hush"}, [Secret("hush-hush")]) == {
        "a": f"it is {REDACTED}"
    }


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "//a", "%25", "\\", "authorization: ", "A1b-", "Ab1cdefghijklmnopqr.", "a\n"],
)
def test_no_text_takes_long(piece: str) -> None:
    start = time.process_time()
    redacted(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 2
