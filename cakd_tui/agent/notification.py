"""One notification, as Alertmanager groups alerts into them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cakd_tui.core.alert import Alert


@dataclass(frozen=True, slots=True)
class Notification:
    """Alerts that came together."""

    receiver: str
    """The name of Alertmanager's receiver that sent them."""
    group_key: str
    """Which group they are; alike for receivers under equal matchers."""
    alerts: Sequence[Alert]
    truncated: int = 0
    """How many of the group were left out by the sender's `max_alerts`."""
