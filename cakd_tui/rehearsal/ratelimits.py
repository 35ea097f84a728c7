"""Rate limits that bite: a request beyond its allowance gets a true 429 and has no effect.

Buckets are kept per route and top-level id (guild, channel, webhook), next to the global limit
(Discord docs: Rate Limits). Discord publishes no figures per route; these are in the range of
what has been observed.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cakd_tui.rehearsal import refusals
from cakd_tui.rehearsal.answer import Headers

BucketKey = tuple[str, str]
"""The bucket's name and the top-level id it is kept for."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many requests in so many seconds."""

    requests: int
    seconds: float


GLOBAL: Final = Allowance(50, 1)
READS: Final = Allowance(10, 2)
CHANGES: Final = Allowance(5, 2)
POSTS: Final = Allowance(5, 2)
"""Messages through one webhook."""
POSTS_PER_CHANNEL: Final = Allowance(30, 60)
"""Messages through all webhooks of a channel together; no header tells of it."""


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class _Hold:
    until: float
    scope: str
    code: int | None


class RateLimits:
    """Counts requests against their allowances.

    `clock` gives seconds since 1970; `tempo` multiplies every wait, so that tests need not sleep.
    """

    def __init__(self, clock: Callable[[], float], tempo: float = 1.0) -> None:
        self._clock = clock
        self._tempo = tempo
        self._windows: dict[BucketKey, _Window] = {}
        self._holds: dict[BucketKey, _Hold] = {}
        self.counts_globally = True
        """Whether a caller's requests count together, besides each in its bucket."""
        self.counts_unseen = True
        """Whether the limits bite that no header tells of."""

    def admit_globally(self, caller: str) -> None:
        """Count one request of this caller; refuses it beyond 50 a second."""
        key = ("global", caller)
        self._refuse_held(key)
        if self.counts_globally:
            self._spend(key, GLOBAL, "global")

    def admit(self, key: BucketKey, allowance: Allowance | None) -> Headers:
        """Count one request; the headers that describe the bucket afterwards, or a refusal.

        Without an allowance there are no headers, and only a hold refuses.
        """
        self._refuse_held(key, allowance)
        if allowance is None:
            return ()
        self._spend(key, allowance, "user")
        return self._headers(key, allowance)

    def admit_unseen(self, key: BucketKey, allowance: Allowance) -> None:
        """Count one request against a limit no header tells of, shared with others."""
        if self.counts_unseen:
            self._spend(key, allowance, "shared")

    def hold(
        self, key: BucketKey, seconds: float, scope: str = "user", code: int | None = None
    ) -> None:
        """Refuse what falls into this bucket for so many seconds (times the tempo)."""
        self._holds[key] = _Hold(self._clock() + seconds * self._tempo, scope, code)

    def release(self) -> None:
        """Forget every hold and every count."""
        self._holds.clear()
        self._windows.clear()

    def _spend(self, key: BucketKey, allowance: Allowance, scope: str) -> None:
        window = self._window(key, allowance)
        if window.used >= allowance.requests:
            headers = self._headers(key, allowance) if scope == "user" else ()
            raise refusals.rate_limited(window.ends - self._clock(), scope, headers)
        window.used += 1

    def _window(self, key: BucketKey, allowance: Allowance) -> _Window:
        now = self._clock()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(now + allowance.seconds * self._tempo)
        return window

    def _refuse_held(self, key: BucketKey, allowance: Allowance | None = None) -> None:
        hold = self._holds.get(key)
        if hold is None:
            return
        left = hold.until - self._clock()
        if left <= 0:
            del self._holds[key]
            return
        headers: Headers = ()
        if allowance is not None:
            headers = self._headers(key, allowance)
            if hold.scope == "user":
                headers = _described(key, allowance, 0, hold.until, left)
        raise refusals.rate_limited(left, hold.scope, headers, hold.code)

    def _headers(self, key: BucketKey, allowance: Allowance) -> Headers:
        window = self._window(key, allowance)
        left = window.ends - self._clock()
        return _described(key, allowance, allowance.requests - window.used, window.ends, left)


def _described(
    key: BucketKey, allowance: Allowance, remaining: int, ends: float, left: float
) -> Headers:
    name = hashlib.sha256(key[0].encode()).hexdigest()[:32]
    return (
        ("X-RateLimit-Limit", str(allowance.requests)),
        ("X-RateLimit-Remaining", str(remaining)),
        ("X-RateLimit-Reset", f"{ends:.3f}"),
        ("X-RateLimit-Reset-After", f"{max(left, 0.001):.3f}"),
        ("X-RateLimit-Bucket", name),
    )
