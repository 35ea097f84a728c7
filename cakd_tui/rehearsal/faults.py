"""What can go wrong between client and Discord, as values a test schedules.

    rehearsal.faults.add(Fault(Drop(after=True), "POST", "/guilds/*/channels", nth=2))

Each fault says by type whether the request still takes effect: the ambiguous failures are those
that do. In-process a drop is a `ConnectionResetError` and silence a `TimeoutError`; over the socket
they are what those are called on the other side.
"""

import errno
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from cakd_tui.rehearsal.answer import Reply, edge_reply, json_reply

HUGE: Final = 64 * 2**20

_PHRASES: Final = {
    502: "Bad Gateway",
    503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
}


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection is reset without an answer."""

    after: bool = False
    """Whether the request had taken effect."""


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer ever comes."""

    after: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """A server error: 500 in JSON, the gateway's 502, 503 and 504 as a web page."""

    status: int
    after: bool = False


@dataclass(frozen=True, slots=True)
class Limited:
    """A true 429: the bucket, or for `global` everything, is refused until the wait is over."""

    scope: str = "user"
    """`user`, `global` or `shared`."""
    retry_after: float = 2.0
    """Seconds, before the rehearsal's tempo."""
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Banned:
    """The network before Discord has had enough of this address: 429 or 403 without `Via`."""

    status: int = 429


@dataclass(frozen=True, slots=True)
class Refused:
    """Discord says no before it has looked at the request."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Delay:
    """The request waits so many seconds (before the tempo), then goes on."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Truncated:
    """The answer breaks off in the middle."""


@dataclass(frozen=True, slots=True)
class Garbage:
    """The answer claims to be JSON and is not."""


@dataclass(frozen=True, slots=True)
class WrongTypes:
    """The answer is JSON with every value of another type than it should be."""


@dataclass(frozen=True, slots=True)
class Html:
    """The answer is a web page with status 200, as a captive portal gives it."""


@dataclass(frozen=True, slots=True)
class Huge:
    """The answer is right but comes after a flood of spaces; it is still valid JSON."""

    size: int = HUGE
    """Bytes of spaces."""


@dataclass(frozen=True, slots=True)
class NullList:
    """The answer is `null`, which Discord's OpenAPI document allows in place of a list."""


Spoil = Truncated | Garbage | WrongTypes | Html | Huge | NullList
"""Faults that let the request take effect and spoil the answer."""
Effect = Drop | Silence | Status | Limited | Banned | Refused | Delay | Spoil


@dataclass(frozen=True, slots=True)
class Fault:
    """An effect, and which requests it befalls."""

    effect: Effect
    method: str = "*"
    path: str = "*"
    """A pattern for the path below `/api/v10`; `*` stands for anything, slashes too."""
    nth: int = 1
    """The first matching request it befalls, counted from when the fault is scheduled."""
    times: int | None = 1
    """How many matching requests it befalls from there on; none for all."""

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is of the kind this fault waits for."""
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._counts: list[tuple[Fault, int]] = []

    def add(self, fault: Fault) -> None:
        """Schedule a fault."""
        self._counts.append((fault, 0))

    def clear(self) -> None:
        """Call off everything scheduled."""
        self._counts.clear()

    def due(self, method: str, path: str) -> tuple[Effect, ...]:
        """What befalls this request; counts it for every fault it matches."""
        found: list[Effect] = []
        for index, (fault, count) in enumerate(self._counts):
            if not fault.matches(method, path):
                continue
            count += 1
            self._counts[index] = (fault, count)
            last = None if fault.times is None else fault.nth + fault.times
            if count >= fault.nth and (last is None or count < last):
                found.append(fault.effect)
        return tuple(found)


def instead(effect: Effect) -> Reply | None:
    """What comes in place of an answer before the request takes effect; raises if nothing comes."""
    match effect:
        case Drop(after=False) | Silence(after=False):
            _vanish(effect)
        case Status(after=False):
            return failure(effect.status)
        case Banned(status=429):
            return edge_reply(429, "error code: 1015")
        case Banned():
            return edge_reply(effect.status, "error code: 1010")
        case Refused():
            return effect.reply
    return None


def spoiled(effect: Effect, reply: Reply) -> Reply:
    """What becomes of the genuine answer; raises if nothing comes through."""
    match effect:
        case Drop(after=True) | Silence(after=True):
            _vanish(effect)
        case Status(after=True):
            return failure(effect.status)
        case Html():
            return edge_reply(200, _page("Sign in to the network"), "text/html")
    # A 204 has no body, and HTTP lets it have none.
    return _spoiled_body(effect, reply) if reply.size else reply


def _spoiled_body(effect: Effect, reply: Reply) -> Reply:
    match effect:
        case Truncated():
            return replace(reply, body=reply.body[: len(reply.body) // 2])
        case Huge():
            return _with_body(replace(reply, padding=effect.size), reply.body)
        case Garbage():
            return _with_body(reply, b'{"id": "9000\xff\x00, nonsense')
        case WrongTypes():
            with suppress(ValueError):  # what is no JSON has no types
                return _with_body(reply, json.dumps(_mistyped(reply.json())).encode())
        case NullList():
            return _with_body(reply, b"null")
    return reply


def failure(status: int) -> Reply:
    """A server error as Discord or the gateway before it words it."""
    phrase = _PHRASES.get(status)
    if phrase is None:
        return json_reply(status, {"message": f"{status}: Internal Server Error", "code": 0})
    return edge_reply(status, _page(f"{status} {phrase}"), "text/html")


def _vanish(effect: Drop | Silence) -> None:
    if isinstance(effect, Drop):
        raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
    raise TimeoutError("timed out")


def _with_body(reply: Reply, body: bytes) -> Reply:
    """The reply with another body and the length that goes with it."""
    length = str(reply.padding + len(body))
    headers = tuple(
        (name, length if name == "Content-Length" else value) for name, value in reply.headers
    )
    return replace(reply, headers=headers, body=body)


def _mistyped(value: object) -> object:
    """A value of another type; of an object or a list of objects, one with all values mistyped."""
    match value:
        case dict():
            return {name: _other_type(inner) for name, inner in value.items()}
        case list():
            return [_mistyped(inner) for inner in value]
    return _other_type(value)


def _other_type(value: object) -> object:
    match value:
        case str():
            return [value]
        case bool() | None:
            return {"was": value}
        case int() | float():
            return "a number"
        case list():
            return 7
    return "an object"


def _page(title: str) -> str:
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1>"
        "</center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
    )
