"""The limit for all requests together, of which no header tells before it is passed.

Once a 429 spoke of it, requests go evenly for a while, and no more of them than it allows: sent all
at once as it opens, most would be refused again, and refusals are counted too.

Source: Discord docs, Rate Limits (Global Rate Limit, Invalid Request Limit).
"""

from dataclasses import dataclass
from typing import Final

_SPACING: Final = 1 / 45
"""Seconds between two requests, a little more than the 50 per second of the documents allow."""
_WARY: Final = 60.0
"""Seconds for which requests go evenly after it opened."""


@dataclass(slots=True)
class Gate:
    """When the next request may go; times are the caller's clock."""

    opens_at: float = 0.0
    """Nothing goes before: a 429 said so."""
    _next: float = 0.0
    _even_until: float = 0.0

    def turn(self, now: float) -> float:
        """When a request that asks now may go; it is the turn of this one alone."""
        at = max(now, self.opens_at)
        if at < self._even_until:
            at = max(at, self._next)
            self._next = at + _SPACING
        return at

    def close(self, until: float) -> None:
        """Let nothing go before `until`; turns that were given before that time are void."""
        if until > self.opens_at:
            self.opens_at = self._next = until
            self._even_until = until + _WARY
