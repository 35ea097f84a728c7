"""Where an export goes: a file for the user alone, or stdout where nothing in it is secret."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.core.atomic_write import write_atomically
from cakd_tui.core.errors import CakdError
from cakd_tui.core.symptom import Symptom

STDOUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """What the command line said of it."""

    file: str | None = None
    """The file's name; `-` or None for stdout."""
    reveal: bool = False
    """Whether secrets may go to stdout."""

    @property
    def path(self) -> Path | None:
        """The file, None for stdout."""
        return None if self.file in (None, STDOUT) else Path(self.file or "")

    def refuse_secrets(self) -> None:
        """Raises `BadUsage` where what is secret would be seen."""
        if self.path is None and not self.reveal:
            raise BadUsage(
                "this holds secrets, and whoever sees a webhook's URL can post to it: name a file "
                "for it with -o FILE (written for you alone), or say --reveal to have it here"
            )

    def take(self, text: str) -> None:
        """Write the text; of a file that is said on stderr. Raises `CakdError`."""
        path = self.path
        if path is None:
            print(text, end="")
            return
        write_for_user(path, text)
        print(f"Wrote {path}, for you alone to read (0600).", file=sys.stderr)


def write_for_user(path: Path, text: str) -> None:
    """Put the text in the file in one step, mode 0600, whatever was there. Raises `CakdError`.

    A link stays a link: what it leads to is replaced.
    """
    try:
        write_atomically(Path(os.path.realpath(path)), text.encode(), 0o600)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> CakdError:
    """The failure to write there, in the system's words."""
    said = os.strerror(error.errno).lower() if error.errno else str(error)
    message = f"write {path}: {said}"
    return CakdError(message, Symptom("export", {"errno": error.errno or 0}, message))
