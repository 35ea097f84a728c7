"""Which notifications are the same one, sent again.

Alertmanager sends one again when the answer was lost (it retries within a flush, seconds to a
minute and a half apart), when it was ended before it wrote down that it had sent it (the alerts
come back with Prometheus's next evaluation, about a minute later), and as a peer of a cluster that
has not heard of the other's sending (15 s for each place in the order). Four minutes cover all of
these, and are shorter than what is meant to be said again: `repeat_interval` is not below
`group_interval`, which is five minutes unless it is set. So a reminder is never taken for a
repetition by default; with a shorter `group_interval` the window is to be shortened as well.
The window runs from the first of them, so that a sender that repeats itself all the time is heard
once per window. It ends with the next that is told of the group: a state that comes back is news.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec

from cakd_tui.agent.notification import Notification
from cakd_tui.core.alert import Alert

WINDOW: Final = 240.0
"""Seconds within which the same notification counts once, unless it is said otherwise."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_encode: Final = msgspec.json.Encoder().encode


def key_of(notification: Notification) -> str:
    """The same for every sending of this notification, whichever peer sends it.

    The group key alone would not do: receivers under equal matchers share it, and a group that has
    changed is news.
    """
    alerts = sorted(map(_part, notification.alerts))
    parts = (notification.receiver, notification.group_key, alerts)
    return hashlib.sha256(_encode(parts)).hexdigest()


def group_of(notification: Notification) -> str:
    """The same for all that one receiver is told of one group.

    Only the latest is known again: what fires anew unchanged, after it was resolved, is news.
    """
    parts = (notification.receiver, notification.group_key)
    return hashlib.sha256(_encode(parts)).hexdigest()


def fingerprint_of(labels: Mapping[str, str]) -> str:
    """A fingerprint for an alert that comes without one; like Alertmanager's it has 16 digits."""
    return hashlib.sha256(_encode(sorted(labels.items()))).hexdigest()[:16]


def _part(alert: Alert) -> tuple[str, bool, float]:
    since = (alert.starts_at - _EPOCH).total_seconds()
    return alert.fingerprint or fingerprint_of(alert.labels), alert.firing, since
