"""Secrets: where they go, and that they go nowhere else."""

import json
import logging
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest

from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi, WebhookApi
from cakd_tui.discord.http.errors import (
    DiscordError,
    MalformedToken,
    NotFound,
)
from cakd_tui.discord.http.sealed import SEAL, Seal, SealedTransport

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        Connect,
        Reply,
        Server,
    )

ME = {"id": "2", "username": "cakd", "bot": True}
WHY = "CAKD alerts"


@pytest.fixture
def spoken() -> Callable[[BaseException], str]:
    """Everything an error would ever print: itself, its parts, its causes, its traceback."""

    def spoken(error: BaseException) -> str:
        parts = traceback.format_exception(error)
        seen: BaseException | None = error
        while seen is not None:
            parts += [repr(seen), str(seen), repr(seen.args), repr(vars(seen))]
            seen = seen.__cause__ or seen.__context__
        return "\n".join(parts)

    return spoken


@pytest.mark.parametrize("bad", ["with space", "line\nbreak", "\u00e4", "nul\x00", ""])
async def test_a_token_that_cannot_be_sent_is_refused_before_anything_is(
    server: "Server", connect: "Connect", spoken: Callable[[BaseException], str], bad: str
) -> None:
    api = DiscordApi(connect(), Secret(f"s3cr3t{bad}" if bad else ""))
    with pytest.raises(MalformedToken) as caught:
        await api.current_user()
    assert isinstance(caught.value, CredentialsRefused)
    assert "s3cr3t" not in spoken(caught.value)
    assert server.requests == []


@pytest.mark.parametrize("bad", ["..", "a/b", "a?b", "a b", ""])
async def test_a_webhook_token_that_cannot_be_sent_is_refused_before_anything_is(
    server: "Server", hooks: WebhookApi, bad: str
) -> None:
    with pytest.raises(MalformedToken):
        await hooks.webhook_by_token(7, Secret(bad))
    assert server.requests == []


def _failing_replies(server: "Server", secrets: tuple[str, str]) -> "list[Reply]":
    echo = f"You asked https://x/api/webhooks/7/{secrets[1]} as Bot {secrets[0]}"
    webhook = json.dumps({"id": "7x", "token": secrets[1], "type": 1})
    return [
        *(server.text(echo, status) for status in (400, 401, 403, 404, 429, 301)),
        *(server.json({"message": echo, "code": 1}, status) for status in (400, 403)),
        server.json({"errors": {"x": {"_errors": [{"message": echo, "code": echo}]}}}, 400),
        server.json({"message": echo, "retry_after": 1e9}, 429),
        server.reply(hang_up=True),
        server.reply(raw=echo.encode() + b"\r\n\r\n"),
        server.text(echo),
        server.reply(body=webhook.encode()),
        server.reply(body=webhook[:60].encode()),
        server.reply(body=webhook[:60].encode(), promised=500),
        server.reply(body=webhook.encode() + b'"\xff"'),
        server.reply(body=webhook.encode()[:50] + b'\xff"}'),
        server.reply(status=500, body=webhook[:50].encode()),
    ]


@pytest.mark.parametrize("number", range(19))
async def test_no_error_tells_a_secret(
    server: "Server",
    api: DiscordApi,
    token: Secret,
    webhook_token: Secret,
    spoken: Callable[[BaseException], str],
    number: int,
) -> None:
    secrets = (token.reveal(), webhook_token.reveal())
    # A webhook's own route knows of no bot token, so it can't recognise one that is sent back.
    for call, hidden in (
        (lambda: api.create_webhook(5, "x", reason=WHY), secrets),
        (lambda: api.execute_webhook(7, webhook_token, {"content": "x"}), secrets[1:]),
    ):
        server.script(_failing_replies(server, secrets)[number])
        with pytest.raises(DiscordError) as caught:
            await call()
        text = spoken(caught.value)
        assert secrets[1][:20] not in text
        assert [secret for secret in hidden if secret in text] == []
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


async def test_no_log_line_tells_a_secret(
    server: "Server",
    api: DiscordApi,
    token: Secret,
    webhook_token: Secret,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.says(ME)
    server.says({"id": "9"})
    server.says({"message": "Unknown Webhook", "code": 10015}, 404)
    await api.current_user()
    await api.execute_webhook(7, webhook_token, {"content": "x"})
    with pytest.raises(NotFound):
        await api.webhook_by_token(7, webhook_token)
    assert "webhooks/7/***" in caplog.text
    assert token.reveal() not in caplog.text
    assert webhook_token.reveal() not in caplog.text


async def test_a_secret_goes_to_no_other_origin(server: "Server", token: Secret) -> None:
    transport = SealedTransport(httpx.AsyncHTTPTransport(), "https://discord.com/api/v10")
    for url in (
        server.url,
        "http://discord.com/",
        "https://discord.com:444/",
        "https://x.discord.com",
    ):
        request = httpx.Request("GET", url, extensions={SEAL: Seal(bot_token=token)})
        with pytest.raises(ValueError, match="meant for"):
            await transport.handle_async_request(request)
    await transport.aclose()
    assert server.requests == []


def test_a_seal_shows_nothing(token: Secret, webhook_token: Secret) -> None:
    seal = Seal(token, webhook_token)
    assert token.reveal() not in repr(seal)
    assert webhook_token.reveal() not in repr(seal)
    assert seal.secrets == (token, webhook_token)
    assert Seal().secrets == ()


async def test_a_seal_is_opened_once_and_not_passed_on(token: Secret) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    transport = SealedTransport(httpx.MockTransport(answer), "https://discord.com/api/v10")
    sealed = httpx.Request(
        "GET",
        "https://discord.com/api/v10/webhooks/7/***",
        extensions={SEAL: Seal(token, Secret("abc")), "timeout": {"read": 1.0}},
    )
    await transport.handle_async_request(sealed)
    [opened] = sent
    assert opened.url == "https://discord.com/api/v10/webhooks/7/abc"
    assert opened.headers["Authorization"] == f"Bot {token.reveal()}"
    assert opened.extensions == {"timeout": {"read": 1.0}}
    assert "Authorization" not in sealed.headers
    assert str(sealed.url).endswith("/webhooks/7/***")
