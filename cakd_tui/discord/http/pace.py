"""Discord's limit for all requests together, kept to ahead of time: no header tells of it.

Every refusal counts, and an address that gathers 10,000 in ten minutes is shut out for a while; a
long backlog that is sent as fast as it can be would.

Source: Discord docs, Rate Limits (Global Rate Limit, Invalid Request Limit): 50 requests a second,
for a bot, and for an address where no bot is named.
"""

from collections import deque
from typing import Final

MOST: Final = 50
"""Requests within the span."""
SPAN: Final = 1.05
"""Seconds; a little more than one, as not all requests take the same time on their way."""


class Pace:
    """When requests began; times are the caller's clock."""

    def __init__(self, span: float = SPAN) -> None:
        """None of `span` seconds has more requests than may be; 0 sets no limit."""
        self._span = span
        self._begun: deque[float] = deque(maxlen=MOST)

    def delay(self, now: float) -> float:
        """Seconds until another may begin."""
        if len(self._begun) < MOST:
            return 0.0
        return max(0.0, self._begun[0] + self._span - now)

    def take(self, now: float) -> None:
        """Another begins."""
        self._begun.append(now)
