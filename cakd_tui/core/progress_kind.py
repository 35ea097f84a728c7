"""Which action of a step is under way, overheard from what it says, and how its failure is said."""

from dataclasses import dataclass

from cakd_tui.core.errors import CakdError, CredentialsMissing, CredentialsRefused
from cakd_tui.core.events import ActionStarted, Event, Warned
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


def warned(what: str, error: CakdError, kind: str = "") -> Warned:
    """That `what` failed, at an action of this `kind`; credentials that are refused are told apart.

    So are those that are missing.
    """
    refused = isinstance(error, CredentialsMissing | CredentialsRefused)
    return Warned(f"{what}: {error}", kind, error.symptom, refused)
