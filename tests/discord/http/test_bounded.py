"""Bodies that are huge, broken off, slow or packed, over a real socket."""

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import (
    BadReply,
    NotFound,
)
from cakd_tui.discord.http.patience import Patience

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        Connect,
        Server,
    )

ME = {"id": "2", "username": "cakd", "bot": True}


async def test_a_huge_body_is_not_read_to_its_end(server: "Server", api: DiscordApi) -> None:
    server.script(server.reply(body=b"[", padding=64 * 1024 * 1024))
    with pytest.raises(BadReply) as caught:
        await api.current_user()
    assert caught.value.flaw == "too-large"
    assert server.sent < 24 * 1024 * 1024


async def test_a_huge_refusal_is_a_refusal(server: "Server", api: DiscordApi) -> None:
    server.script(server.reply(status=404, body=b"no", padding=64 * 1024 * 1024))
    with pytest.raises(NotFound):
        await api.current_user()


async def test_a_refusal_that_breaks_off_is_a_refusal(server: "Server", api: DiscordApi) -> None:
    server.script(*[server.reply(status=404, body=b'{"message": "Unk', promised=500)] * 3)
    with pytest.raises(NotFound) as caught:
        await api.current_user()
    assert caught.value.body == '{"message": "Unk'


async def test_a_compressed_answer_is_read(server: "Server", api: DiscordApi) -> None:
    packed = gzip.compress(json.dumps(ME).encode())
    server.script(server.reply(headers={"Content-Encoding": "gzip"}, body=packed))
    assert (await api.current_user()).id == 2


async def test_an_answer_that_trickles_is_given_up(
    server: "Server", connect: "Connect", token: Secret
) -> None:
    server.script(*[server.reply(body=b"{", promised=500, stall=True)] * 3)
    client = connect(patience=Patience(body=0.02, read=3600))
    with pytest.raises(BadReply) as caught:
        await DiscordApi(client, token).current_user()
    assert caught.value.flaw == "truncated"


async def test_an_answer_that_cannot_be_unpacked_is_told(server: "Server", api: DiscordApi) -> None:
    server.script(server.reply(headers={"Content-Encoding": "gzip"}, body=b"not gzip"))
    with pytest.raises(BadReply) as caught:
        await api.current_user()
    assert caught.value.flaw == "undecodable"
