"""What a lane has before it: alerts in the order of arrival, and how the next message is made.

What a service finds fault with is sent one alert at a time, then in the plainest form there is;
what it takes in no form is to be set aside, so that it holds up nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from cakd_tui.agent.destinations import Destination
from cakd_tui.agent.queue import Held
from cakd_tui.core.alert import Alert
from cakd_tui.core.courier import Parcel, Unacceptable
from cakd_tui.core.mistake import place_of
from cakd_tui.core.symptom import Symptom


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


class Unpackable(Unacceptable):
    """These alerts could not be packed, by a mistake of their provider's."""

    def __init__(self, packed: Packed, error: Exception) -> None:
        super().__init__(f"a mistake of cakd's own, {place_of(error)}", Symptom("mistake"))
        self.packed = packed
        """They, without a message."""


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
        """The next message, of as many alerts as fit and may be together.

        Raises `Unpackable`.
        """
        where = self._held[0][1]
        together = takewhile(lambda each: where.takes_along(each[1]), self._held)
        held = [each for each, _ in together]
        held = held[:1] if self._plainly or self._singly else held
        try:
            parcel = self._parcel(where, [each.alert for each in held])
        except Exception as error:  # whatever it is, it may hold up no other alert
            raise Unpackable(Packed(Parcel({}, len(held)), where, held), error) from error
        return Packed(parcel, where, held[: parcel.alerts])

    def _parcel(self, where: Destination, alerts: Sequence[Alert]) -> Parcel:
        courier = where.carrier.courier
        if self._plainly:
            return courier.plainest(where.route, alerts[0])
        return courier.pack(where.route, alerts)

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
