"""The port to where the last run's events are kept, for the day somebody asks what went wrong."""

from collections.abc import Mapping, Sequence
from typing import Protocol

Line = Mapping[str, object]
"""A JSON object with the time under `at` and the kind under `event`."""


class Journal(Protocol):
    """Where the lines of one run are kept. No method raises anything."""

    def begin(self) -> None:
        """Drop the lines of the run before."""

    def add(self, line: Line) -> None:
        """Keep one line more, if there is room."""

    def end(self, line: Line) -> None:
        """Keep the last line, for which there always is room."""

    def lines(self) -> Sequence[Line]:
        """The lines of the last run; none when there are none or they can't be read."""

    def shown_path(self) -> str:
        """Where they are, for people; empty when they are kept nowhere."""


class NoJournal:
    """Keeps nothing."""

    def begin(self) -> None:
        """Nothing to drop."""

    def add(self, line: Line) -> None:
        """The line is dropped."""

    def end(self, line: Line) -> None:
        """The line is dropped."""

    def lines(self) -> Sequence[Line]:
        """None."""
        return ()

    def shown_path(self) -> str:
        """Nowhere."""
        return ""
