"""Keeping to Discord's rate limits: ahead of them where they are known, and after a 429.

Buckets are learnt from the headers and apply per guild, channel or webhook. A 429 means that the
request was not executed, so anything may be sent again after it, a creating POST as well.

Source: Discord docs, Rate Limits.
"""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

import httpx

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.bounded import read_bounded
from cakd_tui.discord.http.bucket import Bucket, Scope, scope_of
from cakd_tui.discord.http.cloudflare import is_cloudflare
from cakd_tui.discord.http.error_body import ErrorBody, parse_error_body, seconds
from cakd_tui.discord.http.errors import Asked, RateLimited
from cakd_tui.discord.http.gate import Gate
from cakd_tui.discord.http.limit_names import limit_name
from cakd_tui.discord.http.pauses import Sleep
from cakd_tui.discord.http.sealed import seal_of

NOTICE: Final = "notice"
"""The request extension that carries whom to tell of a wait: `Callable[[Wait], None]`."""

ACTION: Final = "action"
"""The request extension that carries what the caller was after, for errors."""

_ATTEMPTS: Final = 5
_LONGEST_WAIT: Final = 60.0
_UNTOLD_WAIT: Final = 1.0
_CLOCK_GRAIN: Final = 0.001
_MOST_BUCKETS: Final = 256
_REFUSAL_BYTES: Final = 64 * 1024

_MAJOR: Final = re.compile(r"/(guilds|channels|webhooks)/(\d+)(?:/([^/]+))?")


@dataclass(frozen=True, slots=True)
class Wait:
    """Discord asks us to wait."""

    seconds: float
    scope: Scope
    """Whose limit it is."""
    bucket: str | None = None
    """Discord's name of the bucket, where it is known."""
    action: str = ""
    """What is waited with, by the name of the API call."""

    @property
    def limit(self) -> str:
        """The limit in the operator's words."""
        return limit_name(self.scope, self.action)


@dataclass(frozen=True, slots=True)
class Route:
    """What shares a limit as long as no bucket is known: a kind of request to one major thing."""

    method: str
    template: str
    """The path with its ids left out."""
    major: tuple[str, ...] = ()
    """The guild, channel or webhook it concerns."""
    token: Secret | None = None
    """The webhook's, on the routes that go by it."""


def route_of(request: httpx.Request) -> Route:
    """The route of a request to the API, its secrets sealed or not."""
    path = request.url.path
    template = re.sub(r"/\d+(?=/|$)", "/{id}", path)
    match = _MAJOR.search(path)
    if match is None:
        return Route(request.method, template)
    token = None
    if match[1] == "webhooks" and match[3]:
        token = seal_of(request).webhook_token or Secret(match[3])
        template = template.replace(f"/{match[3]}", "/{token}", 1)
    return Route(request.method, template, (match[1], match[2]), token)


class RateLimitTransport(httpx.AsyncBaseTransport):
    """A transport that waits rather than being refused, and says so.

    Answers other than 429 pass unread. A 429 comes through when it is Cloudflare's, when it asks
    for more than `longest_wait` seconds, or after five attempts. Raises `RateLimited` for a request
    that would have to be kept back for longer than that, and for one whose wait is cut short: sent
    before its time it would only be refused again, and count.

    No more than `at_once` are under way, if that is given; the others wait here, in the order they
    came, rather than for a connection, so that what an answer tells is known before the next goes.
    """

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        longest_wait: float = _LONGEST_WAIT,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        at_once: int | None = None,
    ) -> None:
        self._inner = inner
        self._longest_wait = longest_wait
        self._places = nullcontext() if at_once is None else asyncio.Semaphore(at_once)
        self._clock = clock
        self._sleep = sleep
        self._names: dict[tuple[str, str], str] = {}
        self._buckets: dict[tuple[object, ...], Bucket] = {}
        self._most_buckets = _MOST_BUCKETS
        self._gate = Gate()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, after whatever waiting Discord asks for."""
        route = route_of(request)
        attempt = 1
        while True:
            response = await self._sent(request, route, await self._admitted(request, route))
            if response.status_code != 429:
                return response
            refusal = await _Refusal.read(response)
            if refusal.is_cloudflare:
                return refusal.response
            self._hold(route, refusal)
            if attempt == _ATTEMPTS or refusal.wait > self._longest_wait:
                return refusal.response
            attempt += 1

    async def aclose(self) -> None:
        """Let go of the network."""
        await self._inner.aclose()

    async def _admitted(self, request: httpx.Request, route: Route) -> Bucket:
        """Wait for a free place in the route's bucket and take it."""
        while True:
            bucket, now = self._bucket(route), self._clock()
            # A clock that is a little behind the sleep must not make for a second, tiny wait.
            delay = bucket.delay(now + _CLOCK_GRAIN)
            if delay is None:
                await bucket.changed.wait()
            elif delay > 0:
                name, action = self._name(route), _action(request)
                wait = Wait(delay + _CLOCK_GRAIN, bucket.scope, name, action)
                await self._pause(request, wait)
            else:
                bucket.take()
                return bucket

    async def _passed(self, request: httpx.Request) -> None:
        """Wait until it is this request's turn among all there are."""
        while True:
            now = self._clock()
            opens_in, turn_in = self._gate.opens_at - now, self._gate.turn(now) - now
            if turn_in <= _CLOCK_GRAIN:
                return
            if opens_in > _CLOCK_GRAIN:
                await self._pause(request, Wait(turn_in, "global", action=_action(request)))
            else:
                await self._sleep(turn_in)  # nobody asked for it, and it is short
            if self._gate.opens_at <= self._clock() + _CLOCK_GRAIN:
                return

    async def _pause(self, request: httpx.Request, wait: Wait) -> None:
        asked = Asked(request.method, str(request.url), wait.action)
        if wait.seconds > self._longest_wait:
            raise RateLimited.unsent(asked, wait.seconds, is_global=wait.scope == "global")
        notice: Callable[[Wait], None] | None = request.extensions.get(NOTICE)
        if notice is not None:
            notice(wait)
        until = self._clock() + wait.seconds
        if await self._sleep(wait.seconds):
            raise RateLimited.given_up(asked, wait.limit, until - self._clock())

    async def _sent(self, request: httpx.Request, route: Route, bucket: Bucket) -> httpx.Response:
        try:
            async with self._places:
                await self._passed(request)
                response = await self._inner.handle_async_request(request)
        except BaseException:
            bucket.give_back()
            raise
        name = response.headers.get("x-ratelimit-bucket")
        if name is not None:
            self._names[route.method, route.template] = name
        bucket.give_back()
        self._bucket(route).learn(response.headers, self._clock())
        return response

    def _hold(self, route: Route, refusal: "_Refusal") -> None:
        until = self._clock() + refusal.wait
        if refusal.scope == "global":
            self._gate.close(until)
        else:
            self._bucket(route).hold(until, refusal.scope)

    def _name(self, route: Route) -> str | None:
        return self._names.get((route.method, route.template))

    def _bucket(self, route: Route) -> Bucket:
        name = self._name(route)
        kind = (name,) if name is not None else (route.method, route.template)
        key = (*kind, route.major, route.token)
        if key not in self._buckets:
            self._forget_idle()
            self._buckets[key] = Bucket()
        return self._buckets[key]

    def _forget_idle(self) -> None:
        if len(self._buckets) >= self._most_buckets:
            now = self._clock()
            self._buckets = {
                key: bucket for key, bucket in self._buckets.items() if not bucket.is_idle(now)
            }
            self._most_buckets = max(_MOST_BUCKETS, 2 * len(self._buckets))


def _action(request: httpx.Request) -> str:
    action: object = request.extensions.get(ACTION, "")
    return str(action)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A 429, read to its end."""

    response: httpx.Response
    wait: float
    scope: Scope
    is_cloudflare: bool

    @classmethod
    async def read(cls, response: httpx.Response) -> "_Refusal":
        try:
            data = (await read_bounded(response, _REFUSAL_BYTES)).data
        finally:
            await response.aclose()
        body = parse_error_body(data)
        headers = response.headers.copy()
        for name in ("content-encoding", "content-length", "transfer-encoding"):
            headers.pop(name, None)
        return cls(
            httpx.Response(response.status_code, headers=headers, content=data),
            _told_wait(headers, body),
            scope_of(headers, body),
            is_cloudflare(response.status_code, headers, body),
        )


def _told_wait(headers: httpx.Headers, body: ErrorBody) -> float:
    for span in (body.retry_after, seconds(headers.get("retry-after"))):
        if span is not None:
            return span
    return _UNTOLD_WAIT
