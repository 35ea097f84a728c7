"""How alerts get to the place a route leads to: packed by its provider, and carried there.

ProviderError
├── Gone            the place is not there, or closed: nothing is to be sent there as it is
├── Postponed       not now: the service is away, or asks for a pause
└── Unacceptable    the service takes no message of this form, whenever it is sent
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cakd_tui.core.alert import Alert
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.route import Route
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom


@dataclass(frozen=True, slots=True)
class Delivery:
    """The service's answer to a message it has kept."""

    message_id: str
    """Empty where the answer said yes and could not be read."""
    seconds: float

    @property
    def told(self) -> str:
        """How long it took, and which message it is: "143 ms, message 150"."""
        took = f"{self.seconds * 1000:.0f} ms"
        return f"{took}, message {self.message_id}" if self.message_id else took


class Gone(ProviderError):
    """The place alerts were to go to is not there any more, or not open to this route."""

    def __init__(self, message: str, symptom: Symptom, *, mendable: bool = False) -> None:
        super().__init__(message, symptom)
        self.mendable = mendable
        """Whether the place is there and may be mended as it is, so that asking again may help."""


class Unacceptable(ProviderError):
    """The service finds fault with the message itself."""


class Postponed(ProviderError):
    """The message was not taken, or it is not known whether it was: it is to be sent again."""

    def __init__(
        self,
        message: str,
        symptom: Symptom,
        *,
        after: float | None = None,
        everywhere: bool = False,
    ) -> None:
        super().__init__(message, symptom)
        self.after = after
        """Seconds the service asks to wait; None where it names no time."""
        self.everywhere = everywhere
        """Whether it is about all places of the service, as an outage is."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message, ready to be sent."""

    body: Mapping[str, object]
    alerts: int
    """How many of the alerts it was packed from are in it, counted from the first."""


class Courier(Protocol):
    """Carries alerts to the places of one provider; one for the whole run of a program."""

    def place(self, route: Route) -> str:
        """Which place the route leads to, as a word without a secret: the same for the same URL.

        Raises `ProviderError` where it leads to none of this provider's.
        """

    def pack(self, route: Route, alerts: Sequence[Alert]) -> Parcel:
        """As many of these alerts (at least one are given) as one message takes, in their order.

        Pure. What is too long for a message is shortened, with a count of what is left out.
        """

    def plainest(self, route: Route, alert: Alert) -> Parcel:
        """The one alert in the simplest form there is, for where its usual one is not accepted."""

    async def deliver(self, route: Route, parcel: Parcel, emit: Emit) -> Delivery:
        """Send it and wait until the service has kept it.

        Waits for the service's limits by itself, as long as they are short, and says so as
        `Waiting`. Raises `Gone`, `Postponed` or `Unacceptable`, and nothing else.
        """

    async def aclose(self) -> None:
        """Let go of the network."""
