"""What looks like a secret does not survive, however it is dressed; what can't be one does."""

import hashlib
import time
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cakd_tui.core.redaction import REDACTED, redacted, redacted_all
from cakd_tui.core.secret import Secret
from tests.core.dresses import (
    BREAKS,
    PREFIXES,
    SIGNS,
    Dress,
    dressed,
    dresses,
    left_of,
    light_dresses,
    surroundings,
    undressed,
    without_prefixes,
    wrapped,
)
from tests.core.hidden import (
    Hidden,
    bot_token,
    bot_tokens,
    hex_token,
    hidden,
    noise,
    passwords,
    seeds,
    urls_with_passwords,
    webhook_tokens,
    webhook_urls,
)


@given(hidden, dresses, surroundings)
def test_no_secret_survives_in_whatever_dress(
    hidden: Hidden, dresses: list[Dress], around: tuple[str, str]
) -> None:
    clean = redacted(f"{around[0]}{dressed(hidden.text, dresses)}{around[1]}")
    assert not left_of(hidden.secret, clean)
    assert not left_of(hidden.secret, undressed(clean, r"[\"'│> \t]*"))
    assert not left_of(hidden.secret, undressed(clean, r"[\"'\\│> \t]*"))
    assert not left_of(hidden.secret, without_prefixes(clean))
    assert REDACTED in clean


@given(passwords, light_dresses, surroundings)
def test_nor_does_a_known_one_of_no_shape(
    secret: str, dresses: list[Dress], around: tuple[str, str]
) -> None:
    clean = redacted(f"{around[0]}{dressed(secret, dresses)}{around[1]}", [Secret(secret)])
    assert not left_of(secret, clean)
    assert not left_of(secret, undressed(clean, r"[\"'│> \t]*"))
    assert not left_of(secret, without_prefixes(clean))
    assert REDACTED in clean


BOT, HOOK, HEX = bot_token(880000000000000202, 7, long=True), noise(7, 68), hex_token(7)
EVERY_MARGIN = [*BREAKS, *(f"\n{prefix}" for prefix in PREFIXES), '" +\n    "', "=\r\n", *SIGNS]


@pytest.mark.parametrize("margin", EVERY_MARGIN, ids=ascii)
@pytest.mark.parametrize("width", [9, 25])
@pytest.mark.parametrize(
    "hidden",
    [
        Hidden(BOT, BOT),
        Hidden(HOOK, HOOK),
        Hidden(HEX, f"Whose is\n{HEX}\nfade away"),
        Hidden(HOOK, f"https://discord.com/api/webhooks/880000000000000303/{HOOK}"),
        Hidden("h-u-s-h and no word", "it is h-u-s-h and no word"),
    ],
    ids=["bot", "token", "hex", "url", "known"],
)
def test_every_margin_and_sign_is_seen_through(hidden: Hidden, width: int, margin: str) -> None:
    text = wrapped(width, margin)(hidden.text)
    clean = redacted(text, [Secret("h-u-s-h and no word")])
    assert not left_of(hidden.secret, clean)
    assert not left_of(hidden.secret, without_prefixes(clean))
    assert REDACTED in clean


@given(hidden, dresses)
def test_what_is_clean_stays_as_it_is(hidden: Hidden, dresses: list[Dress]) -> None:
    clean = redacted(dressed(hidden.text, dresses))
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


gaps = st.sampled_from(
    [*(" ", "\n", "\n    ", ", ", "\r\n", "\x1b[0m \x1b[1m", "\u200b ", '" +\n  "', '",\n  "')]
) | st.builds(str.__add__, st.sampled_from(BREAKS), st.sampled_from(PREFIXES))


@given(st.lists(st.tuples(ordinary, gaps)))
@example(
    [("project.json", "\n"), ("0", "\n"), *[("LongestNameOfAnyClass", "\n")] * 2, ("Failed", "")]
)
def test_what_can_be_no_secret_survives(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{part}{gap}" for part, gap in parts)
    assert redacted(text) == text


@given(webhook_urls())
def test_ids_stay_readable(hidden: Hidden) -> None:
    assert redacted(hidden.text) == hidden.text.replace(hidden.secret, REDACTED)


@given(
    bot_tokens | webhook_tokens, st.just("   ") | st.sampled_from(PREFIXES), st.sampled_from(BREAKS)
)
@example(noise(811, 68), "+ ", "\n")  # it begins with "bot"
def test_the_text_around_a_whole_secret_stays(secret: str, prefix: str, line_break: str) -> None:
    before = f"{prefix}Whose is{line_break}{prefix}"
    after = f"{line_break}{prefix}Webhook routing rule saved"
    assert redacted(f"{before}{secret}{after}") == f"{before}{REDACTED}{after}"


def test_the_field_after_a_secret_keeps_its_name() -> None:
    text = '{"authorization": "Basic %s",\n  "content-type": "text/plain",\n  "n": 1}'
    assert redacted(text % "bWU6aHVzaA") == text % REDACTED


@given(bot_tokens | webhook_tokens, st.sampled_from(SIGNS))
def test_signs_beside_a_whole_secret_stay(secret: str, sign: str) -> None:
    before, after = f"{sign}Whose is {sign}", f"{sign} it is"
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
    [
        *("a", " ", "//a", "%25", "\\", "authorization: ", "A1b-", "Ab1cdefghijklmnopqr.", "a\n"),
        *("\x1b[", "\x1b[1;31m", "\u200b", '" +', "+ ", " \n", "\n# ", "\n# a", "\n- - a", "a=\n"),
        *("2026-08-01 ", "10:11:12 ", "\n10:11:12 a b[1]: INFO c", "\nINFO", "a |\n", '\\" '),
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    start = time.process_time()
    redacted(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "around", [("a\n", BOT, "\na"), ("word\n", HOOK, "\nword"), ("\n- Ab", HOOK, "\n- Ab")]
)
def test_nor_do_many_words_around_a_secret(around: tuple[str, str, str]) -> None:
    before, secret, after = around
    start = time.process_time()
    assert secret not in redacted(f"{before * 5_000}{secret}{after * 5_000}")
    assert time.process_time() - start < 4
