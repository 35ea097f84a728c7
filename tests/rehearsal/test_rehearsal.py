import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.faults import (
    Banned,
    Delay,
    Drop,
    Fault,
    Html,
    Limited,
    NullList,
    Silence,
    Status,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario

Ask = Callable[..., Awaitable[Reply]]

CHANNELS = f"/guilds/{worlds.OPS_LAB}/channels"


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def body_of(reply: Reply) -> dict[str, object]:
    body = reply.json()
    assert isinstance(body, dict)
    return body


def alerts_channels(rehearsal: Rehearsal) -> int:
    return sum(channel.name == "alerts-x" for channel in rehearsal.world.channels.values())


@pytest.mark.parametrize("value", [None, "", "Bot", "Bearer a.b.c", "Bot a.b"])
async def test_without_a_bot_token_nothing_is_told(
    ready: Rehearsal, ask: Ask, value: str | None
) -> None:
    reply = await ask(ready, "GET", "/users/@me", headers={"Authorization": value})
    assert reply.status == 401
    assert reply.body == b'{"message": "401: Unauthorized", "code": 0}'


async def test_in_a_demo_any_token_of_three_segments_will_do(ready: Rehearsal, ask: Ask) -> None:
    headers = {"Authorization": "Bot any.old.token"}
    assert (await ask(ready, "GET", "/users/@me", headers=headers)).status == 200


async def test_a_strict_rehearsal_takes_its_own_token_only(ask: Ask) -> None:
    strict = scenario("ready", strict_token=True)
    headers = {"Authorization": "Bot any.old.token"}
    assert (await ask(strict, "GET", "/users/@me", headers=headers)).status == 401
    assert (await ask(strict, "GET", "/users/@me")).status == 200


async def test_a_wrong_user_agent_never_reaches_discord(ready: Rehearsal, ask: Ask) -> None:
    reply = await ask(
        ready, "GET", "/users/@me", headers={"User-Agent": "python-httpx/0.28"}, spoilt=True
    )
    assert (reply.status, reply.body, reply.header("Via")) == (403, b"error code: 1010", None)


async def test_genuine_answers_bear_via_and_a_bucket(ready: Rehearsal, ask: Ask) -> None:
    fine = await ask(ready, "GET", CHANNELS)
    refused = await ask(ready, "GET", "/channels/5")
    for reply in (fine, refused):
        assert reply.header("Via") == "1.1 google"
        assert reply.header("X-RateLimit-Bucket")
        assert reply.header("Content-Type") == "application/json"


async def test_what_was_asked_is_remembered(ready: Rehearsal, ask: Ask) -> None:
    await ask(ready, "POST", CHANNELS, {"name": "alerts-x"})
    await ask(ready, "GET", "/nothing")
    first, second = ready.requests
    assert (first.method, first.target, first.status) == ("POST", f"/api/v10{CHANNELS}", 201)
    assert first.route == "POST /guilds/{guild_id}/channels"
    assert first.body == b'{"name": "alerts-x"}'
    assert first.headers["X-Audit-Log-Reason"] == "set%20up"
    assert (second.route, second.status) == ("GET", 404)


async def test_no_secret_shows_in_any_repr(ask: Ask) -> None:
    lab = scenario("existing-setup")
    (webhook,) = lab.world.webhooks_in(worlds.ALERTS_CHANNEL)
    await ask(lab, "GET", f"/webhooks/{webhook.id}/{webhook.token}")
    shown = repr(lab) + repr(lab.requests) + repr(lab.world) + repr(webhook)
    assert lab.token not in shown
    assert webhook.token not in shown


async def test_each_rehearsal_has_a_world_of_its_own(ask: Ask) -> None:
    first, second = scenario("ready"), scenario("ready")
    await ask(first, "POST", CHANNELS, {"name": "alerts-x"})
    assert (alerts_channels(first), alerts_channels(second)) == (1, 0)


async def test_latency_is_slept_before_an_answer(ask: Ask) -> None:
    slow = scenario("ready", latency=0.02)
    begun = time.monotonic()
    await ask(slow, "GET", "/users/@me")
    assert time.monotonic() - begun >= 0.02


async def test_requests_under_way_are_seen_without_status() -> None:
    slow = scenario("ready", latency=10)
    task = asyncio.create_task(slow.answer("GET", "/api/v10/users/@me", {}, b""))
    await asyncio.sleep(0)
    assert slow.requests[0].status is None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_bucket_is_refused_when_it_is_empty_and_has_no_effect(ask: Ask) -> None:
    clock = Clock()
    lab = scenario("ready", clock=clock)
    replies = [await ask(lab, "POST", CHANNELS, {"name": "alerts-x"}) for _ in range(6)]
    assert [reply.status for reply in replies] == [201] * 5 + [429]
    assert alerts_channels(lab) == 5
    assert body_of(replies[-1])["retry_after"] == 2
    clock.now += 2
    assert (await ask(lab, "POST", CHANNELS, {"name": "alerts-x"})).status == 201


async def test_unauthorized_requests_empty_the_bucket_too(ask: Ask) -> None:
    lab = scenario("ready", clock=Clock())
    headers = {"Authorization": None}
    replies = [await ask(lab, "GET", "/users/@me", headers=headers) for _ in range(11)]
    assert [reply.status for reply in replies] == [401] * 10 + [429]


async def test_the_global_limit_counts_over_all_buckets(ask: Ask) -> None:
    lab = scenario("ready", clock=Clock())
    statuses = [(await ask(lab, "GET", f"/channels/{number}")).status for number in range(51)]
    assert statuses == [404] * 50 + [429]


@pytest.mark.parametrize("after", [False, True])
async def test_a_dropped_request_may_or_may_not_have_taken_effect(
    ready: Rehearsal, ask: Ask, after: bool
) -> None:
    ready.faults.add(Fault(Drop(after), "POST"))
    with pytest.raises(ConnectionResetError):
        await ask(ready, "POST", CHANNELS, {"name": "alerts-x"})
    assert alerts_channels(ready) == int(after)
    assert ready.requests[0].status is None


@pytest.mark.parametrize("after", [False, True])
async def test_silence_is_a_timeout_at_once(ready: Rehearsal, ask: Ask, after: bool) -> None:
    ready.faults.add(Fault(Silence(after), "POST"))
    with pytest.raises(TimeoutError):
        await ask(ready, "POST", CHANNELS, {"name": "alerts-x"})
    assert alerts_channels(ready) == int(after)


@pytest.mark.parametrize("after", [False, True])
async def test_a_502_may_hide_a_success(ready: Rehearsal, ask: Ask, after: bool) -> None:
    ready.faults.add(Fault(Status(502, after), "POST"))
    reply = await ask(ready, "POST", CHANNELS, {"name": "alerts-x"}, spoilt=True)
    assert reply.status == 502
    assert alerts_channels(ready) == int(after)
    assert (await ask(ready, "POST", CHANNELS, {"name": "alerts-x"})).status == 201


async def test_a_spoilt_answer_is_that_of_a_request_that_took_effect(
    ready: Rehearsal, ask: Ask
) -> None:
    ready.faults.add(Fault(Html(), "POST"))
    await ask(ready, "POST", CHANNELS, {"name": "alerts-x"}, spoilt=True)
    assert alerts_channels(ready) == 1


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_scheduled_429_lasts_as_long_as_it_says(ask: Ask, scope: str) -> None:
    clock = Clock()
    lab = scenario("ready", clock=clock)
    lab.faults.add(Fault(Limited(scope, 3), "GET", CHANNELS, nth=2))
    statuses = []
    for wait in (0.0, 0.0, 2.9, 0.2):
        clock.now += wait
        reply = await ask(lab, "GET", CHANNELS)
        statuses.append(reply.status)
        if reply.status == 429:
            assert reply.header("X-RateLimit-Scope") == scope
            assert reply.header("Via") is not None
    assert statuses == [200, 429, 429, 200]


async def test_a_global_429_holds_up_everything(ask: Ask) -> None:
    lab = scenario("ready", clock=Clock())
    lab.faults.add(Fault(Limited("global", 3), "GET", CHANNELS))
    await ask(lab, "GET", CHANNELS)
    reply = await ask(lab, "GET", "/users/@me")
    assert reply.status == 429
    assert body_of(reply)["global"] is True


async def test_a_429_scheduled_for_an_unknown_path_holds_up_no_one(
    ready: Rehearsal, ask: Ask
) -> None:
    ready.faults.add(Fault(Limited()))
    assert (await ask(ready, "GET", "/nothing")).status == 404


async def test_a_ban_is_no_answer_of_discord(ready: Rehearsal, ask: Ask) -> None:
    ready.faults.add(Fault(Banned(429)))
    reply = await ask(ready, "GET", CHANNELS, spoilt=True)
    assert (reply.status, reply.header("Via")) == (429, None)


async def test_a_list_answered_with_null_conforms(ready: Rehearsal, ask: Ask) -> None:
    ready.faults.add(Fault(NullList(), "GET", CHANNELS))
    assert (await ask(ready, "GET", CHANNELS)).body == b"null"


async def test_a_delay_follows_the_tempo(ask: Ask) -> None:
    lab = scenario("ready", tempo=0.001)
    lab.faults.add(Fault(Delay(20)))
    begun = time.monotonic()
    assert (await ask(lab, "GET", "/users/@me")).status == 200
    assert time.monotonic() - begun >= 0.02


@pytest.mark.parametrize(
    ("ahead", "date"),
    [
        (0.0, "Fri, 15 Jan 2027 08:00:00 GMT"),
        (90.0, "Fri, 15 Jan 2027 08:01:30 GMT"),
        (-86400.0, "Thu, 14 Jan 2027 08:00:00 GMT"),
    ],
)
async def test_every_answer_bears_the_date_of_a_clock_that_may_be_wrong(
    ask: Ask, ahead: float, date: str
) -> None:
    rehearsal = scenario("ready", clock=Clock())
    rehearsal.clock_ahead = ahead
    for path in ("/gateway", "/nowhere"):
        assert (await ask(rehearsal, "GET", path)).header("Date") == date


async def test_limits_may_be_left_out_of_a_rehearsal(ask: Ask) -> None:
    lab = scenario("ready", clock=Clock())
    lab.count(globally=False)
    statuses = [(await ask(lab, "GET", f"/channels/{number}")).status for number in range(60)]
    assert statuses == [404] * 60
    lab.count()
    statuses = [(await ask(lab, "GET", f"/channels/{number}")).status for number in range(51)]
    assert statuses == [404] * 50 + [429]
