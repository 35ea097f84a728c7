"""Which namespaces may have alerts waiting, and where those go: nothing is asked for in vain."""

import logging
from collections.abc import Collection, Iterable
from typing import Final

from cakd_tui.agent.destinations import Destination
from cakd_tui.agent.route_watch import RouteWatch

_log: Final = logging.getLogger(__name__)


class Worklist:
    """The namespaces that alerts have come for and that were not found empty since."""

    def __init__(self, watch: RouteWatch) -> None:
        self._watch = watch
        self._known: dict[str, None] = {}
        """In the order of their first alert; what is said of them keeps it."""
        self._by_place: dict[str, set[str]] = {}
        self.undeliverable: set[str] = set()
        """Those with neither a route nor a default; it was said of each."""

    def add(self, namespaces: Iterable[str]) -> Collection[str]:
        """Alerts have come for these; the places they go to."""
        places = set()
        for name in namespaces:
            self._known[name] = None
            there = self._watch.destinations.of(name)
            if isinstance(there, Destination):
                self._by_place.setdefault(there.place, set()).add(name)
                places.add(there.place)
            elif there is None and name not in self.undeliverable:
                self.undeliverable.add(name)
                _log.warning(
                    "Alerts of %s are kept and can't be delivered: it has no route, and there is "
                    "no default webhook; cakd create sets a project up",
                    name or "no namespace",
                )
        return places

    def sort(self) -> Collection[str]:
        """Go by the routes as they are now; the places that have work."""
        self._by_place = {}
        where = self._watch.destinations.of
        self.undeliverable = {each for each in self.undeliverable if where(each) is None}
        return self.add(tuple(self._known))

    def strike(self, namespaces: Iterable[str]) -> None:
        """Nothing waits of these."""
        names = set(namespaces)
        for name in names:
            self._known.pop(name, None)
        for each in self._by_place.values():
            each -= names

    def of(self, place: str) -> Collection[str]:
        """The namespaces with work for this place."""
        where = self._watch.destinations.of
        return [
            name
            for name in self._by_place.get(place, ())
            if isinstance(there := where(name), Destination) and there.place == place
        ]
