"""Discord as a function of this process."""

import asyncio
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.answering import Answering
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.errors import BadReply, TransportError
from cakd_tui.discord.http.in_process import InProcessTransport
from cakd_tui.discord.http.patience import Patience

TOKEN = Secret("a.b.c")


@dataclass(frozen=True)
class Said:
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


async def asked(answer: Answering, patience: Patience | None = None) -> str:
    async with open_client(transport=InProcessTransport(answer), patience=patience) as client:
        await client.prepare()
        created = await DiscordApi(client, TOKEN).create_channel(1, "alerts-x", "t", reason="why")
        return created.name or ""


async def test_a_request_arrives_as_it_would_over_a_socket() -> None:
    seen: list[tuple[str, str, Mapping[str, str], bytes]] = []

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Said:
        seen.append((method, target, headers, body))
        return Said(201, [("Via", "1.1 google")], b'{"id": "5", "type": 0, "name": "alerts-x"}')

    assert await asked(answer) == "alerts-x"
    [(method, target, headers, body)] = seen
    assert (method, target) == ("POST", "/api/v10/guilds/1/channels")
    assert headers["Authorization"] == headers["authorization"] == "Bot a.b.c"
    assert body == b'{"name":"alerts-x","type":0,"topic":"t"}'


async def test_a_query_is_part_of_the_target() -> None:
    targets: list[str] = []

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Said:
        targets.append(target)
        return Said(200, [], b"null")

    async with open_client(transport=InProcessTransport(answer)) as client:
        assert await DiscordApi(client, TOKEN).my_guilds() == ()
    assert targets == ["/api/v10/users/@me/guilds?limit=200"]


@pytest.mark.parametrize(
    ("raised", "kind", "ambiguous"),
    [
        (ConnectionRefusedError(111, "refused"), "refused", False),
        (socket.gaierror(-2, "Name or service not known"), "dns", False),
        (OSError(101, "Network is unreachable"), "unreachable", False),
        (ssl.SSLCertVerificationError("self-signed"), "tls-certificate", False),
        (ssl.SSLError("handshake failure"), "tls-other", False),
        (ConnectionResetError(104, "reset by peer"), "reset", True),
        (BrokenPipeError(32, "broken pipe"), "reset", True),
        (TimeoutError(), "timeout-read", True),
        (OSError("strange"), "other", False),
    ],
)
async def test_what_it_raises_is_what_a_socket_would_make_of_it(
    raised: OSError, kind: str, ambiguous: bool
) -> None:
    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Said:
        raise raised

    with pytest.raises(TransportError) as caught:
        await asked(answer)
    assert caught.value.reason_kind == kind
    assert caught.value.ambiguous is ambiguous


async def test_an_answer_that_takes_too_long_times_out() -> None:
    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Said:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(TransportError) as caught:
        await asked(answer, Patience(read=0.01))
    assert caught.value.reason_kind == "timeout-read"


async def test_a_body_shorter_than_promised_breaks_off() -> None:
    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Said:
        return Said(201, [("content-LENGTH", "500")], b'{"id": "5", "type": 0}')

    with pytest.raises(BadReply) as caught:
        await asked(answer)
    assert caught.value.flaw == "truncated"
    assert caught.value.ambiguous
