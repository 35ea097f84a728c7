"""One rate-limit bucket: how many requests may still go, and when there will be more.

Source: Discord docs, Rate Limits (Header Format).
"""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cakd_tui.discord.http.error_body import ErrorBody, seconds

Scope = Literal["user", "global", "shared"]
"""Whose limit it is: this bot's on some routes, this bot's on all of them, or everybody's."""


@dataclass(slots=True)
class Bucket:
    """A count of free places, kept from Discord's headers; times are the caller's clock.

    Of a bucket nothing is known of, only one request goes at a time: its answer tells the rest.
    """

    limit: float = 1
    """Requests per window; infinite where Discord names none."""
    free: float = 1
    """Places left in this window, those of requests under way already taken off."""
    under_way: int = 0
    resets_at: float = 0.0
    """When the next window begins."""
    held_until: float = 0.0
    """Nothing goes before, whatever the headers say: a 429 said so."""
    scope: Scope = "user"
    """Whose limit that 429 spoke of."""
    learnt: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a request under way came back; a new one takes its place then."""

    def delay(self, now: float) -> float | None:
        """Seconds until a place may be taken; None when an answer under way has to tell."""
        if now < self.held_until:
            return self.held_until - now
        if self.free >= 1:
            return 0.0
        if now < self.resets_at:
            return self.resets_at - now
        self.free = self.limit - self.under_way
        return 0.0 if self.free >= 1 else None

    def take(self) -> None:
        """Take a place that `delay` said is free."""
        self.free -= 1
        self.under_way += 1

    def give_back(self) -> None:
        """A request came back, with an answer or without, or was given up."""
        self.under_way -= 1
        self.changed.set()
        self.changed = asyncio.Event()

    def learn(self, headers: Mapping[str, str], now: float) -> None:
        """Follow the headers of an answer, after its place was given back."""
        limit = seconds(headers.get("x-ratelimit-limit"))
        remaining = seconds(headers.get("x-ratelimit-remaining"))
        reset_after = seconds(headers.get("x-ratelimit-reset-after"))
        if limit is not None and remaining is not None and reset_after is not None:
            self.limit = max(limit, 1)
            self.free = min(remaining, self.limit) - self.under_way
            self.resets_at = now + reset_after
            self.learnt = True
        elif not self.learnt:
            self.limit = self.free = math.inf

    def hold(self, until: float, scope: Scope) -> None:
        """Let nothing go before `until`, when a new window begins."""
        self.held_until = self.resets_at = until
        self.free = 0
        self.scope = scope

    def is_idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        return not self.under_way and max(self.resets_at, self.held_until) <= now


def scope_of(headers: Mapping[str, str], body: ErrorBody) -> Scope:
    """Whose limit a 429 speaks of; `headers` must not mind the case of names."""
    told = headers.get("x-ratelimit-scope")
    if told == "global" or body.is_global:
        return "global"
    return "shared" if told == "shared" else "user"
