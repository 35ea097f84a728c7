"""The saved rule "alerts of this namespace go to this webhook", and what is remembered with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, dropwhile
from types import MappingProxyType
from typing import Final

from cakd_tui.core.secret import Secret

WEBHOOK: Final = "webhook"
"""The kind of the thing that alerts are posted to."""
NEXT_WEBHOOK: Final = "webhook-next"
"""The kind of the one a rotation makes, until it is in use; without an id it may not exist yet."""
OLD_WEBHOOK: Final = "webhook-old"
"""The kind of the one a rotation replaced, until it is deleted."""
FORMER: Final = "former"
"""Marks the kind of what is left from an earlier set-up: "channel-former", "channel-former-2"."""


def plain_kind(kind: str) -> str:
    """What a thing is, whatever its part in the route: "webhook" for "webhook-old"."""
    return kind.partition("-")[0]


def generation(kind: str) -> str:
    """Which of the earlier set-ups a thing is left from; empty for what the route uses now."""
    return "".join(kind.partition(f"-{FORMER}")[1:])


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
    kept: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What else its provider needs to know when alerts are sent: `mention`."""

    def thing(self, kind: str) -> Remembered | None:
        """The remembered thing of this kind, if there is one."""
        return next((each for each in self.remembered if each.kind == kind), None)

    def with_thing(self, thing: Remembered) -> "Route":
        """The same route remembering this thing in place of any other of its kind.

        What is left from earlier set-ups stays behind what is used, and is not left once it is used
        again.
        """
        remembered = self.remembered
        if self.thing(thing.kind) is None:
            remembered = (*remembered, thing)
        now = [thing if each.kind == thing.kind else each for each in remembered]
        used = [each for each in now if not generation(each.kind)]
        left = [each for each in now if generation(each.kind) and each.id != thing.id]
        left += [thing] if generation(thing.kind) else []
        return replace(self, remembered=(*used, *left))

    def leaving(self, kinds: Collection[str]) -> "Route":
        """The same route no longer using these, which are still there.

        What we made is remembered as left from an earlier set-up, and with it what was found within
        it: things are remembered in the order they were made, each within those before it.
        """
        left = [each for each in self.remembered if each.kind in kinds and each.id]
        kept = tuple(dropwhile(lambda each: not each.made, left))
        suffix = self._next_generation()
        route = self
        for kind in kinds:
            route = route.without_thing(kind)
        former = tuple(replace(each, kind=f"{each.kind}{suffix}") for each in kept)
        return replace(route, remembered=(*route.remembered, *former))

    def _next_generation(self) -> str:
        taken = {generation(each.kind) for each in self.remembered}
        names = (f"-{FORMER}-{number}" if number > 1 else f"-{FORMER}" for number in count(1))
        return next(each for each in names if each not in taken)

    def without_thing(self, kind: str) -> "Route":
        """The same route without the thing of this kind; without its webhook it leads nowhere."""
        kept = tuple(each for each in self.remembered if each.kind != kind)
        route = replace(self, remembered=kept)
        return route.with_webhook(Secret("")) if kind == WEBHOOK else route

    def with_webhook(self, url: Secret) -> "Route":
        """The same route leading to this webhook."""
        return replace(self, webhook=url)
