"""Everything a face works with, built once by the command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from cakd_tui.core.credentials import Sources
from cakd_tui.core.health import Examined
from cakd_tui.core.journal import Journal, NoJournal
from cakd_tui.core.ports import Provider, RouteStore, SecretStore, SettingsStore


@dataclass(frozen=True, slots=True)
class Demo:
    """The rehearsal behind a wizard that only pretends."""

    scenario: str
    mend: Callable[[], str] | None
    """Plays the operator acting at the provider and says what was done; None if all is well."""
    secret: str = field(repr=False)
    """What to paste where a token is asked for."""
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The choice that shows what is broken, by the field's key; none where all is well."""


@dataclass(frozen=True, slots=True)
class Services:
    """A provider, the stores and the surroundings."""

    provider: Provider
    secrets: SecretStore
    routes: RouteStore
    settings: SettingsStore
    environment: Mapping[str, str] = field(repr=False)
    platform_file: Path
    demo: Demo | None = None
    journal: Journal = field(default_factory=NoJournal)
    files: Examined | None = None
    """What is kept between runs; None where it is not kept in files."""
    spools: Sequence[Path] = ()
    """Where an agent on this machine may keep its alerts; none in a demo."""

    @property
    def sources(self) -> Sources:
        """The places answers are found in."""
        return Sources(self.environment, self.secrets, self.settings)
