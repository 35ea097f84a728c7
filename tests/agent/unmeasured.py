"""A `Measures` for where nobody looks at the numbers."""

from collections.abc import Sequence


class Unmeasured:
    """Counts nothing."""

    def message_delivered(self, seconds: float, ages: Sequence[float]) -> None:
        """Counted by nobody."""

    def send_failed(self, kind: str) -> None:
        """Counted by nobody."""

    def set_aside(self, alerts: int) -> None:
        """Counted by nobody."""

    def undeliverable(self, alerts: int) -> None:
        """Counted by nobody."""

    def limit_waited(self, seconds: float) -> None:
        """Counted by nobody."""
