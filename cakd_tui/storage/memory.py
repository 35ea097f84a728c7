"""A keyring that lasts as long as the program: for the rehearsal, which leaves nothing behind."""

from collections.abc import Mapping
from types import MappingProxyType

from cakd_tui.core.secret import Secret


class MemorySecrets:
    """Secrets kept in this process alone."""

    def __init__(self, kept: Mapping[str, Secret] = MappingProxyType({})) -> None:
        self._kept = dict(kept)

    async def describe(self) -> str:
        """Where they are, for people."""
        return "the demo's own memory"

    async def load(self, item: str) -> Secret | None:
        """The secret kept under `item`, None when there is none."""
        return self._kept.get(item)

    async def save(self, item: str, secret: Secret) -> None:
        """Keep the secret until the program ends."""
        self._kept[item] = secret

    async def forget(self, item: str) -> None:
        """Drop the secret; nothing happens when there is none."""
        self._kept.pop(item, None)
