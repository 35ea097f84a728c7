"""The wizard on a real terminal: it paints, it quits, and it hands the terminal back."""

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cakd_tui.tui.screens.page import Page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")

TOY = Path(__file__).parent.parent / "toy"
START = "import sys; from cakd_tui.cli.main import wizard; sys.exit(wizard())"
ALTERNATE_SCREEN = b"\x1b[?1049h"
MAIN_SCREEN = b"\x1b[?1049l"
DOWN = b"\x1b[B"
MOUSE_OFF = b"\x1b[?1000l"
PLAN = b"This will be"
READING = Page.SETTLE + 0.1
"""Seconds in which the operator looks at a page: an enter before that is taken for a slip."""


@dataclass
class Terminal:
    """A pseudo-terminal with the wizard in it."""

    pid: int
    fd: int
    shown: bytes = field(default=b"")

    def read_until(self, what: bytes, seconds: float = 20.0) -> None:
        """Read until `what` was shown."""
        end = time.monotonic() + seconds
        while what not in self.shown:
            left = end - time.monotonic()
            assert left > 0, f"no {what!r}"
            if select.select([self.fd], [], [], left)[0]:
                self.shown += os.read(self.fd, 65536)

    def drive(self, *steps: tuple[bytes, bytes]) -> None:
        """Type each step's keys and read until its text was shown, then quit."""
        for keys, then in steps:
            os.write(self.fd, keys)
            self.read_until(then)
            time.sleep(READING)
        os.write(self.fd, b"\x11")

    def exit_code(self) -> int:
        """Read to the end; the code the wizard ended with."""
        try:
            while chunk := os.read(self.fd, 65536):
                self.shown += chunk
        except OSError:
            pass  # Linux says EIO when the other side is closed
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def opened(home: Path, *arguments: str, **variables: str) -> Terminal:
    """The wizard on a terminal of 80 by 24."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "PYTHONPATH": str(TOY),
        "TERM": "xterm-256color",
        "COLUMNS": "80",
        "LINES": "24",
        **variables,
    }
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-c", START, *arguments], environment)
    return Terminal(pid, fd)


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    """The wizard's demo."""
    terminal = opened(home, "--demo")
    yield terminal
    os.close(terminal.fd)


def test_it_paints_and_quits(terminal: Terminal) -> None:
    terminal.read_until(b"Which bot")
    assert ALTERNATE_SCREEN in terminal.shown
    os.write(terminal.fd, b"\x11")
    assert terminal.exit_code() == 0
    assert MAIN_SCREEN in terminal.shown


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_hands_the_terminal_back(number: signal.Signals, terminal: Terminal) -> None:
    terminal.read_until(b"Which bot")
    os.kill(terminal.pid, number)
    assert terminal.exit_code() == 128 + number
    assert MAIN_SCREEN in terminal.shown
    assert MOUSE_OFF in terminal.shown


def test_the_whole_way_by_keys_ends_with_a_sentence(terminal: Terminal) -> None:
    terminal.read_until(b"Which bot")
    terminal.drive(
        (b"\x04", b"Ops Alerts"),
        (b"\r", b"900000000000000001"),
        (DOWN + b"\r", b"CAKD Alerting"),
        (b"\r", b"Everything is ready"),
        (b"\r", PLAN),
        (b"\r", b"Whoever has"),
    )
    assert terminal.exit_code() == 0
    assert b"That was a demo (ready)" in terminal.shown.split(MAIN_SCREEN)[-1]


def test_another_provider_goes_the_whole_way(home: Path) -> None:
    file = home / "platform.yaml"
    file.write_text("metadata:\n  name: my-project\nproviders:\n  notification: pigeon\n", "utf-8")
    terminal = opened(home, "-f", str(file))
    terminal.read_until(b"Which whistle")
    terminal.drive(
        (b"tweet", b"old tower"),
        (b"\r", b"Old Tower"),
        (DOWN + b"\r", b"perch-my-project"),
        (b"\r", b"Ready, with one remark"),
        (b"\r", PLAN),
        (b"\r", b"Whoever has"),
    )
    assert terminal.exit_code() == 0
    os.close(terminal.fd)
    assert b"Alerts for my-project are set up." in terminal.shown.split(MAIN_SCREEN)[-1]
    assert (home / ".config" / "cakd" / "my-project.json").exists()


def test_textual_is_kept_from_writing_down_what_is_typed(home: Path) -> None:
    log = home / "textual.log"
    terminal = opened(home, "--demo", TEXTUAL_LOG=str(log), TEXTUAL="devtools,debug")
    terminal.read_until(b"Which bot")
    os.write(terminal.fd, b"a-secret-token")
    terminal.read_until("••••".encode())
    os.write(terminal.fd, b"\x11")
    terminal.exit_code()
    os.close(terminal.fd)
    assert not log.exists()
