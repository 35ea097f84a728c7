"""Who may post: everybody on this machine, or those who bear the secret."""

import hmac
import logging
import os
from pathlib import Path
from typing import Final

from cakd_tui.agent.bad_settings import BadSettings
from cakd_tui.core.secret import Secret

_log = logging.getLogger(__name__)

_SCHEME: Final = "bearer"


class Gate:
    """Compares what a request bears with the secret; without a secret everybody may pass."""

    def __init__(self, secret: Secret | None = None) -> None:
        self._secret = secret

    @property
    def guarded(self) -> bool:
        """Whether a secret is asked for."""
        return self._current() is not None

    def admits(self, authorization: str) -> bool:
        """Whether the `Authorization` header, empty where there is none, bears the secret.

        How long it takes does not tell how much of a wrong one is right.
        """
        secret = self._current()
        if secret is None:
            return True
        scheme, _, borne = authorization.partition(" ")
        right = hmac.compare_digest(borne.strip().encode("latin-1", "replace"), _bytes(secret))
        return right and scheme.lower() == _SCHEME

    def _current(self) -> Secret | None:
        return self._secret


class FileGate(Gate):
    """The same with a secret in a file, which may be replaced while the agent runs.

    Raises `BadSettings` where the file can't be read or is empty. Later such a file changes
    nothing: it may be half written, and the sender still has the secret that was in it before.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _stamp(path)
        super().__init__(_read(path))

    def _current(self) -> Secret | None:
        try:
            stamp = _stamp(self._path)
            if stamp != self._seen:
                self._seen = stamp
                self._secret = _read(self._path)
                _log.info("the secret was read again")
        except BadSettings as error:
            _log.warning("%s; the one read before stays in force", error.message)
        return self._secret


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when the file is replaced or written to; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # a third of the time, once per request
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(path: Path) -> Secret:
    try:
        text = path.read_text("utf-8").strip()
    except OSError as error:
        said = (error.strerror or type(error).__name__).lower()
        raise BadSettings(f"the file of the secret, {path}, can't be read: {said}") from error
    except ValueError as error:
        raise BadSettings(f"the file of the secret, {path}, is not text in UTF-8") from error
    if not text:
        raise BadSettings(f"the file of the secret, {path}, is empty; write the secret to it")
    return Secret(text)


def _bytes(secret: Secret) -> bytes:
    return secret.reveal().encode()
