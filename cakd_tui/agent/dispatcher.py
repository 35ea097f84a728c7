"""Brings what waits in the spool to where it goes, following the routes as they change."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from cakd_tui.agent.backoff import Pause, random_pause
from cakd_tui.agent.claims import Claims
from cakd_tui.agent.destinations import Destination, Nowhere
from cakd_tui.agent.dispatch import ClosedPlace, Standing
from cakd_tui.agent.lane import Lane
from cakd_tui.agent.lanes import Lanes
from cakd_tui.agent.load import Packed
from cakd_tui.agent.measures import Measures
from cakd_tui.agent.patient_queue import PatientQueue
from cakd_tui.agent.quarantine import Quarantines
from cakd_tui.agent.queue import Quarantine, Queue
from cakd_tui.agent.route_watch import RouteWatch
from cakd_tui.agent.worklist import Worklist
from cakd_tui.core.courier import Delivery, Gone, Postponed
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Event, Waiting
from cakd_tui.core.mistake import place_of

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Times:
    """How long things take, in seconds."""

    look: float = 1.0
    """Between two looks at the saved routes."""
    count: float = 30.0
    """Between two counts of all that waits, for what nobody told of."""
    grace: float = 10.0
    """What messages under way have when the agent ends."""
    retry: float = 900.0
    """Between two messages to a closed place that may be mended as it is."""
    pause: Pause = random_pause
    """After failures in a row."""


USUAL: Final = Times()


class Dispatcher:
    """A `Dispatch`, and the desk of its lanes; `arrived` is to be told of all that comes."""

    def __init__(
        self,
        queue: Queue,
        watch: RouteWatch,
        measures: Measures,
        times: Times = USUAL,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.queue = PatientQueue(queue, times.pause)
        self.claims = Claims()
        self._spool = queue
        self._watch = watch
        self._measures = measures
        self._times = times
        self._clock = clock
        self._quarantines = Quarantines(self.queue, times.retry, clock)
        self._work = Worklist(watch)
        self._lanes = Lanes(self._lane, self._mistaken, times.pause)
        self._running: asyncio.Task[None] | None = None
        self._is_begun = False
        """Whether it is known where things go, and so what comes can be sorted."""
        self._is_counted = False
        """Whether all that waited before is known too, which goes first."""
        self._count_due = 0.0
        self._told: Mapping[str, int] = {}
        """Of namespaces that nothing leads anywhere for, how many alerts were told."""

    async def start(self) -> None:
        """Begin to deliver what waits."""
        self._running = asyncio.create_task(self._run(), name="dispatcher")
        self._running.add_done_callback(_said)

    async def stop(self) -> None:
        """Finish the messages on their way and begin no other; what waits stays in the spool."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._lanes.end(self._times.grace)
        await self._watch.aclose()

    def arrived(self, namespaces: Collection[str]) -> None:
        """Alerts of these have come and are on the disk."""
        if self._is_begun:
            self._wake(self._work.add(namespaces))
            if not self._work.undeliverable.isdisjoint(namespaces):
                self._count_due = 0.0

    async def standing(self) -> Standing:
        """How it stands now. Raises `SpoolError`."""
        counts = await self._spool.counts()
        where = self._watch.destinations
        return Standing(
            undeliverable=sum(n for name, n in counts.items() if where.of(name) is None),
            closed=[self._closed(each, counts) for each in self._quarantines.closed.values()],
            routes=len(self._watch.saved.routes),
            trouble=self._trouble,
            doubtful={**where.nowhere, **self._watch.saved.unreadable},
            away={each.title: each.outage.seconds_left for each in self._watch.away},
        )

    def leads(self, namespace: str) -> bool:
        """Whether a route is there for this namespace, or may be: it is not known at the start."""
        return not self._is_begun or self.of(namespace) is not None

    @property
    def generation(self) -> int:
        """Grows whenever an alert may have to go elsewhere than before."""
        return self._watch.generation

    def names(self, place: str) -> Collection[str]:
        """The namespaces whose alerts wait and go to this place; none if it is closed."""
        return () if place in self._quarantines else self._work.of(place)

    def of(self, namespace: str) -> Destination | Nowhere | None:
        """Where this namespace's alerts go now."""
        return self._watch.destinations.of(namespace)

    def nothing_waits(self, namespaces: Collection[str]) -> None:
        """Of these namespaces no alert waits."""
        self._work.strike(namespaces)

    async def gone(self, where: Destination, error: Gone) -> None:
        """Close the place, unless a look at the routes shows that they lead elsewhere by now."""
        await self._look()
        if where.place in self._watch.destinations.places:
            await self._quarantines.close(where, error, self._led_to(where.place))

    def delivered(self, packed: Packed, delivery: Delivery) -> None:
        """A message has arrived."""
        self._quarantines.delivered(packed.where.place)
        self._lanes.delivered(packed.where.place)
        now = self._clock()
        ages = [max(0.0, now - each.arrived_at) for each in packed.held]
        self._measures.message_delivered(delivery.seconds, ages)
        _log.info("delivered %s as message %s", packed.told, delivery.message_id)

    def failed(self, error: ProviderError) -> None:
        """A message was not taken."""
        kinds = {Gone: "gone", Postponed: "postponed"}
        self._measures.send_failed(kinds.get(type(error), "unacceptable"))

    def set_aside(self, alerts: int) -> None:
        """So many alerts were taken out of the way."""
        self._measures.set_aside(alerts)

    def heard(self, event: Event) -> None:
        """What a courier says while it delivers."""
        if isinstance(event, Waiting):
            _log.debug("%s: %.1f s", event.reason, event.seconds)
            self._measures.limit_waited(event.seconds)

    @property
    def _trouble(self) -> str:
        if self._running is not None and self._running.done():
            return "delivery has stopped by a mistake of its own; restart the agent"
        mistakes = [
            f"delivery to {place} fails by a mistake of the agent's own ({mistake})"
            for place, mistake in self._lanes.mistakes.items()
        ]
        return self._watch.saved.unlisted or self.queue.trouble or "; ".join(mistakes)

    def _mistaken(self, _place: str) -> None:
        self._measures.send_failed("mistake")

    def _lane(self, place: str) -> Lane | None:
        namespace = next(iter(self.names(place)), None)
        where = None if namespace is None else self.of(namespace)
        if not isinstance(where, Destination):
            return None
        return Lane(place, where.carrier, self, self._times.pause)

    def _closed(self, quarantine: Quarantine, counts: Mapping[str, int]) -> ClosedPlace:
        place = quarantine.place
        held = sum(n for name, n in counts.items() if self._leads(name, place))
        entry = self._watch.entry(quarantine.entry)
        return ClosedPlace(
            self._led_to(place),
            quarantine.entry,
            quarantine.since,
            held,
            problem=entry.problem if entry else "",
            fix=entry.fix if entry else "",
        )

    def _led_to(self, place: str) -> list[str]:
        """The projects whose routes lead there."""
        return sorted(name for name in self._watch.destinations.own if self._leads(name, place))

    def _leads(self, namespace: str, place: str) -> bool:
        there = self.of(namespace)
        return isinstance(there, Destination) and there.place == place

    async def _run(self) -> None:
        await self._quarantines.recall()
        if self._watch.default is not None:
            await self._quarantines.try_at_start(self._watch.default.place)
        await self._look()
        while self._watch.saved.unlisted:  # where anything goes is not known yet
            await asyncio.sleep(self._times.look)
            await self._look()
        await self._quarantines.review(self._watch.destinations, ())
        self._is_begun = True
        while True:
            if time.monotonic() >= self._count_due:
                self._count_due = time.monotonic() + self._times.count
                await self._count()
            await asyncio.sleep(self._times.look)
            await self._look()

    async def _look(self) -> None:
        """Follow the routes as they are now."""
        saved = await self._watch.look()
        is_due = self._is_begun and await self._quarantines.try_due()
        if saved is None and not is_due:
            return
        await self._quarantines.review(self._watch.destinations, saved or ())
        self._wake(self._work.sort())
        self._told = {name: n for name, n in self._told.items() if self.of(name) is None}

    def _wake(self, places: Collection[str]) -> None:
        if self._is_counted:
            self._lanes.wake(places)

    async def _count(self) -> None:
        """Look at all that waits."""
        counts = await self.queue.counts()
        self._work.add(counts)
        self._is_counted = True
        self._wake(self._work.sort())
        now = {name: n for name, n in counts.items() if self.of(name) is None}
        new = sum(max(0, n - self._told.get(name, 0)) for name, n in now.items())
        self._told = now
        if new:
            self._measures.undeliverable(new)


def _said(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _log.error("The routes are no longer looked at, by a mistake: %s", place_of(error))
