"""Text fit to be shown: no webhook token, no bot token, on one line, of bounded length."""

import re
from collections.abc import Iterable
from typing import Final

from cakd_tui.core.secret import Secret

MASKED: Final = "***"
"""Stands in a URL or text where a secret was."""

_SHORT: Final = 16
"""Characters that no token is shorter than."""
_WEBHOOK: Final = re.compile(r"(webhooks(?:/|%2F)\d+(?:/|%2F))[^/?#\s\"'<>&]+", re.IGNORECASE)
_TOKEN_FIELD: Final = re.compile(r'("token"\s*:\s*")(?:[^"\\]|\\.)*')
_USERINFO: Final = re.compile(r"(//)[^/@\s]+@")
_BREAK: Final = re.compile(r"\s*[\r\n]+\s*")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def masked(text: str, secrets: Iterable[Secret] = ()) -> str:
    """`text` without these secrets and without anything that has the place of one."""
    for secret in secrets:
        if secret:
            text = _without(secret.reveal(), text)
    text = _WEBHOOK.sub(rf"\g<1>{MASKED}", text)
    text = _TOKEN_FIELD.sub(rf"\g<1>{MASKED}", text)
    return _USERINFO.sub(rf"\g<1>{MASKED}@", text)


def _without(value: str, text: str) -> str:
    """`text` with the value masked; a mistyped one that is short, only where it stands alone.

    Else a token "a" would take the letter out of every word of Discord's, and out of its meaning.
    """
    if len(value) >= _SHORT:
        return text.replace(value, MASKED)
    return re.sub(rf"(?<![\w.-]){re.escape(value)}(?![\w.-])", MASKED, text)


def shown_name(text: str) -> str:
    """A name from a server without the characters that would steer a terminal."""
    return _CONTROL.sub("", text)


def one_line(text: str, limit: int) -> str:
    """`text` on one line, free of control characters, cut after `limit` characters."""
    line = _CONTROL.sub(" ", _BREAK.sub(" ", text.strip()))
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
