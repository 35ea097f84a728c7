"""Waiting until a wizard has nothing to do, as short as that is.

Textual's own wait sleeps 20 ms at least, and a whole second where a timer of a few milliseconds
keeps the process from ever being idle for so long. This one asks the event loop too, which knows.
"""

import asyncio
from time import monotonic, process_time
from typing import Final

WINK: Final = 0.004
"""Seconds in which a thread at work would show."""
BUSY: Final = WINK / 4
"""Seconds of processor time in a wink that only a thread at work takes."""
SOON: Final = 0.02
"""Seconds within which a timer counts as work: what is drawn or resized is drawn by one."""
QUIET: Final = 3
"""Turns of the event loop, one after the other, in which nothing is to be done."""


async def wait_for_idle(min_sleep: float = WINK, max_sleep: float = 1.0) -> None:
    """Return once neither the event loop nor a thread has work, after `max_sleep` s at the latest.

    Takes the place of `textual._wait.wait_for_idle`, and the same arguments.
    """
    start = monotonic()
    while (passed := monotonic() - start) < max_sleep:
        used = process_time()
        await asyncio.sleep(WINK)
        is_idle = process_time() - used < BUSY and passed >= min_sleep
        if is_idle and await _is_quiet() and (passed >= SOON or not _is_due_soon()):
            break


async def _is_quiet() -> bool:
    loop = asyncio.get_running_loop()
    for _ in range(QUIET):
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]  # nothing public tells whether work waits
            return False
    return True


def _is_due_soon() -> bool:
    loop = asyncio.get_running_loop()
    timers: list[asyncio.TimerHandle] = loop._scheduled  # type: ignore[attr-defined]  # as above
    soon = loop.time() + SOON
    return any(each.when() < soon and not each.cancelled() for each in timers)
