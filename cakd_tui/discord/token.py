"""What people paste when they are asked for the bot token.

Discord documents no format of its tokens, so nothing here refuses one; there are only soft doubts.
"""

import base64
import binascii
import re
import unicodedata
from typing import Final

from cakd_tui.discord.snowflake import id_or_none

_UNSEEN: Final = frozenset({"Cc", "Cf"})
_QUOTES: Final = "\"'`“”‘’«»"
_PREFIX: Final = re.compile(r"(?:authorization\s*:|bot\s)\s*", re.IGNORECASE)
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_-]+")

_WHERE: Final = "The bot token is on the Bot page of the Discord Developer Portal."
_OTHER_THINGS: Final = (
    (
        re.compile(r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/", re.IGNORECASE),
        "This looks like a webhook URL.",
    ),
    (re.compile(r"https?://|discord\.gg/", re.IGNORECASE), "This looks like a link."),
    (re.compile(r"\A[0-9]{17,20}\Z"), "This looks like the application id."),
    (re.compile(r"\A[0-9a-f]{64}\Z", re.IGNORECASE), "This looks like the public key."),
    (re.compile(r"\A[A-Za-z0-9_-]{32}\Z"), "This looks like the client secret."),
)


def tidy(text: str) -> str:
    """The token without what a paste brings along.

    Whitespace, invisible characters, quotes, a leading `Authorization:` and a leading `Bot `.
    """
    before, tidied = None, "".join(map(_visible, text))
    while tidied != before:
        before = tidied
        tidied = tidied.strip().strip(_QUOTES).strip()
        if prefix := _PREFIX.match(tidied):
            tidied = tidied[prefix.end() :]
        else:
            tidied = "".join(tidied.split())
    return tidied


def looks_odd(token: str) -> str | None:
    """A soft doubt about a tidied token in one or two sentences; None when it looks like one."""
    if not token:
        return None
    for shape, sentence in _OTHER_THINGS:
        if shape.search(token):
            return f"{sentence} {_WHERE}"
    segments = token.split(".")
    if len(segments) != 3 or not all(map(_SEGMENT.fullmatch, segments)):
        return f"A bot token usually has three parts with dots between them. {_WHERE}"
    if not _decodes_to_digits(segments[0]):
        return f"The first part of this is unusual for a bot token. {_WHERE}"
    return None


def bot_id(token: str) -> int | None:
    """The bot's user id, which tokens have begun with so far; Discord's docs don't promise it."""
    return id_or_none(_decoded(token.partition(".")[0]).decode("ascii", "replace"))


def _visible(char: str) -> str:
    return char if char.isspace() or unicodedata.category(char) not in _UNSEEN else ""


def _decodes_to_digits(segment: str) -> bool:
    return bool(re.fullmatch(rb"[0-9]+", _decoded(segment)))


def _decoded(segment: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except (binascii.Error, ValueError):
        return b""
