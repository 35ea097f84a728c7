"""A terminal that takes the time: how long until a program shows a text, and what that cost it.

Wall-clock times are what an operator waits for. The processor time of the program is the steadier
number on a busy machine.
"""

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[2]
WIZARD: Final = "import sys; from cakd_tui.cli.main import wizard; sys.exit(wizard(sys.argv[1:]))"
PATIENCE: Final = 20.0
"""Seconds after which a text that doesn't come is given up."""

_ESCAPES: Final = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z]"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took, in milliseconds."""

    wall: float
    processor: float


class Program:
    """A program on a terminal of its own."""

    def __init__(
        self, arguments: list[str], directory: Path = CHECKOUT, size: tuple[int, int] = (80, 24)
    ) -> None:
        self._shown = b""
        self._start = time.perf_counter()
        self._spent = 0.0
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.chdir(directory)
            kept = {key: value for key, value in os.environ.items() if "TEXTUAL" not in key}
            terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(arguments[0], arguments, {**kept, **terminal})

    def shows(self, text: str) -> Taken:
        """Wait for a text; the time since the start, or since the last keys."""
        end = time.perf_counter() + PATIENCE
        while text.encode() not in _ESCAPES.sub(b"", self._shown):
            if not self._read(end - time.perf_counter()):
                raise TimeoutError(f"no {text!r}; the end is {self._shown[-400:]!r}")
        return Taken(
            1000 * (time.perf_counter() - self._start), 1000 * (_spent(self._pid) - self._spent)
        )

    def rest(self, seconds: float) -> None:
        """Let the program do what it does by itself."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def press(self, keys: str) -> None:
        """Type; the time is taken from here."""
        self._shown = b""
        self._spent = _spent(self._pid)
        self._start = time.perf_counter()
        os.write(self._fd, keys.encode())

    def ends(self) -> float:
        """Wait for the program's end; the milliseconds since the last keys."""
        while self._read(PATIENCE):
            pass
        os.waitpid(self._pid, 0)
        took = 1000 * (time.perf_counter() - self._start)
        os.close(self._fd)
        return took

    def stop(self) -> None:
        """End the program without waiting for it to tidy up."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return False
        with suppress(OSError):  # Linux says EIO when the other side is closed
            if chunk := os.read(self._fd, 65536):
                self._shown += chunk
                return True
        return False


def wizard(checkout: Path = CHECKOUT) -> Program:
    """The wizard's demo, from this checkout or another."""
    return Program([sys.executable, "-c", WIZARD, "--demo"], checkout)


def bare() -> Program:
    """A Textual application of one line and one input."""
    return Program([sys.executable, str(Path(__file__).with_name("bare.py"))])


def said(label: str, times: Iterable[float]) -> None:
    """Print the median and the bounds of some milliseconds."""
    known = sorted(times)
    middle = statistics.median(known)
    sys.stdout.write(f"{label:<44}{middle:8.1f} ms   {known[0]:.1f} to {known[-1]:.1f}\n")
    sys.stdout.flush()


def said_ratio(label: str, ours: Iterable[float], theirs: Iterable[float]) -> None:
    """Print the median of the ratios of runs that were made in turns."""
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    sys.stdout.write(f"{label:<44}{ratio:8.2f}\n")


def _spent(pid: int) -> float:
    """Seconds of processor time of a process, all threads (Linux only, else 0)."""
    total = 0
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text("ascii").split()[0])
    return total / 1e9
