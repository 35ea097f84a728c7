"""Whether the agent can do its work, and what waits in it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

from cakd_tui.agent.dispatch import ClosedPlace, Standing
from cakd_tui.agent.spool_error import SpoolError, slow
from cakd_tui.core.errors import CakdError
from cakd_tui.core.troubleshooting import Entry, matching, own_entries

PATIENCE: Final = 5.0
"""Seconds the spool may take to say how it is."""


class Kept(Protocol):
    """The spool, as far as its state is asked for. Every coroutine raises `SpoolError`."""

    async def counts(self) -> Mapping[str, int]:
        """How many alerts wait, by namespace."""

    async def aside(self) -> int:
        """How many alerts were set aside."""

    async def probe(self) -> None:
        """Make sure that something could be kept now."""


class Stands(Protocol):
    """Delivery, as far as its state is asked for."""

    async def standing(self) -> Standing:
        """How it stands now. Raises `SpoolError`."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the agent is at one moment."""

    pending: int | None
    """How many alerts wait; None where the spool can't say."""
    set_aside: int | None
    standing: Standing | None
    """How delivery stands; None where it can't be said."""
    trouble: SpoolError | None = None
    """What is wrong with the spool."""

    @property
    def ready(self) -> bool:
        """Whether alerts can be kept and routes can be used."""
        return self.trouble is None and self.standing is not None and not self.standing.trouble

    @property
    def document(self) -> Mapping[str, object]:
        """The same for `/healthz`."""
        standing = self.standing
        closed = standing.closed if standing else ()
        return {
            "status": "ready" if self.ready else "not ready",
            "spool": _spool(self.trouble),
            "routes": _routes(standing),
            "alerts": {
                "pending": self.pending,
                "undeliverable": standing.undeliverable if standing else None,
                "held": sum(each.held for each in closed) if standing else None,
                "set_aside": self.set_aside,
            },
            "quarantined": [_place(each) for each in closed],
            "away": {name: round(left) for name, left in standing.away.items()} if standing else {},
        }


async def health_of(spool: Kept, delivery: Stands) -> Health:
    """How the agent is now; the spool is tried by writing to it."""
    trouble, pending, set_aside, standing = None, None, None, None
    try:
        async with asyncio.timeout(PATIENCE):
            pending = sum((await spool.counts()).values())
            set_aside = await spool.aside()
            standing = await delivery.standing()
            await spool.probe()
    except SpoolError as error:
        trouble = error
    except TimeoutError:
        trouble = slow(PATIENCE)
    return Health(pending, set_aside, standing, trouble)


def entry_about(error: CakdError) -> Entry | None:
    """The troubleshooting entry about it; None where there is none."""
    return next(iter(matching(own_entries(), error.symptom)), None)


def entry_id(error: CakdError) -> str:
    """The id of the troubleshooting entry about it; empty where there is none."""
    entry = entry_about(error)
    return entry.id if entry else ""


def _spool(trouble: SpoolError | None) -> Mapping[str, object]:
    if trouble is None:
        return {"usable": True}
    return {"usable": False, "error": trouble.message, "entry": entry_id(trouble)}


def _routes(standing: Standing | None) -> Mapping[str, object]:
    if standing is None:
        return {"usable": None}
    if standing.trouble:
        return {"usable": False, "count": standing.routes, "error": standing.trouble}
    return {"usable": True, "count": standing.routes, "doubtful": dict(standing.doubtful)}


def _place(closed: ClosedPlace) -> Mapping[str, object]:
    return {
        "projects": list(closed.projects),
        "entry": closed.entry,
        "problem": closed.problem,
        "fix": closed.fix,
        "since": datetime.fromtimestamp(closed.since, UTC).isoformat(timespec="seconds"),
        "held": closed.held,
    }
