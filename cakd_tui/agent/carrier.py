"""The notification providers in use: what is needed of each to deliver, found by its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cakd_tui.agent.outage import Outage
from cakd_tui.core.courier import Courier
from cakd_tui.core.errors import CakdError
from cakd_tui.core.troubleshooting import Entry


class Delivering(Protocol):
    """A provider as far as it delivers; every `core.ports.Provider` is one."""

    @property
    def title(self) -> str:
        """Its name on screen: "Discord"."""

    def entries(self) -> Sequence[Entry]:
        """Its own troubleshooting rows."""

    def courier(self) -> Courier:
        """What carries alerts to its places. Raises `CakdError` on a bad configuration."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """One provider, ready to deliver."""

    title: str
    courier: Courier
    entries: Sequence[Entry] = ()
    outage: Outage = field(default_factory=Outage)


class Carriers:
    """One carrier for each provider that is asked for; to be closed."""

    def __init__(
        self, load: Callable[[str], Delivering], outage: Callable[[], Outage] = Outage
    ) -> None:
        self._load = load
        self._outage = outage
        self._made: dict[str, Carrier | CakdError] = {}

    def named(self, provider: str) -> Carrier:
        """The carrier of this provider. Raises `CakdError` where it can't be had."""
        if provider not in self._made:
            self._made[provider] = self._new(provider)
        made = self._made[provider]
        if isinstance(made, CakdError):
            raise made
        return made

    @property
    def all(self) -> Sequence[Carrier]:
        """Those that could be had."""
        return [each for each in self._made.values() if isinstance(each, Carrier)]

    async def aclose(self) -> None:
        """Let go of the network."""
        for each in self.all:
            await each.courier.aclose()

    def _new(self, name: str) -> Carrier | CakdError:
        try:
            provider = self._load(name)
            return Carrier(provider.title, provider.courier(), provider.entries(), self._outage())
        except CakdError as error:
            return error
