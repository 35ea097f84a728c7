"""Reads that are asked again, over a real socket."""

from typing import TYPE_CHECKING

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import (
    BadReply,
    NotFound,
    ServerError,
)
from cakd_tui.discord.http.retry import Retry

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        Connect,
        FakeTime,
        Notices,
        Server,
    )

ME = {"id": "2", "username": "cakd", "bot": True}


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_read_is_repeated_after_a_passing_failure(
    server: "Server", api: DiscordApi, said: "Notices", time: "FakeTime", status: int
) -> None:
    server.script(server.text("oops", status), server.text("oops", status), server.json(ME))
    assert (await api.current_user()).username == "cakd"
    reason = f"Discord answered with status {status}"
    assert said == [Retry(0.5, 2, reason), Retry(1.0, 3, reason)]
    assert time.slept == [0.5, 1.0]


async def test_a_read_is_given_up_after_three_attempts(
    server: "Server", api: DiscordApi, said: "Notices"
) -> None:
    server.script(*[server.text("oops", 502)] * 4)
    with pytest.raises(ServerError):
        await api.current_user()
    assert len(server.requests) == 3
    assert len(said) == 2


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("reset", "No answer (the connection was closed)"), ("cut short", "The answer broke off")],
)
async def test_a_read_is_repeated_when_the_connection_breaks(
    server: "Server", api: DiscordApi, said: "Notices", kind: str, reason: str
) -> None:
    broken = (
        server.reply(hang_up=True)
        if kind == "reset"
        else server.reply(body=b'{"id": "2", ', promised=500)
    )
    server.script(broken, server.json(ME))
    assert (await api.current_user()).id == 2
    [note] = said
    assert note == Retry(0.5, 2, reason)


async def test_a_read_is_repeated_without_anybody_listening(
    server: "Server", connect: "Connect", token: Secret
) -> None:
    server.script(server.text("oops", 502), server.json(ME))
    assert (await DiscordApi(connect(), token).current_user()).id == 2


async def test_what_breaks_off_three_times_is_unreadable(server: "Server", api: DiscordApi) -> None:
    server.script(*[server.reply(body=b"{", promised=500)] * 3)
    with pytest.raises(BadReply) as caught:
        await api.current_user()
    assert caught.value.flaw == "truncated"
    assert not caught.value.ambiguous


async def test_a_refusal_that_broke_off_is_asked_for_again(
    server: "Server", api: DiscordApi, said: "Notices"
) -> None:
    broken = server.reply(status=404, body=b'{"message": "Unknown Gu', promised=500)
    whole = server.json({"message": "Unknown Guild", "code": 10004}, 404)
    server.script(broken, whole)
    with pytest.raises(NotFound) as raised:
        await api.guild(1)
    assert raised.value.code == 10004
    assert [each.reason for each in said if isinstance(each, Retry)] == ["The answer broke off"]
