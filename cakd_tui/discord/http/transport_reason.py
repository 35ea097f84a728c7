"""Why no answer came, found in what httpx raised and in what caused that."""

import asyncio
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
_OPEN_FILES: Final = frozenset({errno.EMFILE, errno.ENFILE})

_DISCONNECTED: Final = ("Server disconnected", "peer closed connection")

_ON_THE_WAY_TO_A_PROXY: Final = frozenset(
    {"dns", "dns-resolver", "refused", "unreachable", "timeout-connect"}
)

_NAME_UNKNOWN: Final = frozenset(
    number
    for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY")
    if (number := getattr(socket, name, None)) is not None
)
"""What a resolver says that was asked and found nothing; all else means it could not be asked."""

_CERTIFICATES: Final[dict[int, ReasonKind]] = {
    9: "tls-not-yet-valid",
    10: "tls-expired",
    18: "tls-issuer",
    19: "tls-issuer",
    20: "tls-issuer",
    21: "tls-issuer",
    62: "tls-hostname",
    64: "tls-hostname",
}
"""OpenSSL docs: X509_STORE_CTX_get_error."""

_INTERNAL: Final = asyncio.CancelledError
"""How the event loop breaks a wait off: says nothing of the connection."""

_PASSWORD_WANTED: Final = "407"

_SENTENCES: Final[dict[ReasonKind, str]] = {
    "dns": "the host name can't be resolved",
    "dns-resolver": "the name servers can't be asked",
    "refused": "connection refused",
    "reset": "connection closed by the other side",
    "timeout-connect": "timed out while connecting",
    "timeout-read": "timed out while waiting for the answer",
    "timeout-write": "timed out while sending",
    "timeout-pool": "timed out while waiting for a free connection",
    "tls-certificate": "the server's certificate can't be verified",
    "tls-expired": "the server's certificate has expired",
    "tls-not-yet-valid": "the server's certificate is not valid yet",
    "tls-issuer": "the server's certificate is signed by nobody trusted here",
    "tls-hostname": "the server's certificate is for another host",
    "tls-store": "the trusted certificates can't be read",
    "tls-other": "TLS failed",
    "proxy": "the proxy failed",
    "proxy-auth": "the proxy asks for a user name and password",
    "proxy-unreachable": "the proxy can't be reached",
    "unreachable": "network unreachable",
    "open-files": "too many files are open",
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
        kind = "proxy-unreachable"
    said = (str(cause) for cause in reversed(causes) if not isinstance(cause, _INTERNAL))
    detail = next(filter(None, said), "")
    sentence = _SENTENCES[kind] or detail or type(failure).__name__
    text = f"{sentence} ({detail})" if detail and detail != sentence else sentence
    return TransportReason(kind, text, sent=not isinstance(failure, _NEVER_SENT))


def _kind(failure: Exception, causes: tuple[BaseException, ...]) -> ReasonKind:
    for httpx_type, kind in _TOLD_BY_HTTPX:
        if isinstance(failure, httpx_type):
            wanted = kind == "proxy" and str(failure).startswith(_PASSWORD_WANTED)
            return "proxy-auth" if wanted else kind
    for cause_type, kind in _TOLD_BY_CAUSE:
        for cause in causes:
            if isinstance(cause, cause_type):
                return _narrowed(cause, kind)
    numbers = {cause.errno for cause in causes if isinstance(cause, OSError)}
    if numbers & _UNREACHABLE:
        return "unreachable"
    if numbers & _OPEN_FILES:
        return "open-files"
    if isinstance(failure, httpx.RemoteProtocolError):
        return "reset" if str(failure).startswith(_DISCONNECTED) else "other"
    broken = isinstance(failure, httpx.NetworkError) and not isinstance(failure, _NEVER_SENT)
    return "reset" if broken else "other"


def _narrowed(cause: BaseException, kind: ReasonKind) -> ReasonKind:
    """What the system's own number tells beyond the type."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _CERTIFICATES.get(getattr(cause, "verify_code", 0), kind)
    if isinstance(cause, socket.gaierror) and cause.errno not in _NAME_UNKNOWN:
        return "dns-resolver"
    return kind


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
