"""A question put to the rehearsal and its answer, as bytes and headers, whoever carries them.

A genuine answer of Discord bears a `Via` header; one of the network before it (Cloudflare) does
not.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

Headers = tuple[tuple[str, str], ...]

GENUINE: Final[Headers] = (("Via", "1.1 google"), ("Server", "cloudflare"))
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; header names are in small letters. Secrets stay out of its `repr`."""

    method: str
    path: str = field(repr=False)
    query: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    version: int = 10
    """Of the API it is answered by."""


def request_of(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
    """The request for a target of the form `path?query`."""
    path, _, query = target.partition("?")
    lowered = {name.lower(): value for name, value in headers.items()}
    return Request(method.upper(), path, query, lowered, body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered; its `Content-Length` may promise more than comes."""

    status: int
    headers: Headers
    body: bytes = field(default=b"", repr=False)
    padding: int = 0
    """How many spaces come before the body; they are only made while they are sent."""

    @property
    def size(self) -> int:
        """How many bytes really come."""
        return self.padding + len(self.body)

    @property
    def cut_short(self) -> bool:
        """Whether fewer bytes come than `Content-Length` promises."""
        promised = self.header("Content-Length")
        return promised is not None and int(promised) > self.size

    def header(self, name: str) -> str | None:
        """The first header of this name, in whatever case."""
        wanted = name.lower()
        return next((value for held, value in self.headers if held.lower() == wanted), None)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces of at most 64 KiB, so that a huge body costs no memory."""
        left = self.padding
        while left > 0:
            yield b" " * min(left, _CHUNK)
            left -= _CHUNK
        for start in range(0, len(self.body), _CHUNK):
            yield self.body[start : start + _CHUNK]

    def json(self) -> object:
        """The body as JSON; raises `ValueError` when it is none."""
        value: object = json.loads(self.body)
        return value

    def adding(self, headers: Headers) -> "Reply":
        """The same reply with these headers where it has none of that name."""
        new = tuple((name, value) for name, value in headers if self.header(name) is None)
        return replace(self, headers=self.headers + new)


def json_reply(status: int, value: object, headers: Headers = ()) -> Reply:
    """A genuine answer in JSON."""
    body = json.dumps(value).encode()
    described = (("Content-Type", "application/json"), ("Content-Length", str(len(body))))
    return Reply(status, described + headers + GENUINE, body)


def empty_reply() -> Reply:
    """A genuine 204."""
    return Reply(204, GENUINE)


def edge_reply(status: int, text: str, content_type: str = "text/plain; charset=UTF-8") -> Reply:
    """An answer of the network before Discord: no JSON, no `Via`."""
    body = text.encode()
    return Reply(
        status,
        (
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Server", "cloudflare"),
        ),
        body,
    )
