"""The file to send when asking for help: the report as JSON that a person can read first."""

import errno
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.core.errors import CakdError
from cakd_tui.core.redaction import REDACTED, redacted, redacted_all
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom

LEFT_OUT: Final = (
    "tokens, passwords and webhook URLs, wherever they would have stood",
    "the values of variables, but for TERM, hosts (proxy, API) and paths (certificates)",
    "the contents of routes, settings and platform.yaml",
    "the ledger: which roles the bot and others have",
)


def refuse_existing(path: Path) -> None:
    """Raises `BadUsage` where something is there already."""
    if os.path.lexists(path):
        raise BadUsage(f"{path} is there already and is not overwritten; name another file")


def bundle_text(report: Mapping[str, object], known: Iterable[Secret]) -> str:
    """The report as indented JSON without secrets; `left_out` says what is missing from it."""
    known = tuple(known)
    content = {**report, "left_out": list(LEFT_OUT)}
    text = json.dumps(redacted_all(content, known), indent=2, ensure_ascii=False)
    # Once more as a whole, for what may only show itself there.
    return f"{redacted(text, known)}\n"


def write_bundle(path: Path, text: str) -> None:
    """Make the file, readable by the user alone. Raises `BadUsage` and `CakdError`."""
    refuse_existing(path)
    data = text.encode(errors="replace")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise _unwritable(path, error) from error


def contents_text(path: Path, text: str, events: int) -> str:
    """What is in the file and what was left out, for whoever is to send it."""
    count = "1 event" if events == 1 else f"{events} events"
    masks = text.count(REDACTED)
    size = len(text.encode(errors="replace"))
    lines = [
        f"Wrote {path}: {size / 1024:.1f} KiB, for you alone to read. Read it before you send it.",
        f"     {'In it':<11} this report, and {count} of the last run",
        *(
            f"     {'Left out' if number == 0 else '':<11} {what}"
            for number, what in enumerate(LEFT_OUT)
        ),
    ]
    if masks:
        lines.append(f"     {'Masked':<11} {masks} × {REDACTED}")
    return "\n".join(lines)


def _unwritable(path: Path, error: OSError) -> CakdError:
    number = error.errno or errno.EIO
    message = f"write the bundle {path}: {os.strerror(number).lower()}"
    return CakdError(message, Symptom("bundle", {"errno": number}, message))
