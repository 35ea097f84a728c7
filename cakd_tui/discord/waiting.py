"""What a pause of the HTTP client's is called on screen, each said once to whoever listens."""

import time
from typing import TYPE_CHECKING, Final

from cakd_tui.core.countdown import Countdown
from cakd_tui.core.events import Event, Waiting
from cakd_tui.core.stream import Emit
from cakd_tui.discord.http.pauses import Pauses

if TYPE_CHECKING:
    from cakd_tui.discord.http.ratelimit import Wait
    from cakd_tui.discord.http.retry import Retry

LOOKING: Final = "Looking whether it was made"
"""Before a look for something whose creation was not confirmed.

Looking too early finds nothing and would make another: who doesn't wait gives up.
"""


def said(pause: "Wait | Retry") -> Waiting:
    """The pause as an event; that for a limit of Discord's has to be kept."""
    from cakd_tui.discord.http.ratelimit import Wait  # noqa: PLC0415 - loads httpx

    if isinstance(pause, Wait):
        reason = f"Discord asks for a pause (its {pause.limit})"
        return Waiting(pause.seconds, reason, strict=True)
    return Waiting(pause.seconds, pause.reason)


def once(emit: Emit, pauses: Pauses) -> Emit:
    """Says each thing once: requests sent side by side all wait for the same reason.

    A wait is said again when the earlier one is over or was cut short.
    """
    told: set[str] = set()
    waits: dict[str, tuple[Countdown, int]] = {}

    def tell(event: Event) -> None:
        if isinstance(event, Waiting):
            wait = Countdown.begun(event, time.monotonic())
            before, hurries = waits.get(event.reason, (None, 0))
            if before and before.covers(wait) and hurries == pauses.hurries:
                return
            waits[event.reason] = wait, pauses.hurries
            emit(event)
        elif (text := repr(event)) not in told:
            told.add(text)
            emit(event)

    return tell
