"""The waits a page knows of, by who waits; the one that ends last is the one to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cakd_tui.core.countdown import Countdown


@dataclass(frozen=True, slots=True)
class Asking:
    """One time somebody asks; what is said about an earlier time counts no more."""

    asker: str
    number: int
    hurries: int
    """How often everybody had been hurried when the wait began."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Every change makes a new one."""

    under_way: Mapping[str, Countdown] = field(default_factory=lambda: MappingProxyType({}))
    numbers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    hurries: int = 0

    def asked(self, asker: str) -> "Waits":
        """Somebody asks, for the first time or anew, or needs no answer any more."""
        number = self.numbers.get(asker, 0) + 1
        return self._without(asker)._numbered(asker, number)

    def told(self, asking: Asking, wait: Countdown) -> "Waits":
        """Somebody waits; of several waits of theirs the one that ends last counts."""
        current = self.numbers.get(asking.asker) == asking.number
        if not current or asking.hurries != self.hurries:
            return self
        before = self.under_way.get(asking.asker)
        last = max(filter(None, (before, wait)), key=lambda each: each.until)
        return replace(self, under_way=MappingProxyType({**self.under_way, asking.asker: last}))

    def hurried(self) -> "Waits":
        """All waits were ended."""
        return replace(self, under_way=MappingProxyType({}), hurries=self.hurries + 1)

    def shown(self, now: float) -> Countdown | None:
        """The wait that ends last; None when none is under way."""
        left = [each for each in self.under_way.values() if each.left(now)]
        return max(left, key=lambda each: each.until, default=None)

    def _without(self, asker: str) -> "Waits":
        others = {name: each for name, each in self.under_way.items() if name != asker}
        return replace(self, under_way=MappingProxyType(others))

    def _numbered(self, asker: str, number: int) -> "Waits":
        return replace(self, numbers=MappingProxyType({**self.numbers, asker: number}))
