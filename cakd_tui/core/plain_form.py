"""Our own data as what JSON knows: dataclasses by field, enumerations by value, secrets masked."""

import dataclasses
import re
from collections.abc import Mapping
from enum import Enum

from cakd_tui.core.events import Event
from cakd_tui.core.secret import Secret


def plain(value: object) -> object:
    """The value as dictionaries, lists and what else JSON has."""
    if isinstance(value, Secret):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(each) for each in value]
    return value


def event_name(event: Event) -> str:
    """What kind of event it is: `webhook_ready`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()


def event_fields(event: Event) -> dict[str, object]:
    """The event's name under `event`, then its fields."""
    fields = plain(event)
    return {"event": event_name(event), **(fields if isinstance(fields, dict) else {})}
