"""stdout and stderr, whatever they can encode and whoever still reads them."""

import io
import os
import sys


def write_any_text() -> None:
    """From here on, what the encoding of stdout or stderr lacks is written as `?`."""
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
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
