"""The one HTTP client of a process: connections, time limits, and one answer for one call.

It follows no redirect and talks to one origin; what it raises is a `DiscordError` and holds no
secret.
"""

import asyncio
import ssl
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

import httpx

from cakd_tui.discord.http.base_url import DISCORD, parse_base_url
from cakd_tui.discord.http.bounded import read_bounded
from cakd_tui.discord.http.call import Call
from cakd_tui.discord.http.errors import Asked, DiscordError, TransportError
from cakd_tui.discord.http.masking import masked
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.http.pauses import Sleep
from cakd_tui.discord.http.proxy import proxy_for
from cakd_tui.discord.http.ratelimit import ACTION, NOTICE, RateLimitTransport, Wait
from cakd_tui.discord.http.reply import Reply, refusal
from cakd_tui.discord.http.retry import ATTEMPTS, Retry, passing_trouble, pause_before
from cakd_tui.discord.http.sealed import SEAL, Seal, SealedTransport
from cakd_tui.discord.http.transport_reason import transport_reason

Notice = Callable[[Wait | Retry], None]
"""Whom to tell when a call takes longer than its answer."""

_LARGEST_BODY: Final = 8 * 1024 * 1024
_LIMITS: Final = httpx.Limits(
    max_connections=20, max_keepalive_connections=20, keepalive_expiry=60.0
)


def open_client(
    base_url: str = DISCORD,
    transport: httpx.AsyncBaseTransport | None = None,
    *,
    patience: Patience | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Sleep = asyncio.sleep,
) -> "DiscordClient":
    """A client for the API at `base_url`; quick, nothing is loaded or sent yet.

    `transport` stands in for the network. A wait whose `sleep` is cut short ends: what is to be
    sent again is sent at once, what waits for a limit is given up. Raises `BadBaseUrl`.
    """
    return DiscordClient(parse_base_url(base_url), transport, patience or Patience(), clock, sleep)


class DiscordClient:
    """Sends calls; to be closed, also by `async with`."""

    def __init__(
        self,
        base_url: str,
        transport: httpx.AsyncBaseTransport | None,
        patience: Patience,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        self._base_url = base_url
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._preparing = asyncio.Lock()
        self._proxied = False
        self._http = None if transport is None else self._wrapped(transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def prepare(self) -> None:
        """Load certificates and the network code in a thread, ahead of the first call.

        Raises nothing: what is wrong with the environment is told by the first call.
        """
        try:
            await self._ready()
        except (OSError, ValueError, ImportError):
            return

    async def aclose(self) -> None:
        """Close the connections; calls under way fail."""
        if self._http is not None:
            await self._http.aclose()

    async def send(self, call: Call, seal: Seal, notice: Notice | None = None) -> Reply:
        """The answer to a call, a success; what is wrong with its body is for the reply to tell.

        A GET that met a passing failure is sent again, three times in all. Raises `ApiError`,
        `TransportError` or `MalformedToken`.
        """
        attempt = 1
        while True:
            outcome = await self._outcome(call, seal, notice)
            trouble = passing_trouble(outcome) if call.method == "GET" else None
            if trouble is None or attempt == ATTEMPTS:
                break
            attempt += 1
            pause = pause_before(attempt)
            if notice is not None:
                notice(Retry(pause, attempt, trouble))
            await self._sleep(pause)
        if isinstance(outcome, Reply) and not outcome.is_success:
            raise refusal(outcome, seal.secrets)
        if isinstance(outcome, DiscordError):
            raise outcome
        return outcome

    async def _outcome(self, call: Call, seal: Seal, notice: Notice | None) -> Reply | DiscordError:
        """One attempt; its failure is returned, to be raised free of any other's context."""
        asked = Asked(call.method, self._base_url + call.path, call.action)
        try:
            http = await self._ready()
        except OSError as error:
            return TransportError(asked, "tls-store", f"certificates: {error}", sent=False)
        except (ValueError, ImportError) as error:
            return TransportError(asked, "proxy", f"proxy settings: {error}", sent=False)
        try:
            reply = await self._answer(http, call, asked, seal, notice)
        except (httpx.HTTPError, OSError) as error:  # an ssl.SSLError comes through as itself
            reason = transport_reason(error, through_proxy=self._proxied)
            text = masked(reason.text, seal.secrets)
            return TransportError(asked, reason.kind, text, sent=reason.sent)
        # What broke off does not tell which refusal it is: it is an answer to be asked for again.
        told = reply.is_success or reply.body.flaw == "truncated"
        return reply if told else refusal(reply, seal.secrets)

    async def _answer(
        self,
        http: httpx.AsyncClient,
        call: Call,
        asked: Asked,
        seal: Seal,
        notice: Notice | None,
    ) -> Reply:
        async with http.stream(
            call.method,
            asked.url,
            params=call.query or None,
            content=call.body,
            headers=call.headers,
            extensions={SEAL: seal, NOTICE: notice, ACTION: call.action},
        ) as response:
            body = await read_bounded(response, _LARGEST_BODY, self._patience.body)
            return Reply(asked, response.status_code, response.headers, body)

    async def _ready(self) -> httpx.AsyncClient:
        if self._http is None:
            async with self._preparing:
                if self._http is None:
                    self._http = await asyncio.to_thread(self._over_the_network)
        return self._http

    def _over_the_network(self) -> httpx.AsyncClient:
        proxy = proxy_for(self._base_url)
        self._proxied = proxy is not None
        trusted = _trusted(self._base_url)
        return self._wrapped(httpx.AsyncHTTPTransport(trusted, proxy=proxy, limits=_LIMITS))

    def _wrapped(self, transport: httpx.AsyncBaseTransport) -> httpx.AsyncClient:
        patience = self._patience
        limited = RateLimitTransport(
            SealedTransport(transport, self._base_url),
            longest_wait=patience.rate_limit,
            span=patience.span,
            clock=self._clock,
            sleep=self._sleep,
        )
        return httpx.AsyncClient(
            transport=limited,
            follow_redirects=False,
            timeout=httpx.Timeout(
                connect=patience.connect,
                read=patience.read,
                write=patience.write,
                pool=patience.pool,
            ),
        )


def _trusted(base_url: str) -> ssl.SSLContext:
    """Whose certificates count: nobody's where none is asked for, as reading them all is slow."""
    if base_url.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.create_ssl_context()
