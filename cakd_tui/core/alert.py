"""An alert as the program knows it, whoever sent it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert, firing or resolved. Times have a time zone."""

    firing: bool
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime | None = None
    """When it was resolved; None while it fires."""
    fingerprint: str = ""
    """What tells it from others: the same from firing to resolved, and when it fires again."""
    generator_url: str = ""
    """The page of what raised it, its query in Prometheus; empty where there is none."""
    alertmanager_url: str = ""
    """The Alertmanager that sent it, as its users reach it; empty where it is not known."""

    @property
    def name(self) -> str:
        """What its rule is called; empty where it has no such label."""
        return self.labels.get("alertname", "")

    @property
    def namespace(self) -> str:
        """The label by which it finds its project; empty where it has none."""
        return self.labels.get("namespace", "")

    @property
    def severity(self) -> str:
        """How bad it is, in its rule's word: "critical"; empty where it does not say."""
        return self.labels.get("severity", "")

    @property
    def lasted(self) -> timedelta | None:
        """How long it fired; None while it does."""
        return None if self.ends_at is None else self.ends_at - self.starts_at
