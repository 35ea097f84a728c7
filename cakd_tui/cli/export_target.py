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

    def take(self, text: str, *, secret: bool = True) -> None:
        """Write the text; of a file that is said on stderr. Raises `CakdError`.

        What is not secret is for everybody to read, as services run as users of their own.
        """
        path = self.path
        if path is None:
            print(text, end="")
            return
        write_for_user(path, text, mode=0o600 if secret else 0o644)
        said = ", for you alone to read (0600)" if secret else "; there is no secret in it (0644)"
        print(f"Wrote {path}{said}.", file=sys.stderr)


def write_for_user(path: Path, text: str, like: Path | None = None, mode: int = 0o600) -> None:
    """Put the text in the file in one step, in this mode whatever was there. Raises `CakdError`.

    A link stays a link: what it leads to is replaced. What root writes belongs to whom `like` does,
    or else the old file, so that a service that could read it still can.
    """
    target = Path(os.path.realpath(path))
    try:
        write_atomically(target, text.encode(), mode, _owner(like or target))
    except OSError as error:
        raise unwritable(path, error) from error


def _owner(path: Path) -> tuple[int, int] | None:
    if os.name != "posix" or os.geteuid() != 0 or not path.exists():
        return None
    found = path.stat()
    return found.st_uid, found.st_gid


def unwritable(path: Path, error: OSError) -> CakdError:
    """The failure to write there, in the system's words."""
    said = os.strerror(error.errno).lower() if error.errno else str(error)
    message = f"write {path}: {said}"
    return CakdError(message, Symptom("export", {"errno": error.errno or 0}, message))
