"""How much of everything a message with embeds holds, and how a length is counted.

Source: Discord docs, Message (Embed Limits) and Webhook (Execute Webhook). Discord counts code
points (discord-api-docs issue 1315); counted here are UTF-16 units, which are never fewer, so that
whoever counts either way finds the limits kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

CARDS: Final = 10
"""Embeds in one message."""
TOGETHER: Final = 6000
"""The sum over all embeds: titles, descriptions, fields, footers and authors."""
TITLE: Final = 256
DESCRIPTION: Final = 4096
FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1024
CONTENT: Final = 2000
MENTIONS: Final = 100
"""Roles that one message may name as allowed to be mentioned."""

Card = Mapping[str, object]
"""An embed, as it is sent."""


def width(text: str) -> int:
    """How much a text counts."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def size(card: Card) -> int:
    """How much a card counts towards what all cards of a message may have together."""
    return sum(width(text) for text in _counted(card))


def _counted(card: Card) -> Iterable[str]:
    for key, value in card.items():
        if isinstance(value, str) and key in {"title", "description", "name", "value", "text"}:
            yield value
        elif isinstance(value, Mapping):
            yield from _counted(value)
        elif isinstance(value, list):
            for each in value:
                yield from _counted(each)


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """What each gets of the room: all it wants, or else no less than any other."""
    given = [0] * len(wanted)
    smallest_first = sorted(range(len(wanted)), key=wanted.__getitem__)
    for place, index in enumerate(smallest_first):
        given[index] = min(wanted[index], room // (len(wanted) - place))
        room -= given[index]
    return given
