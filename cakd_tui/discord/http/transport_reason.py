"""Why no answer came, found in what httpx raised and in what caused that."""

import errno
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx

from cakd_tui.discord.http.errors import ReasonKind

_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)

_TOLD_BY_HTTPX: Final[tuple[tuple[type[httpx.HTTPError], ReasonKind], ...]] = (
    (httpx.ConnectTimeout, "timeout-connect"),
    (httpx.ReadTimeout, "timeout-read"),
    (httpx.WriteTimeout, "timeout-write"),
    (httpx.PoolTimeout, "timeout-pool"),
    (httpx.ProxyError, "proxy"),
)

_TOLD_BY_CAUSE: Final[tuple[tuple[type[BaseException], ReasonKind], ...]] = (
    (ssl.SSLCertVerificationError, "tls-certificate"),
    (ssl.SSLEOFError, "reset"),
    (ssl.SSLZeroReturnError, "reset"),
    (ssl.SSLError, "tls-other"),
    (socket.gaierror, "dns"),
    (ConnectionRefusedError, "refused"),
    (ConnectionError, "reset"),
)

_UNREACHABLE: Final = frozenset(
    {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
)

_DISCONNECTED: Final = ("Server disconnected", "peer closed connection")

_ON_THE_WAY_TO_A_PROXY: Final = frozenset({"dns", "refused", "unreachable", "timeout-connect"})

_SENTENCES: Final[dict[ReasonKind, str]] = {
    "dns": "the host name can't be resolved",
    "refused": "connection refused",
    "reset": "connection closed by the other side",
    "timeout-connect": "timed out while connecting",
    "timeout-read": "timed out while waiting for the answer",
    "timeout-write": "timed out while sending",
    "timeout-pool": "timed out while waiting for a free connection",
    "tls-certificate": "the server's certificate can't be verified",
    "tls-other": "TLS failed",
    "proxy": "the proxy failed",
    "unreachable": "network unreachable",
    "other": "",
}


@dataclass(frozen=True, slots=True)
class TransportReason:
    """Why no answer came."""

    kind: ReasonKind
    text: str
    """In words, with what the system said in brackets."""
    sent: bool
    """Whether the request may have reached the server."""


def transport_reason(failure: Exception, *, through_proxy: bool) -> TransportReason:
    """The reason in what httpx, or the system under it, raised."""
    causes = tuple(_causes(failure))
    kind = _kind(failure, causes)
    if through_proxy and kind in _ON_THE_WAY_TO_A_PROXY:
        kind = "proxy"
    detail = next((str(cause) for cause in reversed(causes) if str(cause)), "")
    sentence = _SENTENCES[kind] or detail or type(failure).__name__
    text = f"{sentence} ({detail})" if detail and detail != sentence else sentence
    return TransportReason(kind, text, sent=not isinstance(failure, _NEVER_SENT))


def _kind(failure: Exception, causes: tuple[BaseException, ...]) -> ReasonKind:
    for httpx_type, kind in _TOLD_BY_HTTPX:
        if isinstance(failure, httpx_type):
            return kind
    for cause_type, kind in _TOLD_BY_CAUSE:
        if any(isinstance(cause, cause_type) for cause in causes):
            return kind
    if any(isinstance(cause, OSError) and cause.errno in _UNREACHABLE for cause in causes):
        return "unreachable"
    if isinstance(failure, httpx.RemoteProtocolError):
        return "reset" if str(failure).startswith(_DISCONNECTED) else "other"
    broken = isinstance(failure, httpx.NetworkError) and not isinstance(failure, _NEVER_SENT)
    return "reset" if broken else "other"


def _causes(failure: BaseException, depth: int = 12) -> Iterator[BaseException]:
    """The failure and all that led to it, the failures of parallel attempts among them."""
    yield failure
    if depth == 0:
        return
    parts: tuple[BaseException, ...] = ()
    if isinstance(failure, BaseExceptionGroup):
        parts = failure.exceptions
    for cause in (failure.__cause__ or failure.__context__, *parts):
        if cause is not None:
            yield from _causes(cause, depth - 1)
