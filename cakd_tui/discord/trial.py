"""A test alert, sent again where an answer fails to come: a second one does no harm."""

from collections.abc import Awaitable, Callable
from typing import Final

from cakd_tui.core.courier import Delivery, Postponed
from cakd_tui.core.events import Waiting
from cakd_tui.core.stream import Emit
from cakd_tui.discord.http.pauses import Sleep

_PAUSES: Final = (0.5, 1.0)
"""Seconds before each further attempt."""


async def tried(deliver: Callable[[], Awaitable[Delivery]], sleep: Sleep, emit: Emit) -> Delivery:
    """What `deliver` comes to, in three attempts at most; cut short, a pause ends at once.

    Only what may succeed a moment later is tried again, and no wait that Discord asks for.
    """
    for pause in _PAUSES:
        try:
            return await deliver()
        except Postponed as error:
            if error.after is not None:
                raise
        emit(Waiting(pause, "No clear answer; the test alert is sent again"))
        await sleep(pause)
    return await deliver()
