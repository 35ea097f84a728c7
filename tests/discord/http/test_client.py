"""One call over a real socket: what goes out, and how the client lives."""

import asyncio
import gc
import ssl
from typing import TYPE_CHECKING

import httpx
import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.errors import (
    ApiError,
    BadBaseUrl,
    BadReply,
    DiscordError,
    TransportError,
)

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        Connect,
        FakeTime,
        Reply,
        Server,
    )

ME = {"id": "2", "username": "cakd", "bot": True}
CHANNEL = {"id": "5", "type": 0, "name": "alerts-x"}
WHY = "CAKD alerts"


async def create(api: DiscordApi) -> None:
    await api.create_channel(1, "alerts-x", "topic", reason=WHY)


async def test_a_call_is_signed_and_says_who_asks(
    server: "Server", api: DiscordApi, token: Secret
) -> None:
    server.says(ME)
    await api.current_user()
    [asked] = server.requests
    assert (asked.method, asked.target) == ("GET", "/api/v10/users/@me")
    assert asked.headers["authorization"] == f"Bot {token.reveal()}"
    assert asked.headers["user-agent"].startswith("DiscordBot (https://github.com/cakd/cakd-tui, ")
    assert "x-audit-log-reason" not in asked.headers
    assert "content-type" not in asked.headers


async def test_a_webhook_is_called_by_its_token_alone(
    server: "Server", api: DiscordApi, webhook_token: Secret
) -> None:
    server.says({"id": "9", "channel_id": "5"})
    await api.execute_webhook(7, webhook_token, {"content": "hello"})
    [asked] = server.requests
    assert asked.target == f"/api/v10/webhooks/7/{webhook_token.reveal()}?wait=true"
    assert "authorization" not in asked.headers
    assert asked.headers["content-type"] == "application/json"
    assert asked.json == {"content": "hello"}


async def test_connections_are_used_again(server: "Server", api: DiscordApi) -> None:
    for _ in range(3):
        server.says(ME)
        await api.current_user()
    assert server.connections == 1


@pytest.mark.parametrize("status", [200, 201, 202, 206])
async def test_any_status_of_success_will_do(
    server: "Server", api: DiscordApi, status: int
) -> None:
    server.says(CHANNEL, status)
    assert (await api.create_channel(1, "alerts-x", "t", reason=WHY)).id == 5


@pytest.mark.parametrize("location", ["https://evil.example/", "/api/v10/users/@me"])
async def test_no_redirect_is_followed(server: "Server", api: DiscordApi, location: str) -> None:
    server.script(server.text("", 301, {"Location": location}))
    with pytest.raises(ApiError) as caught:
        await api.current_user()
    assert caught.value.status == 301
    assert str(caught.value) == "discord API error: status 301, body: (empty)"
    assert not caught.value.ambiguous
    assert len(server.requests) == 1


async def test_preparing_builds_the_client_once(
    connect: "Connect", server: "Server", token: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[httpx.AsyncHTTPTransport] = []

    class Counted(httpx.AsyncHTTPTransport):
        def __init__(
            self, verify: ssl.SSLContext, proxy: httpx.Proxy | None, limits: httpx.Limits
        ) -> None:
            super().__init__(verify, proxy=proxy, limits=limits)
            built.append(self)

    monkeypatch.setattr(httpx, "AsyncHTTPTransport", Counted)
    client = connect()
    await asyncio.gather(client.prepare(), client.prepare())
    await client.prepare()
    assert server.connections == 0
    server.says(ME)
    await DiscordApi(client, token).current_user()
    assert len(built) == 1


async def test_a_client_that_was_never_used_is_closed_quietly() -> None:
    async with open_client() as client:
        assert vars(client)["_http"] is None


def test_a_bad_base_url_is_refused_at_once() -> None:
    with pytest.raises(BadBaseUrl):
        open_client("http://discord.com/api/v10")


async def test_a_cancelled_call_leaves_the_client_in_order(
    server: "Server", api: DiscordApi
) -> None:
    server.script(server.reply(gate=asyncio.Event()), server.json(ME))
    under_way = asyncio.create_task(api.current_user())
    await server.arrived.wait()
    under_way.cancel()
    with pytest.raises(asyncio.CancelledError):
        await under_way
    assert (await api.current_user()).id == 2


async def test_nothing_is_left_open(server: "Server", connect: "Connect", token: Secret) -> None:
    client = connect()
    server.script(server.reply(body=b"[", padding=16 * 1024 * 1024))
    with pytest.raises(BadReply):
        await DiscordApi(client, token).current_user()
    await client.aclose()
    gc.collect()


async def test_missing_certificates_are_told_by_the_call(
    token: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    async with open_client("https://127.0.0.1:9/api/v10") as client:
        await client.prepare()
        with pytest.raises(TransportError) as caught:
            await create(DiscordApi(client, token))
    assert caught.value.reason_kind == "tls-store"
    assert not caught.value.ambiguous


async def test_where_none_is_asked_for_no_certificates_are_read(
    connect: "Connect", server: "Server", token: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    server.says(ME)
    await DiscordApi(connect(), token).current_user()
    assert len(server.requests) == 1


def _breaking_replies(server: "Server") -> "list[Reply]":
    return [
        server.text("oops", 500),
        server.text("oops", 503),
        server.reply(hang_up=True),
        server.reply(status=201, body=b'{"id": ', promised=500),
        server.reply(status=201, body=b"<html>"),
        server.reply(status=201, body=b""),
        server.reply(status=201, body=b'{"id": "x"}'),
        server.reply(status=201, headers={"Content-Encoding": "gzip"}, body=b"not gzip"),
    ]


@pytest.mark.parametrize("number", range(8))
async def test_a_creating_call_is_never_repeated_and_its_failure_is_ambiguous(
    server: "Server", api: DiscordApi, time: "FakeTime", number: int
) -> None:
    server.script(_breaking_replies(server)[number], server.json(CHANNEL))
    with pytest.raises(DiscordError) as caught:
        await create(api)
    assert caught.value.ambiguous
    assert len(server.requests) == 1
    assert time.slept == []


async def test_a_failure_of_tls_in_the_middle_is_a_transport_failure(token: Secret) -> None:
    def broken(_request: httpx.Request) -> httpx.Response:
        raise ssl.SSLError("bad record mac")

    async with open_client(transport=httpx.MockTransport(broken)) as client:
        with pytest.raises(TransportError) as caught:
            await create(DiscordApi(client, token))
    assert caught.value.reason_kind == "tls-other"
    assert caught.value.ambiguous
