"""Snowflakes, the ids of Discord: 64 bits that carry their time of birth, written in decimal.

The rehearsal gives them out in a fixed order, so that two runs of one scenario show the same ids.
"""

from datetime import UTC, datetime
from typing import Final

EPOCH_MS: Final = 1_420_070_400_000
"""The start of 2015, from which snowflakes count (Discord docs: Reference, Snowflakes)."""

BOT: Final = "880000000000000202"
"""The bot's own: the first segment of its token, known without loading the world it is in."""

FIRST_BORN: Final = 1_500_000_000_000_000_000
"""Everything made during a rehearsal is numbered from here upwards."""

_MS_BETWEEN_BIRTHS: Final = 7
_TIME_SHIFT: Final = 22


class Snowflakes:
    """A source of new ids: ever larger, never the same twice, alike in every run."""

    def __init__(self, first: int = FIRST_BORN) -> None:
        self._first = first
        self._given = 0

    def new(self) -> str:
        """The next id, in decimal."""
        self._given += 1
        return str(self._first + (_MS_BETWEEN_BIRTHS * self._given << _TIME_SHIFT) + self._given)


def birth(snowflake: str) -> datetime:
    """When the thing of this id came to be, in UTC."""
    return datetime.fromtimestamp(((int(snowflake) >> _TIME_SHIFT) + EPOCH_MS) / 1000, UTC)


def is_snowflake(text: str) -> bool:
    """Whether the text is a decimal number of at most 64 bits without leading zeros."""
    if not (text.isascii() and text.isdigit()) or len(text) > 20:
        return False
    return str(int(text)) == text and int(text) < 2**64
