"""An alert's labels as fields of its card: the most telling first, what is left out counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.alert import Alert
from cakd_tui.discord.card_limits import FIELD_NAME, FIELD_VALUE, Card, shares, width
from cakd_tui.discord.card_text import escaped, escaped_width, fitted, on_one_line

_TELLING: Final = (
    "namespace",
    "instance",
    "pod",
    "service",
    "deployment",
    "statefulset",
    "daemonset",
    "job_name",
    "container",
    "node",
    "host",
    "device",
    "mountpoint",
    "persistentvolumeclaim",
    "job",
    "cluster",
    "region",
    "environment",
    "env",
    "team",
)
"""By what an operator looks for the thing in question; other labels follow by name."""

_SAID_ELSEWHERE: Final = frozenset({"alertname", "severity"})
_NOTHING: Final = "—"
_SIDE_BY_SIDE: Final = 40
"""A value up to this width shares its row with others."""
_LEAST: Final = 48
"""A field narrower than this is not worth its row: fewer are shown then."""
_LEAST_OF_MORE: Final = 48
_MOST_OF_MORE: Final = 224


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is shown."""

    name: str
    value: str
    value_width: int
    width: int
    """How much name and value count together, as far as a field can hold them."""


def labels_of(alert: Alert, project: str) -> tuple[Label, ...]:
    """What the rest of its card doesn't say, the most telling first."""
    names = [name for name in alert.labels if name not in _SAID_ELSEWHERE]
    if alert.namespace == project:
        names = [name for name in names if name != "namespace"]
    return tuple(_label(name, alert.labels[name]) for name in sorted(names, key=_rank))


def fields(labels: Sequence[Label], room: int, most: int) -> list[Card]:
    """At most so many fields, which have the room together; the last counts what is left out."""
    count = _shown(labels, room, most)
    shown, rest = labels[:count], labels[count:]
    made: list[Card] = []
    for label, share in zip(
        shown,
        shares([each.width for each in shown], room - (_LEAST_OF_MORE if rest else 0)),
        strict=True,
    ):
        made.append(_field(label, share))
        room -= _size(made[-1])
    if rest:
        made.append(_more(rest, min(room, _MOST_OF_MORE)))
    return made


def wanted(labels: Sequence[Label], most: int) -> int:
    """The room that as many of them need as there can be fields."""
    if len(labels) <= most:
        return sum(each.width for each in labels)
    return sum(each.width for each in labels[: most - 1]) + _MOST_OF_MORE


def _label(name: str, value: str) -> Label:
    name, value = on_one_line(name) or _NOTHING, on_one_line(value) or _NOTHING
    value_width = escaped_width(value, FIELD_VALUE)
    both = escaped_width(name, FIELD_NAME, links=False) + value_width
    return Label(name, value, value_width, both)


def _rank(name: str) -> tuple[int, str]:
    return (_TELLING.index(name) if name in _TELLING else len(_TELLING), name)


def _shown(labels: Sequence[Label], room: int, most: int) -> int:
    """How many have a field of their own: each of them legible, and one left for the count."""
    count = len(labels) if len(labels) <= most else most - 1
    while count:
        least = sum(min(each.width, _LEAST) for each in labels[:count])
        if least + (_LEAST_OF_MORE if count < len(labels) else 0) <= room:
            break
        count -= 1
    return count


def _field(label: Label, room: int) -> Card:
    name_room = min(FIELD_NAME, max(room - label.value_width, room // 2))
    name = fitted(label.name, name_room, links=False)
    value = fitted(label.value, min(FIELD_VALUE, room - width(name)))
    return {"name": name, "value": value, "inline": width(value) <= _SIDE_BY_SIDE}


def _more(rest: Sequence[Label], room: int) -> Card:
    name = f"and {len(rest):,} more labels"  # never one, which would have the room of this field
    return {"name": name, "value": _names(rest, room - width(name)), "inline": False}


def _names(labels: Sequence[Label], room: int) -> str:
    """As many of their names as there is room for."""
    text = ""
    for each in labels:
        name = escaped(each.name[:_MOST_OF_MORE], links=False)
        longer = f"{text}, {name}" if text else name
        if width(longer) + 2 > room:
            return f"{text} …" if text else "…"
        text = longer
    return text


def _size(field: Card) -> int:
    return width(str(field["name"])) + width(str(field["value"]))
