"""What delivery asks of the spool: the alerts that wait, and the places that are closed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cakd_tui.core.alert import Alert


@dataclass(frozen=True, slots=True)
class Held:
    """An alert in the spool."""

    id: int
    """Its place in the order of arrival."""
    alert: Alert
    arrived_at: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A place that nothing is sent to any more, until its route leads elsewhere."""

    place: str
    """As `Courier.place` says it."""
    entry: str
    """The id of the troubleshooting entry about it: `CAKD-D-10015`."""
    since: float
    """Seconds since 1970."""
    mendable: bool = False
    """As in `Gone`: whether it is tried again from time to time."""


class Queue(Protocol):
    """The spool as delivery sees it. Every coroutine raises `SpoolError` where the disk fails."""

    async def waiting(self, namespaces: Collection[str], most: int) -> Sequence[Held]:
        """The oldest alerts of these namespaces, in the order of arrival; what waits stays."""

    async def counts(self) -> Mapping[str, int]:
        """How many alerts wait, by namespace; alerts without one are under the empty name."""

    async def delivered(self, ids: Collection[int]) -> None:
        """Forget these: they have arrived."""

    async def set_aside(self, ids: Collection[int], why: str) -> None:
        """Keep these out of the way: the service does not take them in any form."""

    async def quarantines(self) -> Sequence[Quarantine]:
        """The places that are closed."""

    async def close_place(self, quarantine: Quarantine) -> None:
        """Write down that a place is closed; one that is already stays as it was."""

    async def open_place(self, place: str) -> None:
        """Write down that a place is open again."""
