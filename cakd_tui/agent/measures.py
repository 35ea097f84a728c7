"""What delivery tells about its work, whoever counts it."""

from collections.abc import Sequence
from typing import Protocol


class Measures(Protocol):
    """Counts what delivery does; every method is quick and raises nothing."""

    def message_delivered(self, seconds: float, ages: Sequence[float]) -> None:
        """A message has arrived.

        `seconds` is how long the service took for it; `ages` has, for each alert in it, the seconds
        from the alert's arrival here to its delivery.
        """

    def send_failed(self, kind: str) -> None:
        """A message was not taken: "gone", "postponed", "unacceptable" or "mistake"."""

    def set_aside(self, alerts: int) -> None:
        """So many alerts are kept out of the way: the service takes them in no form."""

    def undeliverable(self, alerts: int) -> None:
        """So many alerts have come that no route leads anywhere for; each is told once."""

    def limit_waited(self, seconds: float) -> None:
        """A message is kept back for so many seconds, by a limit of the service's."""
