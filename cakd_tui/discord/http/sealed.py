"""The one place where a secret enters a request.

Above this transport a request names its secrets but does not spell them: its URL has a mask where
the webhook's token belongs and no `Authorization`. So nothing httpx logs or raises can tell them.
"""

import re
from dataclasses import dataclass
from typing import Final

import httpx

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.errors import MalformedToken
from cakd_tui.discord.http.masking import MASKED

SEAL: Final = "seal"
"""The request extension that carries the `Seal`."""

_HEADER_SAFE: Final = re.compile(r"[\x21-\x7e]+")
_URL_SAFE: Final = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")


@dataclass(frozen=True, slots=True)
class Seal:
    """The secrets of one request."""

    bot_token: Secret | None = None
    webhook_token: Secret | None = None

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Those there are."""
        return tuple(it for it in (self.bot_token, self.webhook_token) if it is not None)


def seal_of(request: httpx.Request) -> Seal:
    """The request's secrets; an empty seal where it has none."""
    seal: object = request.extensions.get(SEAL)
    return seal if isinstance(seal, Seal) else Seal()


class SealedTransport(httpx.AsyncBaseTransport):
    """Sends requests with their secrets filled in, to the one origin they are meant for."""

    def __init__(self, inner: httpx.AsyncBaseTransport, base_url: str) -> None:
        self._inner = inner
        self._origin = _origin(httpx.URL(base_url))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; raises `MalformedToken` before anything is sent."""
        if _origin(request.url) != self._origin:
            raise ValueError("a request must go where its token is meant for")
        return await self._inner.handle_async_request(_opened(request, seal_of(request)))

    async def aclose(self) -> None:
        """Let go of the network."""
        await self._inner.aclose()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _opened(request: httpx.Request, seal: Seal) -> httpx.Request:
    headers, url = request.headers.copy(), request.url
    if seal.bot_token is not None:
        if not _HEADER_SAFE.fullmatch(seal.bot_token.reveal()):
            raise MalformedToken("bot token")
        headers["Authorization"] = f"Bot {seal.bot_token.reveal()}"
    if seal.webhook_token is not None:
        if not _URL_SAFE.fullmatch(seal.webhook_token.reveal()):
            raise MalformedToken("webhook's token")
        token = seal.webhook_token.reveal().encode()
        url = url.copy_with(raw_path=url.raw_path.replace(MASKED.encode(), token, 1))
    passed_on = {name: it for name, it in request.extensions.items() if name != SEAL}
    return httpx.Request(
        request.method, url, headers=headers, stream=request.stream, extensions=passed_on
    )
