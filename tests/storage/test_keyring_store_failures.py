"""A backend that fails is said in words, and never with the secret."""

import sys
from types import ModuleType

import keyring
import keyring.core
import keyring.errors
import pytest

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.storage.keyring_store import KeyringSecrets
from tests.storage.backends import MACOS, TOKEN, Backend, Use, called, reason_of


@pytest.mark.parametrize(
    "error",
    [
        ModuleNotFoundError("No module named 'keyring.backends.x'"),
        AttributeError("x"),
        RuntimeError(),
    ],
)
async def test_a_configured_backend_that_does_not_load_is_as_good_as_none(
    use: Use, error: Exception
) -> None:
    use(error)
    assert await reason_of(KeyringSecrets().describe) == "absent"


@pytest.mark.parametrize("kept", [None, "", "the-token"])
async def test_a_backend_that_keeps_something_else_is_found_out(use: Use, kept: str | None) -> None:
    class Lossy(Backend):
        def get_password(self, service: str, item: str) -> str | None:
            return kept

    use(called(MACOS, Lossy)())
    with pytest.raises(SecretStoreError, match="macOS Keychain did not keep the secret") as caught:
        await KeyringSecrets().save("discord", TOKEN)
    assert caught.value.reason == "refused"


class Foreign(Exception):
    """As raised by a library a backend is built on."""


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (keyring.errors.KeyringLocked("Failed to unlock the collection!"), "locked"),
        (keyring.errors.InitError("Prompt dismissed.."), "locked"),
        (keyring.errors.NoKeyringError("none"), "absent"),
        (keyring.errors.PasswordSetError("Cancelled by user"), "refused"),
        (keyring.errors.KeyringError("odd"), "refused"),
        (OSError(5, "Input/output error"), "refused"),
        (TimeoutError("its own"), "refused"),
        (RuntimeError("GLib.Error"), "refused"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd"), "refused"),
        (KeyError("DBUS_SESSION_BUS_ADDRESS"), "refused"),
        (Foreign(1783, "CredWrite", "The stub received bad data"), "refused"),
    ],
)
async def test_a_failing_backend_is_said_in_words(
    use: Use, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    windows = ModuleType("pywintypes")
    windows.error = Foreign  # type: ignore[attr-defined]  # what the real module holds
    monkeypatch.setitem(sys.modules, "pywintypes", windows)

    class Failing(Backend):
        def get_password(self, service: str, item: str) -> str | None:
            raise error

        def set_password(self, service: str, item: str, value: str) -> None:
            raise error

    use(called(MACOS, Failing)())
    secrets = KeyringSecrets()
    assert await reason_of(lambda: secrets.load("discord")) == reason
    assert await reason_of(lambda: secrets.save("discord", TOKEN)) == reason
    assert await reason_of(lambda: secrets.forget("discord")) == reason
    assert await secrets.describe() == "macOS Keychain"


async def test_a_refusal_says_what_the_backend_said_but_never_the_secret(use: Use) -> None:
    class Talkative(Backend):
        def set_password(self, service: str, item: str, value: str) -> None:
            raise ValueError(f"can't keep {value}\nmore")

    use(called(MACOS, Talkative)())
    with pytest.raises(SecretStoreError) as caught:
        await KeyringSecrets().save("discord", TOKEN)
    assert str(caught.value) == "macOS Keychain refused: ValueError: can't keep ••••••"
    chain: BaseException | None = caught.value
    while chain:
        assert TOKEN.reveal() not in str(chain)
        chain = chain.__cause__ or chain.__context__


class Panic(BaseException):
    """As raised by a backend's compiled part."""


@pytest.mark.parametrize("error", [ZeroDivisionError("tok"), Panic("tok"), SystemExit("tok")])
async def test_an_exception_nobody_expects_of_a_backend_is_said_too(
    use: Use, error: BaseException, uncaught: list[object]
) -> None:
    class Odd(Backend):
        def get_password(self, service: str, item: str) -> str | None:
            raise error

    use(called(MACOS, Odd)())
    with pytest.raises(SecretStoreError) as caught:
        await KeyringSecrets().load("discord")
    assert str(caught.value) == f"macOS Keychain failed: {type(error).__name__}"
    assert caught.value.reason == "refused"
    assert uncaught == []
