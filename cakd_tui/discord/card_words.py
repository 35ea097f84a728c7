"""What a card says of an alert in words of ours: its state, its colour, and when it was."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from cakd_tui.core.alert import Alert

NAMELESS: Final = "Alert without a name"

_RED: Final = 0xE5484D
_ORANGE: Final = 0xF76B15
_AMBER: Final = 0xFFB224
_BLUE: Final = 0x3E90F0
_GREY: Final = 0x8B949E
_GREEN: Final = 0x30A46C

_COLOURS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **dict.fromkeys(("critical", "crit", "page", "emergency", "fatal", "disaster"), _RED),
        **dict.fromkeys(("error", "err", "major", "high"), _ORANGE),
        **dict.fromkeys(("warning", "warn", "minor", "medium"), _AMBER),
        **dict.fromkeys(("info", "information", "informational", "notice", "low"), _BLUE),
        **dict.fromkeys(("none", "debug"), _GREY),
    }
)

_UNSET: Final = datetime(1, 1, 1, tzinfo=UTC)
"""What a sender written in Go has for a moment that nobody set."""
_UNITS: Final = (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1))


def colour(alert: Alert) -> int:
    """Of what fires by its severity, red where that is none we know; green once it is resolved."""
    if not alert.firing:
        return _GREEN
    return _COLOURS.get(alert.severity.strip().casefold(), _RED)


def state(alert: Alert) -> str:
    """The state with a sign, so that it is seen without colours too."""
    return "▲ Firing" if alert.firing else "✓ Resolved"


def times(alert: Alert) -> str:
    """Since when it fires, or how long it did, in the reader's own time zone.

    Empty where that is not known.

    Source: Discord docs, Reference (Message Formatting, Timestamp Styles).
    """
    ended = None if alert.firing else alert.ends_at
    if alert.starts_at == _UNSET:
        return "" if ended is None else f"Resolved {_moment(ended, 'R')}"
    since = _moment(alert.starts_at, "F")
    if ended is None or alert.lasted is None:
        return f"Since {since}, {_moment(alert.starts_at, 'R')}"
    resolved = _moment(ended, "R")
    return f"Lasted **{span(alert.lasted)}**, since {since}, resolved {resolved}"


def span(duration: timedelta) -> str:
    """A duration in its two largest units: "12 min 30 s"; a negative one counts as none."""
    seconds = int(duration.total_seconds())
    if seconds < 1:
        return "less than 1 s"
    largest = next(index for index, (_, unit) in enumerate(_UNITS) if seconds >= unit)
    parts = []
    for name, unit in _UNITS[largest : largest + 2]:
        count, seconds = divmod(seconds, unit)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts)


def _moment(at: datetime, style: str) -> str:
    return f"<t:{int(at.timestamp())}:{style}>"
