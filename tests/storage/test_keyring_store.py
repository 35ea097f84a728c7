"""What is kept, in which keyring, and that no other is ever given a secret."""

import subprocess
import sys

import keyring
import keyring.core
import keyring.errors
import pytest

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.storage.keyring_store import SERVICE, KeyringSecrets
from tests.storage.backends import MACOS, TOKEN, Use, called, reason_of


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


def test_keyring_is_imported_only_when_it_is_asked() -> None:
    code = (
        "import sys, cakd_tui.storage.keyring_store as store\n"
        "store.KeyringSecrets()\n"
        "assert not {'keyring', 'secretstorage', 'jeepney'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)
