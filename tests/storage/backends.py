"""Backends as keyring would choose them, under names the allow-list knows or does not."""

from collections.abc import Callable

import pytest

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret

TOKEN = Secret("the-token-itself")


class Backend:
    """Keeps secrets in a dictionary under the name of a backend that encrypts."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, item: str) -> str | None:
        return self.kept.get((service, item))

    def set_password(self, service: str, item: str, value: str) -> None:
        self.kept[service, item] = value

    def delete_password(self, service: str, item: str) -> None:
        del self.kept[service, item]


def called(kind: str, base: type = Backend) -> type:
    """The class under another name, as an allow-list would know it."""
    module, _, name = kind.rpartition(".")
    return type(name, (base,), {"__module__": module})


MACOS = "keyring.backends.macOS.Keyring"


Use = Callable[[object], None]


async def reason_of(call: Callable[[], object]) -> str:
    with pytest.raises(SecretStoreError) as caught:
        await call()  # type: ignore[misc]  # any coroutine function
    assert caught.value.symptom.kind == "keyring"
    assert caught.value.symptom.facts == {"reason": caught.value.reason}
    return caught.value.reason
