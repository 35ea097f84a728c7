import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import ModuleType

import keyring
import keyring.core
import keyring.errors
import pytest

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret
from cakd_tui.storage.keyring_store import SERVICE, KeyringSecrets

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


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Makes keyring choose this backend, or fail to."""

    def use(chosen: object) -> None:
        def choose() -> object:
            if isinstance(chosen, Exception):
                raise chosen
            return chosen

        monkeypatch.setattr(keyring, "get_keyring", choose)
        monkeypatch.setattr(keyring.core, "init_backend", lambda: None)

    return use


Use = Callable[[object], None]


async def reason_of(call: Callable[[], object]) -> str:
    with pytest.raises(SecretStoreError) as caught:
        await call()  # type: ignore[misc]  # any coroutine function
    assert caught.value.symptom.kind == "keyring"
    assert caught.value.symptom.facts == {"reason": caught.value.reason}
    return caught.value.reason


async def test_a_secret_is_kept_read_and_forgotten(use: Use) -> None:
    backend = called(MACOS)()
    use(backend)
    secrets = KeyringSecrets()
    assert await secrets.load("discord") is None
    await secrets.save("discord", TOKEN)
    assert backend.kept == {(SERVICE, "discord"): TOKEN.reveal()}
    assert await KeyringSecrets().load("discord") == TOKEN
    await secrets.forget("discord")
    await secrets.forget("discord")
    assert await secrets.load("discord") is None


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("keyring.backends.SecretService.Keyring", "Secret Service"),
        ("keyring.backends.libsecret.Keyring", "Secret Service"),
        ("keyring.backends.kwallet.DBusKeyring", "KWallet"),
        ("keyring.backends.kwallet.DBusKeyringKWallet4", "KWallet"),
        (MACOS, "macOS Keychain"),
        ("keyring.backends.Windows.WinVaultKeyring", "Windows Credential Manager"),
    ],
)
async def test_a_keyring_is_called_what_its_users_call_it(use: Use, kind: str, name: str) -> None:
    use(called(kind)())
    assert await KeyringSecrets().describe() == name


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("keyring.backends.fail.Keyring", "absent"),
        ("keyring.backends.null.Keyring", "absent"),
        ("keyrings.alt.file.PlaintextKeyring", "plaintext"),
        ("keyrings.alt.file.EncryptedKeyring", "plaintext"),
        ("keyring.backends.macOS.Keyring2", "plaintext"),
        ("somebody.elses.Keyring", "plaintext"),
    ],
)
async def test_no_other_backend_is_ever_given_a_secret(use: Use, kind: str, reason: str) -> None:
    backend = called(kind)()
    use(backend)
    secrets = KeyringSecrets()
    assert await reason_of(secrets.describe) == reason
    assert await reason_of(lambda: secrets.load("discord")) == reason
    assert await reason_of(lambda: secrets.save("discord", TOKEN)) == reason
    assert await reason_of(lambda: secrets.forget("discord")) == reason
    assert backend.kept == {}


async def test_a_backend_that_is_not_used_is_named(use: Use) -> None:
    use(called("keyrings.alt.file.PlaintextKeyring")())
    with pytest.raises(SecretStoreError, match=r"keyrings\.alt\.file\.PlaintextKeyring is not"):
        await KeyringSecrets().describe()


async def test_of_several_backends_the_first_that_encrypts_is_used(use: Use) -> None:
    plain, mac = called("keyrings.alt.file.PlaintextKeyring")(), called(MACOS)()
    chainer = called("keyring.backends.chainer.ChainerBackend")()
    chainer.backends = [plain, mac]
    use(chainer)
    await KeyringSecrets().save("discord", TOKEN)
    assert (len(plain.kept), len(mac.kept), len(chainer.kept)) == (0, 1, 0)


async def test_several_backends_none_of_which_encrypts_are_not_used(use: Use) -> None:
    chainer = called("keyring.backends.chainer.ChainerBackend")()
    chainer.backends = [called("keyrings.alt.file.PlaintextKeyring")()]
    use(chainer)
    assert await reason_of(KeyringSecrets().describe) == "plaintext"


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


class Hanging(Backend):
    """Waits, as for somebody to answer a prompt."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()
        self.was_asked = threading.Event()
        self.asked = 0

    def get_password(self, service: str, item: str) -> str | None:
        self.asked += 1
        self.was_asked.set()
        self.answered.wait(10)
        return "kept"


async def test_a_keyring_that_hangs_is_waited_for_no_longer_than_the_bound(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets(timeout=0.03)
    try:
        started = time.perf_counter()
        assert await reason_of(lambda: secrets.load("discord")) == "slow"
        assert time.perf_counter() - started < 3
        assert await reason_of(lambda: secrets.load("discord")) == "slow"
        assert await reason_of(secrets.describe) == "slow"
        await asyncio.to_thread(backend.was_asked.wait, 5)
        assert backend.asked == 1
    finally:
        backend.answered.set()


async def test_a_keyring_that_answers_in_the_end_is_used_again(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets(timeout=0.03)
    assert await reason_of(lambda: secrets.load("discord")) == "slow"
    backend.answered.set()
    for _ in range(1000):
        with suppress(SecretStoreError):
            assert await secrets.load("discord") == Secret("kept")
            break
        await asyncio.sleep(0.001)
    else:
        pytest.fail("the keyring is never asked again")


async def cancelled(call: Coroutine[object, object, object]) -> None:
    """Begin the call and cancel it while it waits."""
    task = asyncio.create_task(call)
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def threads() -> int:
    return sum(thread.name == "keyring" for thread in threading.enumerate())


async def test_calls_that_are_cancelled_leave_one_thread_behind(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets()
    before = threads()
    try:
        for _ in range(4):
            await cancelled(secrets.load("discord"))
            await asyncio.to_thread(backend.was_asked.wait, 5)
        assert (threads() - before, backend.asked) == (1, 1)
    finally:
        backend.answered.set()


async def test_a_call_after_a_cancelled_one_is_answered_once_that_has_ended(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets()
    await cancelled(secrets.load("discord"))
    loading = asyncio.create_task(secrets.load("discord"))
    await asyncio.sleep(0.005)
    backend.answered.set()
    assert await loading == Secret("kept")


@pytest.fixture
def uncaught(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What threads let through, which would be printed."""
    seen: list[object] = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    return seen


async def test_a_call_cancelled_before_its_thread_runs_ends_in_silence(
    use: Use, monkeypatch: pytest.MonkeyPatch, uncaught: list[object]
) -> None:
    use(called(MACOS)())
    made: list[threading.Thread] = []
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", lambda thread: made.append(thread))
        await cancelled(KeyringSecrets().load("discord"))
    (thread,) = made
    thread.start()
    thread.join()
    assert uncaught == []


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


async def test_the_bound_is_said(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    with pytest.raises(SecretStoreError, match=r"did not answer within 0\.02 s"):
        await KeyringSecrets(timeout=0.02).load("discord")
    backend.answered.set()


async def test_other_work_goes_on_while_the_keyring_is_asked(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    loading = asyncio.create_task(KeyringSecrets().load("discord"))
    await asyncio.to_thread(backend.was_asked.wait, 5)
    backend.answered.set()
    assert await loading == Secret("kept")


async def test_the_backend_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    backend = called(MACOS)()

    def choose() -> object:
        looked.append(backend)
        return backend

    monkeypatch.setattr(keyring, "get_keyring", choose)
    secrets = KeyringSecrets()
    await secrets.describe()
    await secrets.load("discord")
    await secrets.load("discord")
    assert len(looked) == 1


async def test_a_keyring_that_comes_up_later_is_found(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(called("keyring.backends.fail.Keyring")())
    secrets = KeyringSecrets()
    assert await reason_of(secrets.describe) == "absent"
    assert await reason_of(secrets.describe) == "absent"
    monkeypatch.setattr(keyring.core, "init_backend", lambda: use(called(MACOS)()))
    assert await secrets.describe() == "macOS Keychain"


HANGS = """
import asyncio, keyring, threading
from cakd_tui.core.errors import SecretStoreError
from cakd_tui.storage.keyring_store import KeyringSecrets
class Keyring:
    def get_password(self, service, item):
        threading.Event().wait()
Keyring.__module__ = "keyring.backends.macOS"
keyring.get_keyring = Keyring
try:
    asyncio.run(KeyringSecrets(timeout=0.02).load("discord"))
except SecretStoreError as error:
    print(error.reason)
"""


def test_the_program_ends_although_the_keyring_hangs() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=20)
    assert (done.stdout, done.stderr, done.returncode) == ("slow\n", "", 0)


def test_keyring_is_imported_only_when_it_is_asked() -> None:
    code = (
        "import sys, cakd_tui.storage.keyring_store as store\n"
        "store.KeyringSecrets()\n"
        "assert not {'keyring', 'secretstorage', 'jeepney'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)
