"""What others write down of Discord's answers, as it is pasted."""

import json
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.recognition import named_rows
from cakd_tui.core.troubleshooting import own_entries
from cakd_tui.discord.provider import DiscordProvider

PROVIDER = DiscordProvider(environment={})
ENTRIES = (*own_entries(), *PROVIDER.entries())
MISSING = '{"message": "Missing Permissions", "code": 50013}'
NAMED = {
    "message": "Invalid Form Body",
    "code": 50035,
    "errors": {"name": {"_errors": [{"code": "USERNAME_INVALID_CONTAINS", "message": "no"}]}},
}
UNKNOWN = '{"message": "Unknown Webhook", "code": 10015}'
QUOTED = json.dumps(NAMED).replace('"', '\\"')
URL = "https://discord.com/api/webhooks/1234567890/abcdefghijklmnopqrstuvwxyz"


def rows(text: str) -> list[str]:
    return [entry.id for entry in named_rows(text, ENTRIES, PROVIDER.recognise(text))]


NOTIFIER = "discord: notify retry canceled due to unrecoverable error after 1 attempts"
"""How Alertmanager's own sender begins to tell of a refusal."""


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (MISSING, "CAKD-D-50013"),
        (json.dumps(json.loads(MISSING), indent=2), "CAKD-D-50013"),
        (f"Warning: x: discord API error: status 403, body: {MISSING}", "CAKD-D-50013"),
        (
            "Warning: Failed to provision notification channel: discord API error: status 403, "
            'body: {"message": "Missing Permissions", ...}',
            "CAKD-D-50013",
        ),
        ('{"message": "401: Unauthorized", "code": 0}', "CAKD-D-401"),
        ("HTTP/2 401 \ncontent-type: application/json\n", "CAKD-D-401-OTHER"),
        ("401 Unauthorized (error code: 0): 401: Unauthorized", "CAKD-D-401"),
        ('{"message": "Invalid Webhook Token", "code": 50027}', "CAKD-D-50027"),
        ('{"message": "Only bots can use this endpoint", "code": 20002}', "CAKD-D-20002"),
        ("discord.errors.Forbidden: 403 Forbidden (error code: 50001): x", "CAKD-D-50001"),
        ("DiscordAPIError[20002]: x", "CAKD-D-20002"),
        ("DiscordAPIError[50013]: Missing Permissions", "CAKD-D-50013"),
        ("Missing Access", "CAKD-D-50001"),
        (json.dumps(NAMED), "CAKD-D-50035-NAME"),
        (f"unexpected status code 404: {URL}: {UNKNOWN}", "CAKD-D-10015"),
        (f'err="discord[0]: unexpected status code 400: {QUOTED}"', "CAKD-D-50035-NAME"),
        (f"{NOTIFIER}: unexpected status code 404", "CAKD-D-10015"),
        (f'err="ops/discord[0]: {NOTIFIER}: unexpected status code 404"', "CAKD-D-10015"),
        (f"{NOTIFIER}: unexpected status code 403", "CAKD-D-403"),
        ('{"message": "no \\"discord\\" in it", "code": 20031}', "CAKD-D-20031"),
        ('unexpected status code 400: {"embeds": ["0"]}', "CAKD-D-400"),
        ('{"message": "You are being rate limited.", "retry_after": 0.3, "global": false}',
         "CAKD-D-429"),
        ("status 429, body: (not sent: the limit frees up in 4 s)", "CAKD-D-429"),
        ('{"message": "x", "retry_after": 9, "code": 20028}', "CAKD-D-20028"),
        ("error code: 1015", "CAKD-D-CLOUDFLARE"),
        ("discord API error: status 403, body: error code: 1010", "CAKD-D-CLOUDFLARE"),
        ('{"message":"internal network error","code":40333}', "CAKD-D-CLOUDFLARE"),
        ("discord API error: status 404, body: <html>", "CAKD-D-404"),
        ("discord API error: status 502, body: <html>", "CAKD-D-5XX"),
        ("504 Gateway Time-out", "CAKD-D-5XX"),
        ('status 403, body: {"message": "new", "code": 987654}', "CAKD-D-403"),
        ("unreadable answer: GET https://x/y: status 200, a web page (x)", "CAKD-D-REPLY-PAGE"),
        ("cakd: CAKD_DISCORD_API must be an https address", "CAKD-D-API"),
        ("(CAKD-D-50013-GUILD)", "CAKD-D-50013-GUILD"),
    ],
)  # fmt: skip
def test_an_answer_is_recognised_whoever_wrote_it_down(text: str, row: str) -> None:
    assert rows(text) == [row]
    assert rows(f"first line\n  {text}\nlast line") == [row]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{",
        "{}",
        '{"message": 1, "code": "x"}',
        "status 200",
        "code: 50013",
        "status 999",
    ],
)
def test_what_says_nothing_of_a_failure_is_not_recognised(text: str) -> None:
    assert rows(text) == []


def test_each_of_several_failures_has_its_row() -> None:
    assert rows(f"{MISSING}\n502 Bad Gateway") == ["CAKD-D-50013", "CAKD-D-5XX"]
    assert rows(f"status 403: {MISSING}\nstatus 404: {UNKNOWN}\n{MISSING}") == [
        "CAKD-D-50013",
        "CAKD-D-10015",
    ]


def test_a_status_of_a_proxy_is_not_discords() -> None:
    text = "failed to make request: GET https://discord.com/x: the proxy failed (403 Forbidden)"
    assert rows(text) == ["CAKD-N-PROXY"]


@given(st.text(max_size=200), st.sampled_from([MISSING, json.dumps(NAMED), "status 403 ", '{"a":']))
def test_any_text_is_read_and_nothing_of_it_kept(text: str, known: str) -> None:
    secret = "s3cret-token"
    for symptom in PROVIDER.recognise(f"{secret}{text}{known}{URL}{text}{secret}"):
        assert secret not in f"{symptom.text}{symptom.facts}"


def test_a_hostile_text_is_read_in_a_moment() -> None:
    chance = random.Random(7)
    words = ['{"a":', "{" * 50, "status 403 ", '"code": 5', "}", "\n", "[" * 9, MISSING]
    text = "".join(chance.choice(words) for _ in range(80_000))[: 2**19]
    begun = time.perf_counter()
    PROVIDER.recognise(text)
    assert time.perf_counter() - begun < 10
