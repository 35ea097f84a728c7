"""When a request that only reads is sent again; one that changes something never is."""

from dataclasses import dataclass
from typing import Final

from cakd_tui.discord.http.errors import DiscordError, ServerError, TransportError
from cakd_tui.discord.http.reply import Reply

ATTEMPTS: Final = 3

_PASSING: Final = frozenset({500, 502, 503, 504})
_FIRST_PAUSE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Retry:
    """Discord is being asked again."""

    seconds: float
    """The pause before that."""
    attempt: int
    """Which attempt comes next, 2 or more."""
    reason: str
    """What became of the one before: "Discord answered with status 502"."""


def passing_trouble(outcome: Reply | DiscordError) -> str | None:
    """What went wrong, if the same request may well succeed a moment later."""
    if isinstance(outcome, Reply):
        return "The answer broke off" if outcome.body.flaw == "truncated" else None
    if isinstance(outcome, ServerError) and outcome.status in _PASSING:
        return f"Discord answered with status {outcome.status}"
    if isinstance(outcome, TransportError) and outcome.reason_kind == "reset":
        return "No answer (the connection was closed)"
    return None


def pause_before(attempt: int) -> float:
    """Seconds to wait before the second attempt, the third and so on: 0.5, 1, 2, …"""
    return _FIRST_PAUSE * float(2 ** (attempt - 2))
