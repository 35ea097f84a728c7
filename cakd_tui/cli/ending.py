"""How a command ends: every failure becomes a sentence on stderr and an exit code."""

import sys
from collections.abc import Callable
from typing import Final

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.running import leave_hanging_threads
from cakd_tui.cli.streams import drop_unread, line_width
from cakd_tui.cli.text_lines import entry_lines
from cakd_tui.core.errors import (
    CakdError,
    CredentialsMissing,
    CredentialsRefused,
    PlatformFileError,
    UnknownProvider,
)
from cakd_tui.core.mistake import place_of
from cakd_tui.core.troubleshooting import matching, own_entries

CREATED: Final = "Whatever was created is kept and will be reused."
"""Said of an interrupt of what creates."""
_UNCHANGED: Final = "Nothing was changed."
"""Said of any other for which a command has no words of its own."""


def ended(command: Callable[[], int], program: str = "cakd") -> int:
    """Run `command` of `program`; the exit code of what it returned or how it failed."""
    try:
        code = command()
        sys.stdout.flush()
    except CakdError as error:
        rows = matching(own_entries(), error.symptom)
        lines = entry_lines(rows, line_width(sys.stderr))
        print(f"{program}: {error.message}", *lines, sep="\n", file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt as interrupt:
        print(f"\nInterrupted. {str(interrupt) or _UNCHANGED}", file=sys.stderr)
        leave_hanging_threads(ExitCode.INTERRUPTED)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        drop_unread()
        return ExitCode.FAILED
    except OSError as error:
        said = error.strerror or type(error).__name__
        print(f"{program}: the system refused: {said}", file=sys.stderr)
        drop_unread()
        return ExitCode.FAILED
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback to a user
        print(_own_mistake(error, program), file=sys.stderr)
        return ExitCode.FAILED
    return code


def exit_code(error: CakdError) -> ExitCode:
    """The exit code that tells scripts what kind of failure it was."""
    if isinstance(error, BadUsage | PlatformFileError | UnknownProvider):
        return ExitCode.USAGE
    if isinstance(error, CredentialsMissing | CredentialsRefused):
        return ExitCode.CREDENTIALS
    return ExitCode.FAILED


def _own_mistake(error: Exception, program: str) -> str:
    """Name the place and the kind, never the message: it might hold a secret."""
    return (
        f"{program}: stopped because of a mistake of its own ({place_of(error)}).\n"
        "What was created is kept and will be reused: run it again. If it stays, send these lines\n"
        f"and what `{program} --version` prints to whoever gave you cakd."
    )
