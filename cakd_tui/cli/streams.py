"""stdout and stderr, whatever they can encode, how wide they are and whoever still reads them."""

import io
import os
import sys
from pathlib import Path
from typing import Final, TextIO

WIDEST: Final = 100
"""Columns of a line that is easy to read."""
_NARROWEST: Final = 40
_USUAL: Final = 80


def line_width(stream: TextIO) -> int:
    """How long a line that is printed there may be: on a terminal no longer than that is wide."""
    if not stream.isatty():
        return WIDEST
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return max(_NARROWEST, min(WIDEST, columns or _USUAL))


def write_any_text() -> None:
    """From here on, what the encoding of stdout or stderr lacks is written as `?`.

    A stream that was closed before the start takes what is written to it, and drops it.
    """
    if sys.stdout is None or sys.stderr is None:
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the whole run
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def drop_unread() -> None:
    """Send the output nobody reads any more nowhere, so that writing it fails no further.

    Also at the interpreter's end (Python docs: signal, Note on SIGPIPE).
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
