"""Directories, a user whom permissions bind, keyring backends, a real Secret Service."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.core
import pytest

from tests.storage.backends import Use

NOBODY = 65534


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The directory CAKD keeps its files in, which isn't there yet."""
    return tmp_path / "config" / "cakd"


@pytest.fixture
def bound() -> Iterator[Path]:
    """A directory of a user whom permission bits bind, as whom the test runs.

    They don't bind root, so as root the test runs as the user nobody.
    """
    if os.name != "posix":
        pytest.skip("permission bits are POSIX")
    directory = Path(tempfile.mkdtemp())
    root = os.geteuid() == 0
    if root:
        os.chown(directory, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield directory
    finally:
        if root:
            os.seteuid(0)
        for each in [directory, *directory.rglob("*")]:
            if each.is_dir():
                each.chmod(0o700)
        shutil.rmtree(directory)


SESSION = """
printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
exec "$@"
"""


@pytest.fixture
def secret_service() -> Iterator[Callable[[str], str]]:
    """Runs Python code beside a real, unlocked Secret Service; returns what it printed."""
    if not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")):
        pytest.skip("needs a Secret Service: apt-get install gnome-keyring dbus")
    # A short path: a socket's may have no more than about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="ss-") as directory:
        places = {name: f"{directory}/{name}" for name in ("HOME", "RUN", "DATA")}
        for place in places.values():
            Path(place).mkdir(mode=0o700)
        prompting = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND")
        environment = {
            **{name: value for name, value in os.environ.items() if name not in prompting},
            "HOME": places["HOME"],
            "XDG_RUNTIME_DIR": places["RUN"],
            "XDG_DATA_HOME": places["DATA"],
        }

        def run(code: str) -> str:
            session = ["dbus-run-session", "--", "sh", "-c", SESSION, "sh"]
            done = subprocess.run(
                [*session, sys.executable, "-c", code],
                env=environment,
                capture_output=True,
                text=True,
                timeout=30,
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        yield run


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Makes keyring choose this backend, or fail to."""

    def use(chosen: object) -> None:
        def choose() -> object:
            if isinstance(chosen, Exception):
                raise chosen
            return chosen

        monkeypatch.setattr(keyring, "get_keyring", choose)
        monkeypatch.setattr(keyring.core, "init_backend", lambda: None)

    return use


@pytest.fixture
def uncaught(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What threads let through, which would be printed."""
    seen: list[object] = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    return seen
