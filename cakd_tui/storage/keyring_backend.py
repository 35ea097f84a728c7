"""Which keyring this machine has, what its users call it, and what its failures mean.

Everything here may block: until D-Bus answers, or until somebody answers a prompt.
"""

import configparser
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import MASK, Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SECRET_SERVICE: Final = "Secret Service"

_ENCRYPTING: Final = {
    "keyring.backends.SecretService.Keyring": _SECRET_SERVICE,
    "keyring.backends.libsecret.Keyring": _SECRET_SERVICE,
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
}
"""The backends a secret may be given to, and how their users know them."""

_NONE: Final = {"keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"}

_DAEMONS: Final = {
    "gnome-keyring-d": "GNOME Keyring",
    "keepassxc": "KeePassXC",
    "ksecretd": "KWallet",
    "kwalletd5": "KWallet",
    "kwalletd6": "KWallet",
}
"""Who may stand behind the Secret Service, by the name of the process."""

_FOREIGN: Final = (
    ("dbus.exceptions", "DBusException"),
    ("jeepney.io.common", "RouterClosed"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("keyring.backends.macOS.api", "Error"),
    ("pywintypes", "error"),
    ("secretstorage.exceptions", "SecretStorageException"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)
"""Failures that backends let through although they are no `KeyringError`."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """A keyring that encrypts what it keeps."""

    backend: "KeyringBackend"
    name: str
    """"GNOME Keyring (Secret Service)"."""


def found_keyring(*, again: bool = False) -> Keyring:
    """The user's keyring; `again` looks for one that has come up since.

    Raises `SecretStoreError`: absent, or plaintext when it is not known to encrypt.
    """
    try:
        import keyring  # noqa: PLC0415  # a tenth of a second that not every run has to spend

        if again:
            _look_again()
        chosen = keyring.get_keyring()
    except (*_OWN_FAILURES, configparser.Error) as error:
        message = f"the configured keyring backend can't be loaded: {said(error)}"
        raise SecretStoreError(message, "absent") from None
    members: list[KeyringBackend] = list(getattr(chosen, "backends", [])) or [chosen]
    for backend in members:
        if name := _ENCRYPTING.get(_kind(backend)):
            return Keyring(backend, _served() if name == _SECRET_SERVICE else name)
    unknown = [_kind(each) for each in members if _kind(each) not in _NONE]
    if not unknown:
        raise SecretStoreError("there is no keyring here", "absent")
    message = f"the keyring backend {unknown[0]} is not known to encrypt what it keeps"
    raise SecretStoreError(message, "plaintext")


def _look_again() -> None:
    """Make keyring choose anew: it keeps its first choice, even when there was none to make."""
    import keyring.backend  # noqa: PLC0415
    import keyring.core  # noqa: PLC0415

    with suppress(KeyError):  # nothing is kept yet
        keyring.backend.get_all_keyring.reset()
    keyring.core.init_backend()


def _kind(backend: "KeyringBackend") -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _served() -> str:
    """Who provides the Secret Service, as far as the session bus tells."""
    try:
        # On Linux alone, and without types of their own.
        from jeepney import message_bus  # type: ignore[import-untyped]  # noqa: PLC0415
        from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # noqa: PLC0415
        from secretstorage import dbus_init  # noqa: PLC0415

        bus_name = "org.freedesktop.secrets"
        with closing(dbus_init()) as bus:
            unwrap_msg(bus.send_and_get_reply(message_bus.StartServiceByName(bus_name)))
            owner = message_bus.GetConnectionUnixProcessID(bus_name)
            (process,) = unwrap_msg(bus.send_and_get_reply(owner))
        daemon = Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    except failures():
        return _SECRET_SERVICE
    known = _DAEMONS.get(daemon)
    return f"{known} ({_SECRET_SERVICE})" if known else _SECRET_SERVICE


_OWN_FAILURES: Final = (
    OSError,
    RuntimeError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ImportError,
)
"""What Python itself raises in a backend that meets something it did not expect."""


def failures() -> tuple[type[Exception], ...]:
    """Every kind of exception by which backends are known to fail; asked when one is raised."""
    from keyring.errors import KeyringError  # noqa: PLC0415

    kinds = [getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN]
    foreign = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Exception)]
    return (KeyringError, *_OWN_FAILURES, *foreign)


def refusal(error: BaseException, keyring: str, hidden: Secret | None) -> SecretStoreError:
    """What a backend's failure means to the user of this keyring, with `hidden` masked in it.

    Of an exception that backends aren't known to raise nothing but its name is repeated.
    """
    from keyring.errors import InitError, KeyringLocked, NoKeyringError  # noqa: PLC0415

    if isinstance(error, NoKeyringError):
        return SecretStoreError("there is no keyring here", "absent")
    if isinstance(error, KeyringLocked | InitError) or type(error).__name__ in _LOCKED:
        return SecretStoreError(f"{keyring} is locked", "locked")
    if isinstance(error, failures()):
        return SecretStoreError(f"{keyring} refused: {said(error, hidden)}", "refused")
    return SecretStoreError(f"{keyring} failed: {type(error).__name__}", "refused")


_LOCKED: Final = {"LockedException", "PromptDismissedException"}


def said(error: Exception, hidden: Secret | None = None) -> str:
    """An exception in one short line, with `hidden` masked in it."""
    text = str(error).strip()
    if hidden:
        text = text.replace(hidden.reveal(), MASK)
    first = text.partition("\n")[0][:200]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
