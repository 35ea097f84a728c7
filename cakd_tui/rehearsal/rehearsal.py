"""The embedded Discord: one object that answers requests over a world of its own.

Nothing but `answer` is needed to talk to it, in-process or behind the loopback server.
"""

import asyncio
import errno
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import Final

from cakd_tui.rehearsal import (
    channel_routes,
    faults,
    gate,
    guild_routes,
    message_routes,
    refusals,
    routing,
    unversioned,
    user_routes,
    webhook_routes,
)
from cakd_tui.rehearsal.answer import Headers, Reply, Request, request_of
from cakd_tui.rehearsal.faults import Delay, Effect, Faults, Limited
from cakd_tui.rehearsal.ratelimits import RateLimits
from cakd_tui.rehearsal.refusals import Refusal
from cakd_tui.rehearsal.routing import Call, Route, Router
from cakd_tui.rehearsal.state import World

ROUTES: Final = (
    *user_routes.ROUTES,
    *guild_routes.ROUTES,
    *channel_routes.ROUTES,
    *webhook_routes.ROUTES,
    *message_routes.ROUTES,
)

_ROUTER: Final = Router(ROUTES)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in; its `repr` shows no secret."""

    method: str
    target: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    """As sent; names keep their case."""
    body: bytes = field(repr=False)
    route: str
    """Method and template, such as `GET /guilds/{guild_id}`; the method alone where none fits."""
    status: int | None = None
    """What was answered; none while it is under way, and where no answer came."""


class Rehearsal:
    """An embedded Discord.

    `latency` is slept before each answer and `tempo` multiplies every wait it asks for, both so
    that a demo feels real and a test takes no time. `mending` is what the operator would do about
    what is broken. `world`, `faults` and `requests` are there for tests to arrange and to look at.
    """

    def __init__(
        self,
        world: World,
        token: str,
        guild_id: str,
        *,
        name: str = "rehearsal",
        strict_token: bool = False,
        latency: float = 0.0,
        tempo: float = 1.0,
        mending: "Callable[[Rehearsal], str] | None" = None,
    ) -> None:
        self.world = world
        self.token = token
        self.guild_id = guild_id
        self.name = name
        self.strict_token = strict_token
        """Whether only `token` is valid; else any of three segments is, so that a demo is easy."""
        self.refuses_tokens = False
        """While set, no token is valid."""
        self.latency = latency
        self.reachable = asyncio.Event()
        """While not set, no request gets through."""
        self.reachable.set()
        self.config_read_only = False
        """Whether the folder for the program's files is to be found read-only."""
        self.clock_ahead = 0.0
        """Seconds by which the `Date` of the answers is ahead of the world's clock."""
        self.requests: list[Seen] = []
        self.faults = Faults()
        self._limits = RateLimits(world.clock, tempo)
        self._tempo = tempo
        self._mending = mending

    def __repr__(self) -> str:
        return f"<Rehearsal {self.name}, {len(self.requests)} requests>"

    async def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """The answer to a request for `target`, a path with its query.

        Raises `ConnectionRefusedError` while offline, and `ConnectionResetError` or `TimeoutError`
        where a fault wants it; these say nothing about whether the request took effect.
        """
        request = unversioned.versioned(request_of(method, target, headers, body))
        place = len(self.requests)
        seen = Seen(request.method, target, dict(headers), body, _route_name(request))
        self.requests.append(seen)
        if self.latency:
            await asyncio.sleep(self.latency)
        reply = await self._answer(request)
        if request.version == unversioned.VERSION:
            reply = unversioned.aged(reply)
        self.requests[place] = replace(seen, status=reply.status)
        date = formatdate(self.world.clock() + self.clock_ahead, usegmt=True)
        return reply.adding((("Date", date),))

    def mend(self) -> str:
        """Play the operator who puts right in Discord what is broken; says what was done."""
        if self._mending is None:
            return "Nothing to mend: everything is in order here"
        mending, self._mending = self._mending, None
        return mending(self)

    def release_limits(self) -> None:
        """Let every rate limit be over at once."""
        self._limits.release()

    def count(self, *, globally: bool = True, unseen: bool = True) -> None:
        """Have the global limit, and those no header tells of, bite or not from now on."""
        self._limits.counts_globally = globally
        self._limits.counts_unseen = unseen

    async def _answer(self, request: Request) -> Reply:
        if not self.reachable.is_set():
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        path = request.path.removeprefix(routing.PREFIX)
        effects = self.faults.due(request.method, path)
        for effect in effects:
            early = await self._befall(effect, request)
            if early is not None:
                return early
        reply = self._genuine(request)
        for effect in effects:
            reply = faults.spoiled(effect, reply)
        return reply

    async def _befall(self, effect: Effect, request: Request) -> Reply | None:
        """Let a fault happen before the request takes effect."""
        if isinstance(effect, Delay):
            await asyncio.sleep(effect.seconds * self._tempo)
        elif isinstance(effect, Limited):
            self._hold(effect, request)
        return faults.instead(effect)

    def _genuine(self, request: Request) -> Reply:
        """What Discord itself answers."""
        blocked = gate.edge_block(request)
        if blocked is not None:
            return blocked
        described: Headers = ()
        try:
            route, params = _ROUTER.find(request.method, request.path)
            self._limits.admit_globally(_caller(request))
            described = self._limits.admit(route.bucket_key(params), route.allowance)
            reply = route.run(self._call(request, route, params))
        except Refusal as refused:
            reply = refused.reply
        return reply if reply.status == 429 else reply.adding(described)

    def _call(self, request: Request, route: Route, params: Mapping[str, str]) -> Call:
        """The request, let through the gate."""
        if (route.needs_bot or "authorization" in request.headers) and not self._valid(request):
            raise refusals.unauthorized()
        return Call(
            world=self.world,
            limits=self._limits,
            request=request,
            params=params,
            query=routing.query_of(request, route.query),
            reason=gate.audit_reason(request) if route.needs_reason else "",
        )

    def _valid(self, request: Request) -> bool:
        token = gate.bot_token(request)
        if token is None or self.refuses_tokens:
            return False
        return token == self.token or not self.strict_token

    def _hold(self, effect: Limited, request: Request) -> None:
        key = ("global", _caller(request))
        if effect.scope != "global":
            with suppress(Refusal):
                route, params = _ROUTER.find(request.method, request.path)
                key = route.bucket_key(params)
        self._limits.hold(key, effect.retry_after, effect.scope, effect.code)


def _caller(request: Request) -> str:
    """Whom the global limit counts for: the bot, or without a token the address."""
    return gate.bot_token(request) or "this address"


def _route_name(request: Request) -> str:
    try:
        route, _ = _ROUTER.find(request.method, request.path)
    except Refusal:
        return request.method
    return f"{route.method} {route.template}"
