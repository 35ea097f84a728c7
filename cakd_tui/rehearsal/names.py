"""What Discord makes of a name it is given, and which names it won't take.

The rewriting of channel names is observed behaviour, not documented; webhook names follow the
Discord docs, Webhook (Create Webhook) and User (Usernames and Nicknames).
"""

import re
import string
import unicodedata
from typing import Final

FORBIDDEN_IN_WEBHOOK_NAMES: Final = ("clyde", "discord")

_KEPT_PUNCTUATION: Final = "-_"
_DROPPED: Final = str.maketrans("", "", "".join(set(string.punctuation) - set(_KEPT_PUNCTUATION)))
_INVISIBLE: Final = frozenset({"Cc", "Cf"})


def text_channel_name(wanted: str) -> str:
    """A text channel's name: small letters, single dashes, no punctuation; maybe empty."""
    visible = re.sub(r"\s+", "-", wanted.strip().lower())
    visible = _without_invisible(visible).translate(_DROPPED)
    return re.sub(r"-{2,}", "-", visible).strip("-")


def display_name(wanted: str) -> str:
    """A webhook's or voice channel's name: trimmed, single spaces; maybe empty."""
    return " ".join(_without_invisible(re.sub(r"\s+", " ", wanted)).split())


def forbidden_part(webhook_name: str) -> str | None:
    """The forbidden word a webhook name contains in whatever case, or none."""
    folded = display_name(webhook_name).casefold()
    return next((word for word in FORBIDDEN_IN_WEBHOOK_NAMES if word in folded), None)


def _without_invisible(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE)
