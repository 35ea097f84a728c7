"""One way to bring about a failure, and the row that has to be found for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cakd_tui.core.symptom import Symptom
from tests.troubleshooting.stage import Stage

Provoke = Callable[[Stage], Awaitable[Symptom]]


@dataclass(frozen=True)
class Case:
    """A row of the table and what leads to it."""

    row: str
    provoke: Provoke

    def __str__(self) -> str:
        return self.row
