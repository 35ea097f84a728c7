"""Rate limits: kept to ahead of time, waited out after a 429, and said."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

import httpx
import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import RateLimited, TransportError
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.http.ratelimit import RateLimitTransport, Route, Wait, route_of
from cakd_tui.discord.http.sealed import SEAL, Seal

Answer = Callable[[int], Awaitable[httpx.Response]]

if TYPE_CHECKING:
    from tests.discord.http.conftest import Connect, FakeTime, Notices, Server

CHANNEL = {"id": "5", "type": 0, "name": "alerts-x"}
API = "https://discord.com/api/v10"


def counted(
    remaining: int, reset_after: float, bucket: str = "b1", limit: int = 5
) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset-After": str(reset_after),
        "X-RateLimit-Bucket": bucket,
    }


@pytest.mark.parametrize(
    ("method", "path", "route"),
    [
        ("GET", "/users/@me", Route("GET", "/api/v10/users/@me")),
        ("GET", "/guilds/1", Route("GET", "/api/v10/guilds/{id}", ("guilds", "1"))),
        (
            "GET",
            "/guilds/1/members/2",
            Route("GET", "/api/v10/guilds/{id}/members/{id}", ("guilds", "1")),
        ),
        (
            "POST",
            "/channels/5/webhooks",
            Route("POST", "/api/v10/channels/{id}/webhooks", ("channels", "5")),
        ),
        ("GET", "/webhooks/7", Route("GET", "/api/v10/webhooks/{id}", ("webhooks", "7"))),
        (
            "POST",
            "/webhooks/7/abc",
            Route("POST", "/api/v10/webhooks/{id}/{token}", ("webhooks", "7"), Secret("abc")),
        ),
    ],
)
def test_a_route_leaves_ids_out_but_for_the_major_one(method: str, path: str, route: Route) -> None:
    assert route_of(httpx.Request(method, API + path)) == route


def test_a_sealed_webhook_has_a_route_of_its_own() -> None:
    routes = {
        route_of(
            httpx.Request(
                "POST",
                f"{API}/webhooks/7/***",
                extensions={SEAL: Seal(webhook_token=Secret(token))},
            )
        )
        for token in ("a", "b", "a")
    }
    assert {route.token for route in routes} == {Secret("a"), Secret("b")}
    assert "abc" not in repr(route_of(httpx.Request("POST", f"{API}/webhooks/7/abc")))


async def test_a_429_is_waited_out_and_said(
    server: "Server", api: DiscordApi, time: "FakeTime", said: "Notices"
) -> None:
    server.script(server.limited(3.5, {"X-RateLimit-Scope": "user"}), server.json(CHANNEL))
    assert (await api.channel(5)).id == 5
    [wait] = said
    assert isinstance(wait, Wait)
    assert (round(wait.seconds, 2), wait.scope, wait.bucket) == (3.5, "user", None)
    assert time.slept == [3.5]


async def test_a_creating_call_is_sent_again_after_a_429(server: "Server", api: DiscordApi) -> None:
    server.script(server.limited(1), server.limited(2), server.json(CHANNEL, 201))
    created = await api.create_channel(1, "alerts-x", "topic", reason="why")
    assert created.id == 5
    assert [asked.method for asked in server.requests] == ["POST"] * 3
    assert len({asked.body for asked in server.requests}) == 1
    assert server.requests[0].body


async def test_waiting_works_without_anybody_listening(
    server: "Server", connect: "Connect", token: Secret, time: "FakeTime"
) -> None:
    server.script(server.limited(3), server.json(CHANNEL))
    await DiscordApi(connect(), token).channel(5)
    assert time.slept == [3.0]


@pytest.mark.parametrize(
    ("retry_after", "headers", "slept"),
    [
        (None, {"Retry-After": "7"}, 7.0),
        (None, {}, 1.0),
        ("nan", {"Retry-After": "7"}, 7.0),
        ("soon", {"Retry-After": "junk"}, 1.0),
        (0.25, {"Retry-After": "1"}, 0.25),
    ],
)
async def test_the_wait_is_taken_from_wherever_it_is_told(
    server: "Server",
    api: DiscordApi,
    time: "FakeTime",
    retry_after: object,
    headers: dict[str, str],
    slept: float,
) -> None:
    server.script(server.limited(retry_after, headers), server.json(CHANNEL))
    await api.channel(5)
    assert time.slept == [slept]


async def test_a_wait_of_nothing_is_no_wait(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.script(server.limited(0), server.limited(-4), server.json(CHANNEL))
    await api.channel(5)
    assert time.slept == []


async def test_it_is_given_up_after_five_attempts(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.script(*[server.limited(1)] * 6)
    with pytest.raises(RateLimited) as caught:
        await api.channel(5)
    assert len(server.requests) == 5
    assert len(time.slept) == 4
    assert caught.value.retry_after == 1
    assert "You are being rate limited." in caught.value.body


async def test_a_shared_limit_is_waited_out_though_places_remain(
    server: "Server", api: DiscordApi, time: "FakeTime", said: "Notices"
) -> None:
    headers = counted(9, 30) | {"X-RateLimit-Scope": "shared"}
    server.script(server.limited(4, headers), server.json(CHANNEL))
    await api.channel(5)
    assert time.slept == [4.0]
    assert [(it.scope, it.bucket) for it in said if isinstance(it, Wait)] == [("shared", "b1")]


@pytest.mark.parametrize("told_in", ["header", "body"])
async def test_a_global_limit_holds_back_every_route(
    server: "Server", api: DiscordApi, time: "FakeTime", said: "Notices", told_in: str
) -> None:
    if told_in == "header":
        refusal = server.limited(2, {"X-RateLimit-Scope": "global"})
    else:
        refusal = server.json({"retry_after": 2, "global": True}, 429)
    server.script(refusal, server.json(CHANNEL), server.json(CHANNEL))
    await api.channel(5)
    time.now -= 2
    await api.channel(6)
    assert time.slept == [2.0, 2.0]
    assert {it.scope for it in said if isinstance(it, Wait)} == {"global"}


async def test_a_cancelled_call_blocks_nobody(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    gate = asyncio.Event()
    server.script(server.reply(gate=gate), server.json(CHANNEL, headers=counted(0, 4)))
    server.says(CHANNEL)
    under_way = asyncio.create_task(api.channel(5))
    await server.arrived.wait()
    waiting = asyncio.create_task(api.channel(5))
    also_waiting = asyncio.create_task(api.channel(5))
    await asyncio.sleep(0)
    also_waiting.cancel()
    under_way.cancel()
    for task in (under_way, also_waiting):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (await waiting).id == 5
    assert (await api.channel(5)).id == 5
    assert time.slept == [4.0]


async def test_a_call_cancelled_in_its_wait_blocks_nobody(
    server: "Server", connect: "Connect", token: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect()
    api = DiscordApi(client, token)
    server.says(CHANNEL, headers=counted(0, 30))
    server.says(CHANNEL, headers=counted(4, 5))
    await api.channel(5)
    asleep = asyncio.Event()

    def told(_wait: object) -> None:
        asleep.set()
        waiting.cancel()

    waiting = asyncio.create_task(DiscordApi(client, token, told).channel(5))
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert asleep.is_set()
    assert (await api.channel(5)).id == 5
    assert len(server.requests) == 2


async def test_a_failed_call_gives_its_place_back(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.script(server.reply(hang_up=True), server.json(CHANNEL, 201))
    with pytest.raises(TransportError):
        await api.create_channel(1, "alerts-x", "topic", reason="why")
    assert (await api.create_channel(1, "alerts-x", "topic", reason="why")).id == 5
    assert time.slept == []


async def test_a_known_wait_that_is_too_long_is_not_even_tried(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.says(CHANNEL, headers=counted(0, 600))
    await api.channel(5)
    with pytest.raises(RateLimited) as caught:
        await api.channel(5)
    error = caught.value
    assert str(error) == (
        "discord API error: status 429, body: (not sent: the limit frees up in 600 s)"
    )
    assert round(error.retry_after) == 600
    assert error.symptom.facts["action"] == "channel"
    assert error.asked.url == f"{server.url}/channels/5"
    assert time.slept == []
    assert len(server.requests) == 1


async def test_the_longest_wait_can_be_set(
    server: "Server", connect: "Connect", token: Secret, time: "FakeTime"
) -> None:
    server.script(server.limited(5), server.limited(5), server.json(CHANNEL))
    with pytest.raises(RateLimited):
        await DiscordApi(connect(patience=Patience(rate_limit=4)), token).channel(5)
    assert time.slept == []


async def test_a_429_that_breaks_off_is_still_waited_out(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    headers = {"Via": "1.1 google", "Retry-After": "2"}
    broken = server.reply(status=429, headers=headers, body=b'{"retry_after": 1}', promised=99)
    server.script(broken, server.json(CHANNEL))
    await api.channel(5)
    assert time.slept == [1.0]


async def test_a_429_that_comes_packed_is_understood(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    packed = gzip.compress(b'{"retry_after": 99, "message": "slow"}')
    headers = {"Via": "1.1 google", "Content-Encoding": "gzip"}
    server.script(server.reply(status=429, headers=headers, body=packed))
    with pytest.raises(RateLimited) as caught:
        await api.channel(5)
    assert caught.value.retry_after == 99
    assert caught.value.api_message == "slow"


async def test_a_429_without_end_is_closed(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    class Endless(httpx.AsyncByteStream):
        closed = False

        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b" " * 65536

        async def aclose(self) -> None:
            self.closed = True

    stream = Endless()
    answers = [httpx.Response(429, headers={"Via": "1", "Retry-After": "2"}, stream=stream)]
    transport = RateLimitTransport(httpx.MockTransport(lambda _: answers.pop()))
    response = await transport.handle_async_request(httpx.Request("GET", API))
    assert response.status_code == 429
    assert stream.closed
    await transport.aclose()


def transport(time: "FakeTime", answer: Answer) -> RateLimitTransport:
    """One over a function that takes the number of the request."""
    count = 0

    async def handle(request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return await answer(count)

    inner = httpx.MockTransport(handle)
    return RateLimitTransport(inner, clock=time.clock, sleep=time.sleep, span=0)


def to_webhook(number: int) -> httpx.Request:
    return httpx.Request("POST", f"{API}/webhooks/{number}/abc")


async def test_buckets_that_tell_nothing_any_more_are_forgotten(time: "FakeTime") -> None:
    async def answer(number: int) -> httpx.Response:
        return httpx.Response(200, headers=counted(4, 2))

    limited = transport(time, answer)
    for number in range(700):
        await limited.handle_async_request(to_webhook(number))
    kept = len(limited._buckets)
    time.now += 3
    for number in range(2000, 3300):
        await limited.handle_async_request(to_webhook(number))
    assert kept == 700
    assert len(limited._buckets) < kept + 1300
