"""A terminal of a given width, and what was written to it."""

import os
import pty
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

LINES = 24


@contextmanager
def terminal(columns: int) -> Iterator[tuple[TextIO, Callable[[], list[str]]]]:
    """A stream that leads to it, and what reads the lines that came there."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (LINES, columns))

    def lines() -> list[str]:
        stream.flush()
        return os.read(ours, 64 * 1024).decode().splitlines()

    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield stream, lines
    os.close(ours)
