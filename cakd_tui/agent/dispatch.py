"""What the service asks of delivery: to run, and to say how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """A place that nothing is sent to until its route is repaired."""

    projects: Sequence[str]
    """Whose routes lead there; empty where only the default does, or none any more."""
    entry: str
    """The id of the troubleshooting entry about it: `CAKD-D-10015`."""
    since: float
    """Seconds since 1970."""
    held: int
    """How many alerts wait for it to be repaired."""
    problem: str = ""
    """The entry's; empty where there is no such entry any more."""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How delivery stands."""

    undeliverable: int
    """How many waiting alerts no route leads anywhere for."""
    closed: Sequence[ClosedPlace]
    routes: int
    """How many routes there are, the default one not counted."""
    trouble: str = ""
    """Why the routes can't be used, in a sentence; empty where they can."""
    doubtful: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By project, why its route can't be read, or leads nowhere; empty where all is well."""
    away: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """By provider, as on screen, the seconds until a service that is away is tried again."""


class Dispatch(Protocol):
    """Delivery, running in the background of the service."""

    async def start(self) -> None:
        """Begin to deliver what waits. Raises `CakdError` where it can't begin at all."""

    async def standing(self) -> Standing:
        """How it stands now. Raises `SpoolError`."""

    def leads(self, namespace: str) -> bool:
        """Whether a route is there for this namespace, or may be: it is not known at the start."""

    async def stop(self) -> None:
        """Finish the messages on their way and begin no other; what waits stays in the spool."""
