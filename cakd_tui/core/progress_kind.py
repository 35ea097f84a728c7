"""Which action of a step is under way, overheard from what it says."""

from dataclasses import dataclass

from cakd_tui.core.events import ActionStarted, Event
from cakd_tui.core.stream import Emit


@dataclass(slots=True)
class KindOf:
    """Passes events on, remembering the kind of the last action that began."""

    emit: Emit
    kind: str = ""

    def __call__(self, event: Event) -> None:
        if isinstance(event, ActionStarted):
            self.kind = event.kind
        self.emit(event)
