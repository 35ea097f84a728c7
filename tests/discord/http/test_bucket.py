"""One bucket: its arithmetic, and what calls over a real socket make of it."""

import asyncio
import math
from typing import TYPE_CHECKING

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi, WebhookApi
from cakd_tui.discord.http.bucket import Bucket
from cakd_tui.discord.http.ratelimit import Wait

if TYPE_CHECKING:
    from tests.discord.http.conftest import FakeTime, Notices, Reply, Request, Server

CHANNEL = {"id": "5", "type": 0, "name": "alerts-x"}
MESSAGE = {"id": "9", "channel_id": "5"}
HELLO = {"content": "hello"}


def counted(
    remaining: int, reset_after: float, bucket: str = "b1", limit: int = 5
) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset-After": str(reset_after),
        "X-RateLimit-Bucket": bucket,
    }


def headers(limit: object, remaining: object, reset_after: object) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset-after": str(reset_after),
    }


def test_an_unknown_bucket_lets_one_go() -> None:
    bucket = Bucket()
    assert bucket.delay(0) == 0
    bucket.take()
    assert bucket.delay(0) is None
    bucket.give_back()
    assert bucket.delay(0) == 0


def test_places_under_way_are_taken_off_what_remains() -> None:
    bucket = Bucket(limit=5, free=5)
    for _ in range(3):
        bucket.take()
    bucket.give_back()
    bucket.learn(headers(5, 3, 10), now=100)
    assert (bucket.free, bucket.under_way) == (1, 2)


def test_a_new_window_brings_all_places_but_those_under_way() -> None:
    bucket = Bucket()
    bucket.learn(headers(2, 0, 10), now=100)
    assert bucket.delay(104) == 6
    assert bucket.delay(110) == 0
    assert bucket.free == 2


def test_a_hold_outlasts_what_headers_say() -> None:
    bucket = Bucket()
    bucket.hold(until=105, scope="shared")
    bucket.learn(headers(5, 4, 1), now=100)
    assert bucket.delay(101) == 4
    assert bucket.delay(105) == 0
    assert bucket.scope == "shared"


@pytest.mark.parametrize(
    "told",
    [
        {},
        headers("x", 1, 1),
        headers(5, "nan", 1),
        headers(5, 1, "inf"),
        {"x-ratelimit-limit": "5"},
    ],
)
def test_without_usable_headers_there_is_no_limit(told: dict[str, str]) -> None:
    bucket = Bucket()
    bucket.learn(told, now=100)
    assert bucket.free == math.inf
    assert bucket.delay(100) == 0


def test_what_was_learnt_is_not_forgotten_over_an_answer_without_headers() -> None:
    bucket = Bucket()
    bucket.learn(headers(5, 0, 10), now=100)
    bucket.learn({}, now=101)
    assert bucket.delay(101) == 9


def test_a_limit_of_nothing_still_lets_one_go() -> None:
    bucket = Bucket()
    bucket.learn(headers(0, 0, 1), now=100)
    assert bucket.delay(101) == 0


def test_a_bucket_is_idle_when_nothing_would_be_lost() -> None:
    bucket = Bucket()
    assert bucket.is_idle(0)
    bucket.take()
    assert not bucket.is_idle(0)
    bucket.give_back()
    bucket.learn(headers(5, 0, 10), now=100)
    assert not bucket.is_idle(109)
    assert bucket.is_idle(110)


async def test_an_empty_bucket_is_waited_for_beforehand(
    server: "Server", api: DiscordApi, time: "FakeTime", said: "Notices"
) -> None:
    server.says(CHANNEL, headers=counted(1, 5))
    server.says(CHANNEL, headers=counted(0, 4))
    server.says(CHANNEL, headers=counted(4, 5))
    await api.channel(5)
    await api.channel(5)
    assert time.slept == []
    await api.channel(5)
    assert time.slept == [4.0]
    assert [it.bucket for it in said if isinstance(it, Wait)] == ["b1"]


async def test_an_empty_bucket_frees_up_by_itself(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.says(CHANNEL, headers=counted(0, 4))
    server.says(CHANNEL, headers=counted(4, 5))
    await api.channel(5)
    time.now += 4
    await api.channel(5)
    assert time.slept == []


async def test_buckets_are_apart_for_each_channel(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.says(CHANNEL, headers=counted(0, 4))
    server.says(CHANNEL, headers=counted(0, 4))
    await api.channel(5)
    await api.channel(6)
    assert time.slept == []


async def test_routes_of_one_bucket_share_it(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.says([], headers=counted(3, 9))
    server.says(CHANNEL, headers=counted(0, 4))
    server.says([], headers=counted(4, 5))
    await api.channel_webhooks(5)
    await api.channel(5)
    await api.channel_webhooks(5)
    assert time.slept == [4.0]


async def test_no_more_go_at_once_than_the_bucket_has_places(
    server: "Server", hooks: WebhookApi, webhook_token: Secret, time: "FakeTime"
) -> None:
    left, under_way, most = 2, 0, 0

    async def answer(_request: "Request") -> "Reply":
        nonlocal left, under_way, most
        under_way += 1
        most = max(most, under_way)
        if time.slept:
            left = 2
            time.slept.clear()
        left -= 1
        remaining = left
        await asyncio.sleep(0.005)
        under_way -= 1
        assert remaining >= 0
        return server.json(MESSAGE, headers=counted(remaining, 1, limit=2))

    server.handler = answer
    calls = [hooks.execute_webhook(7, webhook_token, HELLO) for _ in range(6)]
    assert len(await asyncio.gather(*calls)) == 6
    assert most <= 2


async def test_the_first_answer_tells_how_many_may_follow(
    server: "Server", hooks: WebhookApi, webhook_token: Secret
) -> None:
    gate = asyncio.Event()

    async def answer(_request: "Request") -> "Reply":
        await gate.wait()
        return server.json(MESSAGE, headers=counted(4, 9))

    server.handler = answer
    calls = [asyncio.create_task(hooks.execute_webhook(7, webhook_token, HELLO)) for _ in range(3)]
    await server.arrived.wait()
    await asyncio.sleep(0.01)
    assert len(server.requests) == 1
    gate.set()
    await asyncio.gather(*calls)
    assert len(server.requests) == 3


async def test_routes_without_a_limit_are_not_held_back(server: "Server", api: DiscordApi) -> None:
    gate, both = asyncio.Event(), asyncio.Event()
    gate.set()

    async def answer(_request: "Request") -> "Reply":
        if len(server.requests) == 3:
            both.set()
        await gate.wait()
        return server.json(CHANNEL)

    server.handler = answer
    await api.channel(5)
    gate.clear()
    calls = [asyncio.create_task(api.channel(5)) for _ in range(2)]
    async with asyncio.timeout(1):
        await both.wait()
    gate.set()
    await asyncio.gather(*calls)


async def test_buckets_nobody_needs_are_forgotten(server: "Server", api: DiscordApi) -> None:
    async def answer(_request: "Request") -> "Reply":
        return server.json(CHANNEL)

    server.handler = answer
    for number in range(300):
        await api.channel(number)
    client: object = vars(api)["_client"]
    transport: object = vars(vars(client)["_http"])["_transport"]
    assert len(vars(transport)["_buckets"]) <= 256


async def test_a_bucket_with_a_running_window_is_not_forgotten(
    server: "Server", api: DiscordApi, time: "FakeTime"
) -> None:
    server.says(CHANNEL, headers=counted(0, 30))
    await api.channel(1000)

    async def answer(_request: "Request") -> "Reply":
        return server.json(CHANNEL)

    server.handler = answer
    for number in range(300):
        await api.channel(number)
    assert time.slept == []
    await api.channel(1000)
    assert time.slept == [30.0]
