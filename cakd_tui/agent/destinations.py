"""Which place the alerts of a namespace go to: its own route's, else the default one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cakd_tui.agent.carrier import Carrier, Carriers
from cakd_tui.agent.saved_routes import SavedRoutes
from cakd_tui.core.errors import CakdError
from cakd_tui.core.route import Route

REPAIRED: Final = "its route has no webhook at the moment; cakd create makes one"


@dataclass(frozen=True, slots=True)
class Destination:
    """A place that alerts can be sent to."""

    carrier: Carrier
    route: Route
    place: str
    """As `Courier.place` says it."""

    def takes_along(self, other: "Destination") -> bool:
        """Whether alerts of the other may be in one message with alerts of this.

        A message is packed for one route, whose project it may name.
        """
        return self.route == other.route


@dataclass(frozen=True, slots=True)
class Nowhere:
    """There is a route, and for now it leads nowhere: its alerts are held."""

    why: str


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where everything goes."""

    own: Mapping[str, Destination | Nowhere] = field(default_factory=lambda: MappingProxyType({}))
    """By namespace, those that have a route."""
    default: Destination | Nowhere | None = None
    """For all others."""

    def of(self, namespace: str) -> Destination | Nowhere | None:
        """Where alerts of this namespace go; None where there is neither route nor default."""
        return self.own.get(namespace, self.default)

    @property
    def places(self) -> frozenset[str]:
        """All places a route or the default leads to."""
        every = (*self.own.values(), self.default)
        return frozenset(each.place for each in every if isinstance(each, Destination))

    @property
    def nowhere(self) -> Mapping[str, str]:
        """By namespace, why its route leads nowhere; under the empty name that of all others."""
        every = {**self.own, "": self.default}
        return {name: each.why for name, each in every.items() if isinstance(each, Nowhere)}


def destinations(
    saved: SavedRoutes, carriers: Carriers, default: Destination | None
) -> Destinations:
    """Where the saved routes lead.

    That of the empty name is the default where no other is given.
    """
    own: dict[str, Destination | Nowhere] = {
        name: Nowhere(f"its route can't be read: {why}") for name, why in saved.unreadable.items()
    }
    for name, route in saved.routes.items():
        own[name] = _destination(route, carriers)
    saved_default = own.pop("", None)
    return Destinations(own, default or saved_default)


def destination(route: Route, carriers: Carriers) -> Destination:
    """Where a route with a webhook leads. Raises `CakdError` where that is nowhere."""
    carrier = carriers.named(route.provider)
    return Destination(carrier, route, carrier.courier.place(route))


def _destination(route: Route, carriers: Carriers) -> Destination | Nowhere:
    if not route.webhook:
        return Nowhere(REPAIRED)
    try:
        return destination(route, carriers)
    except CakdError as error:
        return Nowhere(error.message)
