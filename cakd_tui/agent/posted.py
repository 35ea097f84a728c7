"""The body of a posted request, within its bounds."""

import asyncio
from typing import Final

from starlette.requests import ClientDisconnect, Request

from cakd_tui.agent.refusal import Refusal

LARGEST: Final = 1024 * 1024
"""Bytes a body may have."""

PATIENCE: Final = 30.0
"""Seconds a body may take to arrive."""

_TYPE: Final = "application/json"


def require_json(request: Request) -> None:
    """Raise `Refusal` for another content type. It also keeps web pages out: a browser asks first,
    with a request of its own, before it posts JSON to another site (fetch.spec.whatwg.org).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _TYPE:
        said = f"the content type is {kind[:80]}" if kind else "there is no content type"
        raise Refusal(415, said, f"post the notification as {_TYPE}")
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Refusal(
            415, f"the content encoding is {coding[:80]}", "post the notification as it is"
        )


async def body_of(request: Request) -> bytes:
    """The whole body. Raises `Refusal` as soon as it is too large or too slow.

    One that says its length is refused before it is sent, one in chunks when they have become too
    many.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    raise _too_large()
    except TimeoutError:
        hint = "look at the network between the sender and the agent"
        said = f"the body took longer than {PATIENCE:.0f} s"
        raise Refusal(408, said, hint, {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Refusal(400, "the sender went away before all was sent", "send it again") from None
    return bytes(body)


def _too_large() -> Refusal:
    hint = "let Alertmanager form smaller groups, with more labels in group_by"
    return Refusal(413, f"the body is larger than {LARGEST // 1024} KiB", hint)
