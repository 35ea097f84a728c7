"""Writes down what a run says, secrets taken out, without ever getting in its way.

The first line is `run_begun`, then come the events, the last is `run_ended` unless the run was
killed. What can't be written isn't.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from cakd_tui import __version__
from cakd_tui.core.errors import CakdError
from cakd_tui.core.events import Event, StepDone
from cakd_tui.core.journal import Journal, Line
from cakd_tui.core.ledger import Explained
from cakd_tui.core.plain_form import event_fields, plain
from cakd_tui.core.redaction import redacted_all
from cakd_tui.core.stream import Emit

BEGUN: Final = "run_begun"
ENDED: Final = "run_ended"


@contextmanager
def journaled(
    journal: Journal, run: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Iterator[Emit]:
    """Keep what a run says, and how it ends; gives whom to say it to.

    `run` is its command: "cakd create". It ends failed also where a step did and only warned of it.
    The ledger is left out, as it names people's roles.
    """
    all_worked = True

    def line(fields: Line) -> Line:
        redacted = redacted_all({"at": now().isoformat(timespec="milliseconds"), **fields})
        return redacted if isinstance(redacted, dict) else {}

    def say(event: Event) -> None:
        nonlocal all_worked
        if isinstance(event, StepDone) and event.failed:
            all_worked = False
        if not isinstance(event, Explained):
            journal.add(line(event_fields(event)))

    journal.begin()
    journal.add(line({"event": BEGUN, "run": run, "version": __version__}))
    how: dict[str, object] = {"how": "interrupted"}
    try:
        yield say
        how = {"how": "done" if all_worked else "failed"}
    except CakdError as error:
        symptom = plain(error.symptom)
        how = {"how": "failed", "error": error.message, "symptom": symptom}
        raise
    except Exception as error:
        how = {"how": "failed", "error": type(error).__name__}  # its message may hold anything
        raise
    finally:
        journal.end(line({"event": ENDED, **how}))
