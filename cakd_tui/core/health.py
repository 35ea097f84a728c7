"""What `cakd doctor` asks besides: of storage, and of a connection that can tell."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from cakd_tui.core.finding import Finding
from cakd_tui.core.stream import Emit


class Examined(Protocol):
    """Something on this machine that can be looked at without touching it."""

    def examine(self) -> Sequence[Finding]:
        """How it is, a finding for each part. Raises nothing."""


@runtime_checkable
class Diagnosable(Protocol):
    """A connection that can tell without credentials whether its service can be reached.

    Connections need not be able to.
    """

    async def diagnose(self, emit: Emit) -> Sequence[Finding]:
        """The way to the service, a finding for each stretch of it. Raises nothing.

        A pause on the way is said as `Waiting`.
        """
