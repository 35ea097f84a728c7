"""Reading a body without trusting its length, its end or its speed."""

import asyncio
from dataclasses import dataclass
from typing import Final

import httpx

from cakd_tui.discord.http.errors import Flaw

_LONGEST_READ: Final = 60.0


@dataclass(frozen=True, slots=True)
class Body:
    """What came of a body."""

    data: bytes
    flaw: Flaw | None = None
    """Why it is not all of it: `too-large`, `truncated` or `undecodable`."""


async def read_bounded(
    response: httpx.Response, limit: int, longest: float = _LONGEST_READ
) -> Body:
    """At most `limit` bytes of the body, decompressed; `longest` is in seconds. Never raises."""
    data = bytearray()
    flaw: Flaw | None = None
    try:
        async with asyncio.timeout(longest):
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > limit:
                    flaw = "too-large"
                    break
    except httpx.DecodingError:
        flaw = "undecodable"
    except (httpx.TransportError, OSError):  # TimeoutError is an OSError
        flaw = "truncated"
    return Body(bytes(data[:limit]), flaw)
