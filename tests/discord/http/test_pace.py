"""The limit for all requests together is kept to ahead of time."""

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.pace import MOST, SPAN, Pace
from cakd_tui.discord.http.ratelimit import NOTICE, RateLimitTransport, Wait

if TYPE_CHECKING:
    from tests.discord.http.conftest import FakeTime, Notices, Reply, Request, Server

API = "https://discord.com/api/v10"
CHANNEL = {"id": "5", "type": 0, "name": "alerts-x"}


def test_as_many_as_may_go_at_once() -> None:
    pace = Pace()
    for _ in range(MOST):
        assert pace.delay(100.0) == 0.0
        pace.take(100.0)
    assert pace.delay(100.0) == pytest.approx(SPAN)
    assert pace.delay(100.5) == pytest.approx(SPAN - 0.5)
    assert pace.delay(100.0 + SPAN) == 0.0


def test_what_was_begun_later_is_over_later() -> None:
    pace = Pace()
    for number in range(MOST):
        pace.take(100.0 + number / 100)
    assert pace.delay(101.0) == pytest.approx(SPAN - 1.0)
    pace.take(100.0 + SPAN)
    assert pace.delay(100.0 + SPAN) == pytest.approx(0.01)


def test_without_a_span_there_is_no_limit() -> None:
    pace = Pace(0.0)
    for _ in range(2 * MOST):
        assert pace.delay(100.0) == 0.0
        pace.take(100.0)


async def test_no_span_has_more_requests_and_nobody_is_told_of_a_pause(
    time: "FakeTime", said: "Notices"
) -> None:
    begun = list[float]()

    def answer(_request: httpx.Request) -> httpx.Response:
        begun.append(time.now)
        return httpx.Response(200)

    transport = RateLimitTransport(httpx.MockTransport(answer), clock=time.clock, sleep=time.sleep)
    asked = [
        httpx.Request("GET", f"{API}/channels/{number}", extensions={NOTICE: said})
        for number in range(3 * MOST)
    ]
    await asyncio.gather(*map(transport.handle_async_request, asked))
    assert len(begun) == 3 * MOST
    for first, after in zip(begun, begun[MOST:], strict=False):
        assert after - first >= 1.0
    assert said == []


async def test_what_queues_for_a_connection_still_hears_that_all_are_to_wait(
    server: "Server", api: DiscordApi, time: "FakeTime", said: "Notices"
) -> None:
    refused = 0

    async def answer(_request: "Request") -> "Reply":
        nonlocal refused
        if time.now < 1005.0:
            refused += 1
            limited = {"X-RateLimit-Scope": "global", "Via": "1.1 google"}
            return server.json({"message": "", "retry_after": 5.0, "global": True}, 429, limited)
        return server.json(CHANNEL)

    server.handler = answer
    await asyncio.gather(*(api.channel(number) for number in range(45)))
    assert 1 <= refused <= 20
    assert {each.scope for each in said if isinstance(each, Wait)} == {"global"}
