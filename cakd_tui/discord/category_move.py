"""Which category a channel lies in, and that it lies in another than was noted. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.route import Remembered
from cakd_tui.discord.http.models import Channel

_NOWHERE: Final = "no category"
_DELETED: Final = "a deleted category"
_UNTOLD: Final = "another category"


@dataclass(frozen=True, slots=True)
class Move:
    """A channel was moved."""

    before: str
    """The category in words: its name, "no category"."""
    now: str
    way_back: str = ""
    """How to undo it by hand; empty where there is no way."""


def place_of(channel: Channel) -> str:
    """The id of the category it lies in; empty for none."""
    return str(channel.parent_id or "")


def is_moved(known: Remembered | None, channel: Channel) -> bool:
    """Whether it lies elsewhere than was noted; not where nothing was."""
    return known is not None and known.place is not None and known.place != place_of(channel)


def move_of(
    known: Remembered | None,
    channel: Channel,
    names: Mapping[str, str],
    gone: Collection[str] = (),
) -> Move | None:
    """From where to where it was moved; None where it wasn't, as far as that is known.

    `names` are those of categories by their id, `gone` the ids of such as are deleted.
    """
    if known is None or known.place is None or not is_moved(known, channel):
        return None

    def words(place: str) -> str:
        if not place:
            return _NOWHERE
        return _DELETED if place in gone else names.get(place, _UNTOLD)

    now = place_of(channel)
    way = ""
    if known.place in names:
        way = f"drag #{channel.name} into the category {names[known.place]}"
    elif not known.place:
        away = f"the category {names[now]}" if now in names else "its category"
        way = f"drag #{channel.name} out of {away}"
    return Move(words(known.place), words(now), way)
