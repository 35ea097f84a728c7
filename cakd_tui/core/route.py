"""The saved rule "alerts of this namespace go to this webhook", and what is remembered with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from cakd_tui.core.secret import Secret

WEBHOOK: Final = "webhook"
"""The kind of the thing that alerts are posted to."""
NEXT_WEBHOOK: Final = "webhook-next"
"""The kind of the one a rotation makes, until it is in use; without an id it may not exist yet."""
OLD_WEBHOOK: Final = "webhook-old"
"""The kind of the one a rotation replaced, until it is deleted."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A thing at the provider that belongs to the route."""

    kind: str
    """"channel", "webhook"."""
    id: str
    name: str
    made: bool
    """Whether we created it, as opposed to having found it there."""


@dataclass(frozen=True, slots=True)
class Route:
    """What is known of one project's alerting; the webhook is empty until it exists."""

    project: str
    provider: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The plain answers it was made with: `guild`."""
    remembered: tuple[Remembered, ...] = ()
    webhook: Secret = field(default_factory=lambda: Secret(""))
    """The URL alerts are posted to."""

    def thing(self, kind: str) -> Remembered | None:
        """The remembered thing of this kind, if there is one."""
        return next((each for each in self.remembered if each.kind == kind), None)

    def with_thing(self, thing: Remembered) -> "Route":
        """The same route remembering this thing in place of any other of its kind."""
        if self.thing(thing.kind) is None:
            return replace(self, remembered=(*self.remembered, thing))
        remembered = tuple(thing if each.kind == thing.kind else each for each in self.remembered)
        return replace(self, remembered=remembered)

    def without_thing(self, kind: str) -> "Route":
        """The same route without the thing of this kind; without its webhook it leads nowhere."""
        kept = tuple(each for each in self.remembered if each.kind != kind)
        route = replace(self, remembered=kept)
        return route.with_webhook(Secret("")) if kind == WEBHOOK else route

    def with_webhook(self, url: Secret) -> "Route":
        """The same route leading to this webhook."""
        return replace(self, webhook=url)
