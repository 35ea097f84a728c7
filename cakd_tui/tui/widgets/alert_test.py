"""The row of a test alert: not sent yet, on its way, arrived or not."""

from collections.abc import Awaitable, Callable

from textual import on
from textual.message import Message

from cakd_tui.core.courier import Delivery
from cakd_tui.core.errors import CakdError
from cakd_tui.tui.widgets.fact_row import FactRow
from cakd_tui.tui.widgets.note import Tone


class AlertTest(FactRow):
    """Sends when it is told to, and says what the provider answered."""

    class Answered(Message):
        """The test alert has arrived, or not."""

        def __init__(self, outcome: Delivery | CakdError) -> None:
            super().__init__()
            self.outcome = outcome

        @property
        def failure(self) -> CakdError | None:
            """Why it has not arrived."""
            return self.outcome if isinstance(self.outcome, CakdError) else None

    def __init__(self) -> None:
        super().__init__("Test alert", Tone.OPEN, "t sends one", id="test-alert")
        self.sending = False
        """Whether one is on its way."""

    def send(self, deliver: Callable[[], Awaitable[Delivery]]) -> None:
        """Send one; `deliver` raises `CakdError` where it doesn't arrive."""
        self.sending = True
        self.show(Tone.BUSY, "sending …")
        # On the page, which ends at a mistake of the program's own; a widget's worker has no one.
        work = self._send(deliver)
        self.screen.run_worker(work, group="alert", exclusive=True, exit_on_error=False)

    async def _send(self, deliver: Callable[[], Awaitable[Delivery]]) -> None:
        try:
            outcome: Delivery | CakdError = await deliver()
        except CakdError as error:
            outcome = error
        self.post_message(self.Answered(outcome))

    @on(Answered)
    def _take(self, message: Answered) -> None:
        self.sending = False
        if isinstance(message.outcome, CakdError):
            self.show(Tone.BAD, "not delivered; t tries again")
        else:
            self.show(Tone.GOOD, f"delivered in {message.outcome.told}")
