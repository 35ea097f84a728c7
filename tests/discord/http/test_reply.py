"""What every kind of answer becomes, over a real socket."""

from typing import TYPE_CHECKING

import pytest

from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import (
    ApiError,
    BadReply,
    Forbidden,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        Server,
    )

WHY = "CAKD alerts"


async def create(api: DiscordApi) -> None:
    await api.create_channel(1, "alerts-x", "topic", reason=WHY)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ApiError),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (405, ApiError),
        (418, ApiError),
        (500, ServerError),
        (502, ServerError),
        (599, ServerError),
    ],
)
async def test_every_refusal_has_its_error(
    server: "Server", api: DiscordApi, status: int, kind: type[ApiError]
) -> None:
    server.says({"message": "No", "code": 50013}, status)
    with pytest.raises(ApiError) as caught:
        await create(api)
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.code, error.api_message) == (status, 50013, "No")
    assert error.asked.method == "POST"
    assert error.asked.url == f"{server.url}/guilds/1/channels"
    assert error.ambiguous is (status >= 500)
    assert error.symptom.kind == "http"
    assert error.symptom.facts == {"status": status, "code": 50013, "action": "create_channel"}
    assert error.symptom.text == str(error)
    assert isinstance(error, CredentialsRefused) is (status == 401)
    assert len(server.requests) == 1


async def test_a_401_that_is_not_discords_says_nothing_about_the_token(
    server: "Server", api: DiscordApi
) -> None:
    server.script(server.text("<html>Sign in to the network</html>", 401))
    with pytest.raises(ApiError) as caught:
        await create(api)
    assert not isinstance(caught.value, CredentialsRefused)


async def test_a_refusal_quotes_the_body_as_received(server: "Server", api: DiscordApi) -> None:
    server.says({"message": "Missing Permissions", "code": 50013}, 403)
    with pytest.raises(Forbidden) as caught:
        await create(api)
    assert str(caught.value) == (
        'discord API error: status 403, body: {"message": "Missing Permissions", "code": 50013}'
    )


async def test_form_errors_are_told_by_field(server: "Server", api: DiscordApi) -> None:
    wrong = {"code": "USERNAME_INVALID_CONTAINS", "message": 'Username cannot contain "discord"'}
    errors = {"name": {"_errors": [wrong]}}
    server.says({"code": 50035, "message": "Invalid Form Body", "errors": errors}, 400)
    with pytest.raises(ApiError) as caught:
        await api.create_webhook(5, "discord", reason=WHY)
    told = 'name: Username cannot contain "discord" [USERNAME_INVALID_CONTAINS]'
    assert caught.value.form_errors == (told,)
    assert caught.value.symptom.facts["form"] == told


async def test_an_html_error_page_is_quoted_on_one_short_line(
    server: "Server", api: DiscordApi
) -> None:
    page = "<html>\r\n<head><title>502</title></head>\n" + "<p>\x1b[31mBad gateway</p>\n" * 100
    server.script(*[server.text(page, 502)] * 3)
    with pytest.raises(ServerError) as caught:
        await api.current_user()
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(caught.value.body) == 600
    assert caught.value.body.endswith("…")


@pytest.mark.parametrize(
    ("reply", "flaw"),
    [
        (b"", "not-json"),
        (b" <html>", "web-page"),
        (b"\xff\xfe\x00", "not-json"),
        (b'{"id": "2", "username": "\xff"}', "not-json"),
        (b'{"id": "2", "username": "x"', "not-json"),
        (b"[" * 100_000, "wrong-shape"),
        (b'{"id": "2", "username": "x", "y": ' + b"[" * 100_000, "not-json"),
        (b"[]", "wrong-shape"),
        (b"null", "wrong-shape"),
        (b'{"id": "2"}', "wrong-shape"),
        (b'{"id": "-2", "username": "x"}', "wrong-shape"),
        (b'{"id": {}, "username": "x"}', "wrong-shape"),
        (b'{"id": "2", "username": 3}', "wrong-shape"),
        (b'{"id": "' + b"9" * 5000 + b'", "username": "x"}', "wrong-shape"),
    ],
)
async def test_garbage_is_unreadable(
    server: "Server", api: DiscordApi, reply: bytes, flaw: str
) -> None:
    server.script(server.reply(body=reply))
    with pytest.raises(BadReply) as caught:
        await api.current_user()
    error = caught.value
    assert error.flaw == flaw
    assert error.symptom.kind == "reply"
    assert error.symptom.facts == {"status": 200, "reason": flaw, "action": "current_user"}
    assert str(error).startswith(f"unreadable answer: GET {server.url}/users/@me: status 200, ")


async def test_a_rate_limit_that_is_too_long_is_an_error(server: "Server", api: DiscordApi) -> None:
    server.script(server.limited(3600.5))
    with pytest.raises(RateLimited) as caught:
        await create(api)
    assert caught.value.retry_after == 3600.5
    assert "You are being rate limited." in caught.value.body
    assert not caught.value.ambiguous
    assert caught.value.symptom.facts["reason"] == "rate-limited"


async def test_a_rate_limit_may_tell_its_length_in_the_header_alone(
    server: "Server", api: DiscordApi
) -> None:
    server.script(server.limited(None, {"Retry-After": "3600"}))
    with pytest.raises(RateLimited) as caught:
        await create(api)
    assert caught.value.retry_after == 3600
