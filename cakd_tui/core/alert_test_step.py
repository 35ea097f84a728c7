"""The pipeline's step that sends a test alert through a project's saved route."""

from dataclasses import dataclass, field
from typing import Final

from cakd_tui.core.errors import ProviderError, RouteStoreError
from cakd_tui.core.events import ActionStarted, Delivered
from cakd_tui.core.ports import Connection
from cakd_tui.core.progress_kind import warned
from cakd_tui.core.route import Route
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom

TITLE: Final = "Sending a Test Alert"
_FAILED: Final = "Failed to send the test alert"
_KIND: Final = "test"


@dataclass(frozen=True, slots=True)
class AlertTestStep:
    """Sends one through this route; None where none is saved."""

    connection: Connection
    project: str
    route: Route | None
    worst_case: bool = False
    title: str = field(default=TITLE)

    def skip_reason(self) -> str:
        """Never skipped."""
        return ""

    async def run(self, emit: Emit) -> bool:
        """Send it and say what was answered; a failure is said as `Warned`."""
        if self.route is None or not self.route.webhook:
            emit(warned(_FAILED, _nowhere(self.project), _KIND))
            return False
        emit(ActionStarted(_KIND, f"Sending {self._what}..."))
        try:
            sent = await self.connection.send_test(self.route, emit, worst_case=self.worst_case)
        except ProviderError as error:
            emit(warned(_FAILED, error, _KIND))
            return False
        emit(Delivered(sent.message_id, sent.seconds))
        return True

    @property
    def _what(self) -> str:
        what = "the largest alert there is" if self.worst_case else "an alert"
        return f"{what} through the webhook of {self.project}"


def _nowhere(project: str) -> RouteStoreError:
    message = f"no webhook of {project} is saved here; cakd create makes one"
    return RouteStoreError(message, Symptom("route", {"reason": "none"}, message))
