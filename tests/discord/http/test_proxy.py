"""Proxies named in the environment."""

from typing import TYPE_CHECKING

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import (
    TransportError,
)
from cakd_tui.discord.http.proxy import proxy_for

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        Connect,
        Server,
    )

ME = {"id": "2", "username": "cakd", "bot": True}
WHY = "CAKD alerts"


async def create(api: DiscordApi) -> None:
    await api.create_channel(1, "alerts-x", "topic", reason=WHY)


async def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    server: "Server", connect: "Connect", token: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.says(ME)
    assert (await DiscordApi(connect(), token).current_user()).id == 2


async def test_a_proxy_that_does_not_answer_is_told(
    connect: "Connect", token: Secret, monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:pass-word@127.0.0.1:{free_port}")
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(connect("https://discord.invalid/api/v10"), token))
    assert caught.value.reason_kind == "proxy-unreachable"
    assert not caught.value.ambiguous
    assert "pass-word" not in str(caught.value)


async def test_a_proxy_that_wants_a_password_is_told_and_sees_no_token(
    server: "Server", connect: "Connect", token: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url.removesuffix("/api/v10"))
    server.script(server.text("", 407))
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(connect("https://discord.invalid/api/v10"), token))
    assert caught.value.reason_kind == "proxy-auth"
    assert not caught.value.ambiguous
    [asked] = server.requests
    assert (asked.method, asked.target) == ("CONNECT", "discord.invalid:443")
    assert "authorization" not in asked.headers


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "gopher://x:1", "http://[::1"])
async def test_a_proxy_that_cannot_be_used_is_told(
    connect: "Connect", token: Secret, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    client = connect("https://discord.invalid/api/v10")
    await client.prepare()
    with pytest.raises(TransportError) as caught:
        await create(DiscordApi(client, token))
    assert caught.value.reason_kind == "proxy"


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ({"https_proxy": "proxy.example:3128"}, "http://proxy.example:3128"),
        ({"ALL_PROXY": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ({"HTTP_PROXY": "http://proxy.example:3128"}, None),
        ({"HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": "discord.com"}, None),
        ({"ALL_PROXY": "http://proxy.example:3128", "NO_PROXY": "*"}, None),
    ],
)
def test_the_environment_names_the_proxy(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_for("https://discord.com/api/v10")
    assert (proxy and str(proxy.url)) == url
    assert proxy_for("http://127.0.0.1:1/api") is None
