"""Telling Cloudflare's refusals, which no waiting and no permission helps, from Discord's own."""

from collections.abc import Mapping
from typing import Final

from cakd_tui.discord.http.error_body import ErrorBody

_BLOCKED: Final = 40333


def is_cloudflare(status: int, headers: Mapping[str, str], body: ErrorBody) -> bool:
    """Whether this refusal came from Cloudflare; `headers` must not mind the case of names.

    Discord's answers pass through a proxy that names itself in `Via` and are JSON. A 403 that
    carries one of Discord's codes is its own even where something on the way removed the `Via`.

    Source: Discord docs, Opcodes and Status Codes (40333); the rest is observed behaviour.
    """
    if body.code == _BLOCKED:
        return True
    if status == 429:
        return "via" not in headers or not body.is_object
    if status == 403:
        return not body.is_object or ("via" not in headers and body.code == 0)
    return False
