"""The exit codes scripts rely on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    """Bad usage, or a `platform.yaml` that can't be followed."""
    CREDENTIALS = 4
    """Credentials missing or refused."""
    INTERRUPTED = 130
