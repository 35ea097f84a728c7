"""Events as JSON, one a line. Secrets are masked but for the webhook's URL, which is the result."""

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping
from enum import Enum

from cakd_tui.core.events import Checked, Event, Warned, WebhookReady
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import Entry


def json_line(event: Event, entries: Iterable[Entry] = ()) -> str:
    """The event as one line: its name under `event`, then its fields.

    `entries` are the troubleshooting rows that belong to a warning or a finding. Pure ASCII, so
    that it reads the same in every encoding.
    """
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    fields = _plain(event)
    line: dict[str, object] = {"event": name, **(fields if isinstance(fields, dict) else {})}
    if isinstance(event, WebhookReady):
        line["url"] = event.url.reveal()
    if isinstance(event, Warned | Checked):
        line["troubleshooting"] = [entry_fields(entry) for entry in entries]
    return json.dumps(line)


def entry_fields(entry: Entry) -> dict[str, object]:
    """What a script may want to know of a troubleshooting row."""
    return {
        "id": entry.id,
        "problem": entry.problem,
        "cause": entry.cause,
        "fix": entry.fix,
        "retry": entry.retry,
    }


def _plain(value: object) -> object:
    if isinstance(value, Secret):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(each) for each in value]
    return value
