"""Discord's ids: what is one, what a pasted server id may look like, and when an id was made.

Source: Discord docs, API Reference (Snowflakes).
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from cakd_tui.core.reading import Accepted, Reading, Refused

_EPOCH: Final = datetime(2015, 1, 1, tzinfo=UTC)
_CLOCK_SLACK: Final = timedelta(minutes=5)
_DIGITS: Final = re.compile(r"[0-9]{1,20}")
_TOO_LARGE: Final = 2**63
_SHAPE: Final = re.compile(r"[1-9][0-9]{16,19}")
_LINK: Final = re.compile(
    r"(?:(?:https?:)?//)?(?:www\.|ptb\.|canary\.)?discord(?:app)?\.com/channels/([^/?#]*)", re.I
)
_INVITE: Final = re.compile(r"discord\.gg/|discord(?:app)?\.com/(?:invite/|oauth2/)", re.I)
_WEBHOOK: Final = re.compile(r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/", re.I)
_WRAPPING: Final = "\"'`<>“”‘’«»"

_COPY_IT: Final = (
    "In Discord, turn on Developer Mode (User Settings, Advanced), "
    "then right-click the server and choose Copy Server ID."
)


def id_or_none(text: str) -> int | None:
    """The id that a text is, None where it can't be one: Discord takes up to 63 bits."""
    number = int(text) if _DIGITS.fullmatch(text) else _TOO_LARGE
    return number if number < _TOO_LARGE else None


def created_at(snowflake: int) -> datetime:
    """When this id was made, in UTC, to the millisecond."""
    return _EPOCH + timedelta(milliseconds=snowflake >> 22)


def parse_guild(text: str, now: datetime) -> Reading:
    """The server id in what was typed or pasted: the id itself or a link to one of its channels.

    `now` is the present time, with its time zone. The accepted value is the id in digits.
    """
    tidied = "".join(char for char in text if char.isprintable() or char.isspace())
    tidied = tidied.strip().strip(_WRAPPING).strip()
    link = _LINK.match(tidied)
    if link is None:
        return _read_id(tidied, now)
    if link[1].lower() == "@me":
        return Refused(
            "That link leads to a direct message, which belongs to no server. "
            "Open a channel of the server and copy its link, or its server id."
        )
    reading = _read_id(link[1], now)
    if isinstance(reading, Accepted):
        return Accepted(reading.value, "Taken from the channel link.")
    return Refused(f"That channel link holds no server id. {_COPY_IT}")


def _read_id(text: str, now: datetime) -> Reading:
    if _SHAPE.fullmatch(text) and int(text) < 2**64:
        if created_at(int(text)) <= now + _CLOCK_SLACK:
            return Accepted(text)
        return Refused(
            "That id lies in the future, so no server has it. "
            f"Check its digits and this computer's clock. {_COPY_IT}"
        )
    return Refused(f"{_what_is_wrong(text)} {_COPY_IT}")


def _what_is_wrong(text: str) -> str:
    if not text:
        return "The server id is missing."
    if _WEBHOOK.search(text):
        return "That is a webhook URL, not a server id."
    if _INVITE.search(text):
        return "That is an invite link, which does not hold the server id."
    if not re.fullmatch(r"[0-9]+", text):
        return "A server id is a number of 17 to 20 digits."
    if text.startswith("0"):
        return "A server id does not begin with 0."
    if len(text) in range(17, 21):
        return "That number is too large to be a server id."
    return f"A server id has 17 to 20 digits; this has {len(text)}."
