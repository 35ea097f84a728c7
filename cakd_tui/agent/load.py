"""What a lane has before it: alerts in the order of arrival, and how the next message is made.

What a service finds fault with is sent one alert at a time, then in the plainest form there is;
what it takes in no form is to be set aside, so that it holds up nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from cakd_tui.agent.destinations import Destination
from cakd_tui.agent.queue import Held
from cakd_tui.core.courier import Parcel


@dataclass(frozen=True, slots=True)
class Packed:
    """The next message."""

    parcel: Parcel
    where: Destination
    held: Sequence[Held]
    """The alerts in it."""

    @property
    def ids(self) -> list[int]:
        """Theirs."""
        return [each.id for each in self.held]

    @property
    def told(self) -> str:
        """How many there are, and whose, for the log."""
        of = sorted({each.alert.namespace or "(no namespace)" for each in self.held})
        count = len(self.held)
        return f"{count} alert{'' if count == 1 else 's'} of {', '.join(of)}"


class Load:
    """The alerts a lane took from the spool, and how far their packing is."""

    def __init__(self) -> None:
        self._held: list[tuple[Held, Destination]] = []
        self._singly = 0
        """How many alerts are to go one at a time yet."""
        self._plainly = False

    def __len__(self) -> int:
        return len(self._held)

    def take(self, held: Sequence[tuple[Held, Destination]]) -> None:
        """Have these before it, which begin with those it had."""
        self._held = list(held)

    def drop(self) -> None:
        """Have nothing, and know nothing of it."""
        self._held = []
        self._singly = 0
        self._plainly = False

    def packed(self) -> Packed:
        """The next message, of as many alerts as fit and may be together."""
        where = self._held[0][1]
        together = takewhile(lambda each: where.takes_along(each[1]), self._held)
        held = [each for each, _ in together]
        courier, route = where.carrier.courier, where.route
        if self._plainly:
            parcel = courier.plainest(route, held[0].alert)
        elif self._singly:
            parcel = courier.pack(route, [held[0].alert])
        else:
            parcel = courier.pack(route, [each.alert for each in held])
        return Packed(parcel, where, held[: parcel.alerts])

    def went(self, count: int) -> None:
        """The first so many are dealt with."""
        del self._held[:count]
        self._singly = max(0, self._singly - count)
        self._plainly = False

    def was_refused(self, packed: Packed) -> bool:
        """Try the message in another form; False says that there is none left."""
        if self._plainly:
            return False
        if len(packed.held) == 1:
            self._singly = max(self._singly, 1)
            self._plainly = True
        else:
            self._singly = len(packed.held)
        return True
