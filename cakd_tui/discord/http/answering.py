"""What stands in for the network: a function of this process that answers requests.

Apart from the transport that asks it, so that nobody who only passes it on loads the network code.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol


class Answer(Protocol):
    """What is answered."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """The header lines; a `Content-Length` beyond the body means an answer that breaks off."""

    @property
    def body(self) -> bytes:
        """The bytes that come."""


Answering = Callable[[str, str, Mapping[str, str], bytes], Awaitable[Answer]]
"""Given method, target (`path?query`), headers (in whatever case) and body, it answers."""
