"""Alertmanager's webhook payload, version 4, read into a notification.

Keys this doesn't know are ignored: Alertmanager adds some without a new version (0.32.0
`notification_reason`, 0.34.0 `routeLabels`). The status that counts is each alert's own: the
group's is computed after `max_alerts` has cut it, and may say "resolved" while an alert fires.
Form: prometheus.io/docs/alerting/latest/configuration/#webhook_config.
"""

import re
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

from cakd_tui.agent.idempotency import fingerprint_of
from cakd_tui.agent.notification import Notification
from cakd_tui.core.alert import Alert
from cakd_tui.core.errors import CakdError

_Time = Annotated[datetime, msgspec.Meta(tz=True)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]

_NEVER: Final = 1
"""The year of Go's zero time, which stands for "not yet" in `endsAt`."""

_LONGEST: Final = 120
"""Characters of a complaint that are repeated."""

_AT: Final = " - at `$"
"""Stands before the place in msgspec's complaints; last of all, whatever is quoted before it."""
_MISSING: Final = re.compile(r"Object missing required field `(?P<key>\w+)`")
_TYPES: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "datetime": "a time",
}


class BadPayload(CakdError):
    """What was posted is no notification; the message names the key that is wrong."""


class _Alert(msgspec.Struct):
    status: Literal["firing", "resolved"]
    labels: dict[str, str]
    startsAt: _Time  # noqa: N815  # the payload's own spelling, here and below
    endsAt: _Time | None = None  # noqa: N815
    annotations: dict[str, str] | None = None
    generatorURL: str = ""  # noqa: N815
    fingerprint: str = ""


class _Payload(msgspec.Struct):
    version: Literal["4"]
    receiver: str
    groupKey: str  # noqa: N815
    alerts: list[_Alert]
    truncatedAlerts: _Count = 0  # noqa: N815
    externalURL: str = ""  # noqa: N815


_decode: Final = msgspec.json.Decoder(_Payload).decode


def read_notification(body: bytes) -> Notification:
    """What the body says. Raises `BadPayload`."""
    try:
        payload = _decode(body)
    except msgspec.ValidationError as error:
        raise BadPayload(_said(str(error))) from error
    except RecursionError as error:
        raise BadPayload("the JSON is nested too deeply") from error
    except ValueError as error:  # msgspec's own among them; the text may hold what was posted
        raise BadPayload("the body is not valid JSON in UTF-8") from error
    return Notification(
        receiver=payload.receiver,
        group_key=payload.groupKey,
        alerts=[_alert(each, payload.externalURL) for each in payload.alerts],
        truncated=payload.truncatedAlerts,
    )


def _alert(read: _Alert, alertmanager_url: str) -> Alert:
    firing = read.status == "firing"
    ended = None if firing or read.endsAt is None or read.endsAt.year == _NEVER else read.endsAt
    return Alert(
        firing=firing,
        labels=read.labels,
        annotations=read.annotations or {},
        starts_at=read.startsAt,
        ends_at=ended,
        fingerprint=read.fingerprint or fingerprint_of(read.labels),
        generator_url=read.generatorURL,
        alertmanager_url=alertmanager_url,
    )


def _said(complaint: str) -> str:
    """msgspec's complaint as a sentence that names the key."""
    before, at, after = complaint.rpartition(_AT)
    what, place = (before, after.strip("`.")) if at else (complaint, "")
    if missing := _MISSING.fullmatch(what):
        return f"the key {place}{'.' if place else ''}{missing['key']} is missing"
    what = re.sub(r"`(\w+)`", lambda name: _TYPES.get(name[1], name[1]), what)
    what = f"{what[:_LONGEST]}…" if len(what) > _LONGEST else what  # it may quote what was posted
    return f"the key {place or 'at the top'} is not right: {what[:1].lower()}{what[1:]}"
