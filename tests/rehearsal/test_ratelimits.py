from collections.abc import Callable

import pytest

from cakd_tui.rehearsal.answer import Headers, Reply
from cakd_tui.rehearsal.ratelimits import Allowance, RateLimits
from cakd_tui.rehearsal.refusals import Refusal

KEY = ("get_guild", "1")
TWO_A_SECOND = Allowance(2, 1)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> RateLimits:
    return RateLimits(clock)


def refused(action: Callable[[], object]) -> Reply:
    with pytest.raises(Refusal) as caught:
        action()
    assert caught.value.reply.status == 429
    return caught.value.reply


def body_of(reply: Reply) -> dict[str, object]:
    body = reply.json()
    assert isinstance(body, dict)
    return body


def value(headers: Headers, name: str) -> str:
    return dict(headers)[name]


def test_headers_count_down(limits: RateLimits) -> None:
    remaining = [value(limits.admit(KEY, TWO_A_SECOND), "X-RateLimit-Remaining") for _ in range(2)]
    assert remaining == ["1", "0"]


def test_headers_say_when_the_bucket_is_full_again(limits: RateLimits, clock: Clock) -> None:
    limits.admit(KEY, TWO_A_SECOND)
    clock.now += 0.25
    headers = limits.admit(KEY, TWO_A_SECOND)
    assert value(headers, "X-RateLimit-Limit") == "2"
    assert value(headers, "X-RateLimit-Reset") == "1001.000"
    assert value(headers, "X-RateLimit-Reset-After") == "0.750"


def test_one_request_too_many_is_a_429_of_the_user(limits: RateLimits, clock: Clock) -> None:
    for _ in range(2):
        limits.admit(KEY, TWO_A_SECOND)
    clock.now += 0.4
    reply = refused(lambda: limits.admit(KEY, TWO_A_SECOND))
    assert body_of(reply) == {
        "message": "You are being rate limited.",
        "retry_after": 0.6,
        "global": False,
    }
    assert reply.header("X-RateLimit-Scope") == "user"
    assert reply.header("X-RateLimit-Remaining") == "0"
    assert reply.header("Retry-After") == "1"
    assert reply.header("X-RateLimit-Global") is None


def test_the_wait_told_is_long_enough(limits: RateLimits, clock: Clock) -> None:
    for _ in range(2):
        limits.admit(KEY, TWO_A_SECOND)
    wait = body_of(refused(lambda: limits.admit(KEY, TWO_A_SECOND)))["retry_after"]
    assert isinstance(wait, float)
    clock.now += wait
    limits.admit(KEY, TWO_A_SECOND)


def test_buckets_are_kept_per_top_level_id(limits: RateLimits) -> None:
    for _ in range(2):
        limits.admit(KEY, TWO_A_SECOND)
    headers = limits.admit(("get_guild", "2"), TWO_A_SECOND)
    assert value(headers, "X-RateLimit-Remaining") == "1"


def test_the_bucket_name_tells_no_id(limits: RateLimits) -> None:
    names = {
        value(limits.admit(("get_guild", major), TWO_A_SECOND), "X-RateLimit-Bucket")
        for major in ("1", "2")
    }
    assert len(names) == 1
    other = limits.admit(("get_channel", "1"), TWO_A_SECOND)
    assert value(other, "X-RateLimit-Bucket") not in names


def test_the_fifty_first_request_of_a_second_is_refused_globally(
    limits: RateLimits, clock: Clock
) -> None:
    for _ in range(50):
        limits.admit_globally("a bot")
    reply = refused(lambda: limits.admit_globally("a bot"))
    assert body_of(reply)["global"] is True
    assert reply.header("X-RateLimit-Scope") == "global"
    assert reply.header("X-RateLimit-Global") == "true"
    assert reply.header("X-RateLimit-Bucket") is None
    limits.admit_globally("another bot")
    clock.now += 1
    limits.admit_globally("a bot")


def test_a_hidden_limit_is_shared(limits: RateLimits) -> None:
    limits.admit_unseen(KEY, Allowance(1, 60))
    reply = refused(lambda: limits.admit_unseen(KEY, Allowance(1, 60)))
    assert reply.header("X-RateLimit-Scope") == "shared"
    assert reply.header("Retry-After") == "60"


def test_a_held_bucket_refuses_until_its_time_is_over(limits: RateLimits, clock: Clock) -> None:
    limits.hold(KEY, 64.57)
    reply = refused(lambda: limits.admit(KEY, TWO_A_SECOND))
    assert (body_of(reply)["retry_after"], reply.header("Retry-After")) == (64.57, "65")
    assert reply.header("X-RateLimit-Remaining") == "0"
    clock.now += 64
    refused(lambda: limits.admit(KEY, TWO_A_SECOND))
    clock.now += 0.58
    limits.admit(KEY, TWO_A_SECOND)


def test_a_shared_refusal_may_come_with_requests_remaining(limits: RateLimits) -> None:
    limits.hold(KEY, 5, "shared", code=20028)
    reply = refused(lambda: limits.admit(KEY, TWO_A_SECOND))
    assert reply.header("X-RateLimit-Remaining") == "2"
    assert reply.header("X-RateLimit-Scope") == "shared"
    assert body_of(reply)["code"] == 20028


def test_a_route_without_allowance_can_be_held_too(limits: RateLimits) -> None:
    assert limits.admit(KEY, None) == ()
    limits.hold(KEY, 1)
    assert refused(lambda: limits.admit(KEY, None)).header("X-RateLimit-Bucket") is None


def test_the_tempo_shortens_every_wait(clock: Clock) -> None:
    limits = RateLimits(clock, tempo=0.01)
    limits.hold(KEY, 2)
    assert body_of(refused(lambda: limits.admit(KEY, TWO_A_SECOND)))["retry_after"] == 0.02
    clock.now += 0.021
    assert value(limits.admit(KEY, TWO_A_SECOND), "X-RateLimit-Reset-After") == "0.010"


def test_a_release_ends_all_waiting(limits: RateLimits) -> None:
    limits.hold(KEY, 2)
    for _ in range(50):
        limits.admit_globally("a bot")
    limits.release()
    limits.admit(KEY, TWO_A_SECOND)
    limits.admit_globally("a bot")


def test_without_the_global_limit_only_a_hold_refuses(limits: RateLimits) -> None:
    limits.counts_globally = False
    for _ in range(60):
        limits.admit_globally("bot")
    limits.hold(("global", "bot"), 1, "global")
    refused(lambda: limits.admit_globally("bot"))


def test_without_the_unseen_limits_what_headers_tell_of_still_refuses(limits: RateLimits) -> None:
    limits.counts_unseen = False
    for _ in range(3):
        limits.admit_unseen(KEY, TWO_A_SECOND)
    for _ in range(2):
        limits.admit(KEY, TWO_A_SECOND)
    refused(lambda: limits.admit(KEY, TWO_A_SECOND))
