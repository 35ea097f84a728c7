"""Server ids, typed and pasted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.reading import Accepted, Refused
from cakd_tui.discord.snowflake import created_at, id_or_none, parse_guild
from tests.discord.spoilt_ids import SPOILT

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
GUILD = "175928847299117063"


def refused(text: str) -> str:
    reading = parse_guild(text, NOW)
    assert isinstance(reading, Refused)
    return reading.reason


def test_an_id_tells_when_it_was_made() -> None:
    assert created_at(175928847299117063) == datetime(2016, 4, 30, 11, 18, 25, 796000, UTC)
    assert created_at(1000000000000000000).replace(microsecond=0) == datetime(
        2022, 7, 22, 11, 22, 59, tzinfo=UTC
    )


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_no_id_is_none(spoilt: str) -> None:
    assert id_or_none(spoilt) is None


@pytest.mark.parametrize("number", [0, 7, 175928847299117063, 2**63 - 1])
def test_an_id_is_read_as_its_number(number: int) -> None:
    assert id_or_none(str(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        GUILD,
        f"  {GUILD}\n",
        f'"{GUILD}"',
        f"' {GUILD} '",
        f"\u201c{GUILD}\u201d",
        f"\u200b{GUILD}\ufeff",
        f"`{GUILD}`",
    ],
)
def test_an_id_is_read_through_what_a_paste_brings_along(text: str) -> None:
    assert parse_guild(text, NOW) == Accepted(GUILD)


@pytest.mark.parametrize(
    "link",
    [
        "https://discord.com/channels/{}/234567890123456789",
        "http://discord.com/channels/{}/234567890123456789/345678901234567890",
        "discord.com/channels/{}",
        "//discord.com/channels/{}/",
        "https://ptb.discord.com/channels/{}/1",
        "canary.discord.com/channels/{}/1",
        "https://www.discord.com/channels/{}?x=1",
        "https://discordapp.com/channels/{}#x",
        "<HTTPS://Discord.com/channels/{}/1>",
        " 'https://discord.com/channels/{}/1' ",
    ],
)
def test_a_channel_link_holds_the_server_id(link: str) -> None:
    reading = parse_guild(link.format(GUILD), NOW)
    assert reading == Accepted(GUILD, "Taken from the channel link.")


def test_a_link_to_a_direct_message_is_refused_with_its_own_reason() -> None:
    assert "direct message" in refused("https://discord.com/channels/@me/234567890123456789")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "missing"),
        ("  ", "missing"),
        ("my server", "a number of 17 to 20 digits"),
        ("-175928847299117063", "a number of 17 to 20 digits"),
        ("\uff11" * 18, "a number of 17 to 20 digits"),
        ("1234567890123456", "this has 16"),
        ("123456789012345678901", "this has 21"),
        ("017592884729911706", "begin with 0"),
        (str(2**64), "too large"),
        ("99999999999999999999", "too large"),
        (str(2**64 - 1), "future"),
        ("https://discord.gg/abc", "invite link"),
        ("https://discord.com/oauth2/authorize?client_id=1", "invite link"),
        (f"https://discord.com/api/webhooks/{GUILD}/abc", "webhook URL"),
        ("https://discord.com/channels/abc/1", "holds no server id"),
        ("https://discord.com/channels//1", "holds no server id"),
        (f"https://evil.example/discord.com/channels/{GUILD}", "a number of"),
    ],
)
def test_what_is_no_server_id_is_refused_with_the_reason(text: str, told: str) -> None:
    assert told in refused(text)


@pytest.mark.parametrize("text", ["", "abc", "12", str(2**64 - 1)])
def test_a_refusal_says_what_to_do_next(text: str) -> None:
    assert "Copy Server ID" in refused(text)


def snowflake(moment: datetime) -> str:
    return str(int((moment - EPOCH) / timedelta(milliseconds=1)) << 22)


def test_an_id_of_tomorrow_is_refused_and_one_of_a_minute_ahead_is_not() -> None:
    assert "future" in refused(snowflake(NOW + timedelta(days=1)))
    ahead = snowflake(NOW + timedelta(minutes=1))
    assert parse_guild(ahead, NOW) == Accepted(ahead)


@given(st.integers(min_value=10**16, max_value=int(snowflake(NOW))))
def test_every_id_of_the_past_is_accepted(value: int) -> None:
    assert parse_guild(str(value), NOW) == Accepted(str(value))


@given(st.one_of(st.text(), st.integers().map(str), st.from_regex(r"discord\.com/channels/.*")))
def test_whatever_is_typed_is_accepted_as_an_id_or_refused_with_a_reason(text: str) -> None:
    reading = parse_guild(text, NOW)
    if isinstance(reading, Refused):
        assert reading.reason
    else:
        assert reading.value.isascii()
        assert created_at(int(reading.value)) <= NOW + timedelta(hours=1)
