"""One place's lane: its alerts in the order of arrival, one message at a time.

A message is struck out of the spool before the next is sent, so that whatever ends the agent leaves
no more than that one in doubt.
"""

import asyncio
import logging
from collections.abc import Collection
from typing import Final, Protocol

from cakd_tui.agent.backoff import Pause, random_pause
from cakd_tui.agent.carrier import Carrier
from cakd_tui.agent.claims import Claims
from cakd_tui.agent.destinations import Destination, Nowhere
from cakd_tui.agent.load import Load, Packed, Unpackable
from cakd_tui.agent.outage import LEAST, Sleep, Turn
from cakd_tui.agent.queue import Queue
from cakd_tui.core.courier import Delivery, Gone, Postponed, Unacceptable
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Event

MOST: Final = 40
"""Alerts taken from the spool at once: enough for a few messages."""

_log: Final = logging.getLogger(__name__)


class Desk(Protocol):
    """Where a lane asks what is its own, and tells what came of it."""

    @property
    def queue(self) -> Queue:
        """The spool, which waits for its disk rather than fail."""

    @property
    def claims(self) -> Claims:
        """Which namespaces are on their way."""

    @property
    def generation(self) -> int:
        """Grows whenever an alert may have to go elsewhere than before."""

    def names(self, place: str) -> Collection[str]:
        """The namespaces whose alerts wait and go to this place; none if it is closed."""

    def of(self, namespace: str) -> Destination | Nowhere | None:
        """Where this namespace's alerts go now."""

    def nothing_waits(self, namespaces: Collection[str]) -> None:
        """Of these namespaces no alert waits."""

    async def gone(self, where: Destination, error: Gone) -> None:
        """Have the place closed, if still a route leads there."""

    def delivered(self, packed: Packed, delivery: Delivery) -> None:
        """A message has arrived."""

    def failed(self, error: ProviderError) -> None:
        """A message was not taken."""

    def set_aside(self, alerts: int) -> None:
        """So many alerts were taken out of the way."""

    def heard(self, event: Event) -> None:
        """What a courier says while it delivers."""


class Lane:
    """Delivers what waits for one place."""

    def __init__(
        self,
        place: str,
        carrier: Carrier,
        desk: Desk,
        pause: Pause = random_pause,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.place = place
        self._carrier = carrier
        self._desk = desk
        self._pause = pause
        self._sleep = sleep
        self._load = Load()
        self._generation = desk.generation
        self._failures = 0
        self._woken = False
        self._has_all = False
        """Whether nothing but the load waited when it was taken."""
        self._is_ending = False
        self.is_sending = False
        """Whether a message is under way, or not yet struck out of the spool."""

    def wake(self) -> None:
        """Something has come for this place."""
        self._woken = True

    def end(self) -> None:
        """Send nothing after the message under way."""
        self._is_ending = True

    async def run(self) -> None:
        """Deliver until nothing waits, or until it is to end."""
        while not self._is_ending:
            rest = await self._turn()
            if rest is None:
                return
            if rest:
                await self._sleep(rest)

    async def _turn(self) -> float | None:
        """Send one message; seconds to rest after it, None where nothing waits."""
        desk = self._desk
        async with (
            self._carrier.outage.turn() as turn,
            desk.claims.of(lambda: desk.names(self.place)) as names,
        ):
            packed = await self._packed(names)
            if self._generation != desk.generation or names != frozenset(desk.names(self.place)):
                self._forget()  # what has come or gone since may have been before all this
                return 0.0
            if turn.is_over:
                return 0.0
            if packed is None:
                return self._idle(names)
            self.is_sending = True
            try:
                return await self._sent(packed, turn)
            finally:
                self.is_sending = False

    async def _packed(self, names: Collection[str]) -> Packed | None:
        """The next message; what has come since goes along, if there is room."""
        if self._generation != self._desk.generation or not names:
            self._generation = self._desk.generation
            self._forget()
        if not self._load and self._may_be_more:
            await self._fetch(names)
        packed = await self._made()
        if packed is None or len(packed.held) < len(self._load) or not self._may_be_more:
            return packed
        await self._fetch(names)
        return await self._made()

    async def _made(self) -> Packed | None:
        """The next message of the load; what can't be packed is dealt with as what is refused."""
        while self._load:
            try:
                return self._load.packed()
            except Unpackable as error:
                self._desk.failed(error)
                await self._refused(error.packed, error)
        return None

    @property
    def _may_be_more(self) -> bool:
        """Whether the spool may have more for this place than the load."""
        return self._woken or not self._has_all

    async def _fetch(self, names: Collection[str]) -> None:
        self._woken = False
        found = await self._desk.queue.waiting(names, MOST) if names else ()
        self._has_all = len(found) < MOST
        where = {name: self._desk.of(name) for name in names}
        taken = [(each, where.get(each.alert.namespace)) for each in found]
        self._load.take([(each, to) for each, to in taken if isinstance(to, Destination)])

    def _forget(self) -> None:
        self._load.drop()
        self._has_all = False

    def _idle(self, names: Collection[str]) -> float | None:
        if self._may_be_more:
            return 0.0
        self._desk.nothing_waits(names)
        return None

    async def _sent(self, packed: Packed, turn: Turn) -> float:
        courier, route = packed.where.carrier.courier, packed.where.route
        try:
            delivery = await courier.deliver(route, packed.parcel, self._desk.heard)
        except Postponed as error:
            self._desk.failed(error)
            return self._postponed(error, turn)
        except Gone as error:
            turn.answered()
            self._desk.failed(error)
            await self._desk.gone(packed.where, error)
            return 0.0
        except Unacceptable as error:
            turn.answered()
            self._desk.failed(error)
            await self._refused(packed, error)
            return 0.0
        turn.answered()
        await self._desk.queue.delivered(packed.ids)
        self._load.went(len(packed.held))
        self._recovered()
        self._desk.delivered(packed, delivery)
        return 0.0

    def _postponed(self, error: Postponed, turn: Turn) -> float:
        if error.everywhere:
            if turn.away(error.after):
                left = self._carrier.outage.seconds_left
                _log.warning(
                    "%s is away, tried again in %.1f s: %s", self._carrier.title, left, error
                )
            return 0.0
        turn.answered()
        self._failures += 1
        if self._failures == 1:
            _log.warning("%s takes nothing for now, and is tried again: %s", self.place, error)
        pause = self._pause(self._failures) if error.after is None else error.after
        return max(LEAST, pause)

    async def _refused(self, packed: Packed, error: Unacceptable) -> None:
        if self._load.was_refused(packed):
            return
        alert = packed.held[0].alert
        _log.error(
            "An alert of %s (%s) is set aside, as %s takes it in no form: %s",
            alert.namespace or "no namespace",
            alert.name or "without a name",
            self._carrier.title,
            error,
        )
        await self._desk.queue.set_aside(packed.ids, str(error))
        self._load.went(len(packed.held))
        self._desk.set_aside(len(packed.held))

    def _recovered(self) -> None:
        if self._failures:
            _log.info("%s takes alerts again", self.place)
        self._failures = 0
