"""Which backends are used is tested with the store; here is how their failures are put."""

import builtins
import sys

import keyring.errors
import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.storage.keyring_backend import failures, refusal, said


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("odd"), "ValueError: odd"),
        (ValueError(), "ValueError"),
        (ValueError("  one\ntwo"), "ValueError: one"),
        (ValueError("x" * 500), "ValueError: " + "x" * 200),
    ],
)
def test_an_error_is_one_short_line(error: Exception, line: str) -> None:
    assert said(error) == line


def test_a_secret_is_masked_also_where_the_line_is_cut() -> None:
    error = ValueError("x" * 190 + "the-secret-value")
    assert "the-secret" not in said(error, Secret("the-secret-value"))


def test_an_unknown_refusal_names_keyring_and_error() -> None:
    error = refusal(OSError(5, "Input/output error"), "KWallet", None)
    assert str(error) == "KWallet refused: OSError: [Errno 5] Input/output error"
    assert error.reason == "refused"


def test_a_locked_secret_service_is_locked_although_its_error_is_not_keyrings() -> None:
    secretstorage = pytest.importorskip("secretstorage")
    for name in ("LockedException", "PromptDismissedException"):
        error = getattr(secretstorage.exceptions, name)("Item is locked!")
        assert isinstance(error, failures())
        assert refusal(error, "GNOME Keyring", None).reason == "locked"


def test_the_errors_of_libraries_count_once_they_are_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class DBusException(Exception):
        pass

    class Library:
        pass

    assert not issubclass(DBusException, failures())
    Library.DBusException = DBusException  # type: ignore[attr-defined]  # as its module would
    monkeypatch.setitem(sys.modules, "dbus.exceptions", Library)
    assert issubclass(DBusException, failures())


def test_an_interrupt_is_no_failure_of_a_backend() -> None:
    assert issubclass(keyring.errors.KeyringError, failures())
    assert not issubclass(builtins.KeyboardInterrupt, failures())
