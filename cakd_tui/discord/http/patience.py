"""How long a client waits for what."""

from dataclasses import dataclass
from typing import Final

from cakd_tui.discord.http.pace import SPAN


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, in seconds, each phase of a request may take."""

    connect: float = 10.0
    read: float = 20.0
    """Until the next piece of the answer."""
    write: float = 10.0
    pool: float = 20.0
    """Until a connection is free."""
    body: float = 60.0
    """From the first byte of the answer to its last."""
    rate_limit: float = 60.0
    """The longest wait Discord may ask for."""
    span: float = SPAN
    """In which so many requests may begin as Discord takes of all kinds together; 0 for any."""


OF_MANY: Final = Patience(rate_limit=10.0, pool=120.0)
"""For hundreds of calls at once: whoever makes them waits out a limit better than each of them."""
