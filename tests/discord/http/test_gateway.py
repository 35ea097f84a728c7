"""Whether the API can be reached: over real sockets, and with names that no server knows."""

import asyncio
import socket
import time as real_time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from cakd_tui.discord.http.errors import BadBaseUrl, BadReply, TransportError
from cakd_tui.discord.http.gateway import addresses, reached, way_to

if TYPE_CHECKING:
    from tests.discord.http.conftest import Connect, Server

ANSWER = {"url": "wss://gateway.discord.gg"}


async def test_an_answer_is_timed_and_no_token_is_sent(
    server: "Server", connect: "Connect"
) -> None:
    server.says(ANSWER)
    answer = await reached(connect())
    assert 0 < answer.seconds < 5
    assert answer.skew is None
    assert server.requests[0].target == "/api/v10/gateway"
    assert "authorization" not in {name.lower() for name in server.requests[0].headers}


@pytest.mark.parametrize("ahead", [0, 90, -3600])
async def test_the_date_tells_by_how_much_the_clocks_differ(
    server: "Server", connect: "Connect", ahead: int
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=ahead), usegmt=True)
    server.says(ANSWER, headers={"Date": date})
    skew = (await reached(connect())).skew
    assert skew is not None
    assert abs(skew - ahead) < 1.5


@pytest.mark.parametrize("date", ["yesterday", "", "Sat, 99 Aug 2026 10:00:00 GMT"])
async def test_a_date_that_is_none_tells_nothing(
    server: "Server", connect: "Connect", date: str
) -> None:
    server.says(ANSWER, headers={"Date": date})
    assert (await reached(connect())).skew is None


async def test_a_web_page_is_not_the_api(server: "Server", connect: "Connect") -> None:
    server.script(server.text("<html>Sign in to the network</html>"))
    with pytest.raises(BadReply):
        await reached(connect())


async def test_a_port_nobody_listens_on_refuses(connect: "Connect", free_port: int) -> None:
    with pytest.raises(TransportError) as caught:
        await reached(connect(f"http://127.0.0.1:{free_port}/api/v10"))
    assert caught.value.reason_kind == "refused"


async def test_a_name_without_an_address_is_an_error() -> None:
    with pytest.raises(socket.gaierror):
        await addresses("discord.invalid")


async def test_a_name_that_can_be_none_is_an_error() -> None:
    with pytest.raises(socket.gaierror):
        await addresses("a" * 70 + ".invalid")


async def test_this_machine_has_an_address() -> None:
    assert "127.0.0.1" in await addresses("127.0.0.1")


async def test_nobody_waits_for_a_silent_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    release = asyncio.Event()

    def hang(*_: object, **__: object) -> list[object]:
        while not release.is_set():
            real_time.sleep(0.005)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(TimeoutError):
        await addresses("discord.com", 0.02)
    release.set()


def test_the_way_leads_straight_to_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    way = way_to("")
    assert (way.host, way.proxy, way.first, way.has_a_name) == (
        "discord.com",
        "",
        "discord.com",
        True,
    )
    assert not way_to("http://127.0.0.1:80/api/v10").has_a_name
    assert not way_to("https://[::1]/api/v10").has_a_name


def test_a_proxy_on_the_way_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hush@proxy.example:3128/hush?hush")
    way = way_to("")
    assert (way.proxy, way.first) == ("http://proxy.example:3128", "proxy.example")
    assert "hush" not in repr(way)


def test_an_address_that_is_no_place_for_the_api_is_refused() -> None:
    with pytest.raises(BadBaseUrl):
        way_to("http://discord.example")
