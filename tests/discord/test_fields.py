"""What is said of a token and a server id while they are typed."""

from datetime import UTC, datetime

import pytest

from cakd_tui.core.reading import Accepted, Refused
from cakd_tui.discord.fields import GUILD, TOKEN


@pytest.mark.parametrize("text", ["", "   ", "\n", '""'])
def test_a_token_of_nothing_is_asked_for(text: str) -> None:
    assert TOKEN.read(text) == Refused("Paste the bot's token.")


def test_a_pasted_token_is_tidied_and_taken_without_a_doubt() -> None:
    token = "ODgwMDAwMDAwMDAwMDAwMjAy.abcdef.ghijklmnopqrstuvwxyz"
    assert TOKEN.read(f' "Bot {token}"\n') == Accepted(token)


def test_a_text_that_looks_like_something_else_is_taken_with_a_doubt() -> None:
    reading = TOKEN.read("https://discord.gg/abc")
    assert isinstance(reading, Accepted)
    assert reading.remark.startswith("This looks like a link.")


def test_a_server_id_is_judged_by_the_present_time() -> None:
    now = int((datetime.now(UTC) - datetime(2015, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    day = 24 * 60 * 60 * 1000
    past, future = str((now - day) << 22), str((now + day) << 22)
    assert GUILD.read(past) == Accepted(past)
    assert isinstance(GUILD.read(future), Refused)
