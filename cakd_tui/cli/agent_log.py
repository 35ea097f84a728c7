"""The agent's log: a line an event on stderr, for people or as JSON.

Nothing that was sent to us can break a line or colour a terminal, and of a mistake only its place
is told: its words might hold a secret.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final

from cakd_tui.core.mistake import place_of

_LONGEST: Final = 2000
"""Characters of an event: a notification may have thousands of alerts, and names of any length."""

_OURS: Final = "cakd_tui"
_CHATTY: Final = ("httpx", "httpcore")
"""They name the URL of every request, which is a secret here."""


def log_to_stderr(*, as_json: bool) -> None:
    """Write what the agent and its libraries log to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.raiseExceptions = False  # whoever read stderr has gone; the alerts go on


class TextLines(logging.Formatter):
    """`2026-01-02T03:04:05Z warning  what happened`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        return f"{_time(record)} {record.levelname.lower():<8}{_one_line(_said(record))}"


class JsonLines(logging.Formatter):
    """`{"time", "level", "from", "message"}`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        return json.dumps(
            {
                "time": _time(record),
                "level": record.levelname.lower(),
                "from": record.name,
                "message": _said(record),
            }
        )


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _said(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}… ({len(text) - _LONGEST} characters more)"
    if not record.name.startswith(_OURS):
        text = text.partition("\n")[0]  # below it asyncio prints the error, and what it quotes
    error = record.exc_info[1] if record.exc_info else None
    return f"{text.strip()} ({place_of(error)})" if error else text


def _one_line(text: str) -> str:
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
