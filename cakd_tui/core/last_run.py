"""What came of the last run, read from its journal."""

from collections.abc import Mapping, Sequence
from typing import Final

from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.journal import Line
from cakd_tui.core.journaling import BEGUN, ENDED
from cakd_tui.core.symptom import Symptom

LAST_RUN: Final = Check("last-run", "Last run")

_AGAIN: Final = Fix("Then", "run it again: what was made is kept and will be reused")
_TELLING: Final = ("text", "title", "reason", "name", "path", "error", "how", "run")
"""Fields of a line by which it is told in one, the first that says something."""


def last_run_finding(lines: Sequence[Line]) -> Finding:
    """How the last run ended, and the symptom of what it failed of.

    Of several warnings the first counts: those after it are of what was tried to make up for it.
    """
    begun = next((line for line in lines if line.get("event") == BEGUN), None)
    if begun is None:
        return Finding(LAST_RUN, Verdict.PASS, "none yet")
    ended = next((line for line in reversed(lines) if line.get("event") == ENDED), None)
    how = _text(ended or {}, "how") or "did not end"
    when = _text(begun, "at")[:16].replace("T", " ")
    evidence = f"{_text(begun, 'run')}, {when} UTC, {_count(lines)}, {how}"
    if ended is None:
        headline = "The last run was killed, or is still under way"
        return Finding(LAST_RUN, Verdict.WARN, evidence, headline, (_AGAIN,))
    failed = ended if "error" in ended else _first_warning(lines)
    if failed is None:
        return _unexplained(how, evidence)
    said = _text(failed, "error") or _text(failed, "text")
    symptom = _symptom(failed.get("symptom"), said)
    return Finding(LAST_RUN, Verdict.WARN, evidence, said, symptom=symptom)


def line_text(line: Line) -> str:
    """A line of the journal for people: "10:11:12  action_done  alerts-my-project"."""
    time = _text(line, "at")[11:19] or " " * 8
    return f"{time}  {_text(line, 'event'):<15} {_told(line)}".rstrip()


def _told(line: Line) -> str:
    match line.get("finding"):
        case {"check": {"title": title}, "verdict": verdict, "evidence": evidence}:
            return f"{verdict} {title}: {evidence}"
    return next((text for name in _TELLING if (text := _text(line, name))), "")


def _count(lines: Sequence[Line]) -> str:
    number = sum(line.get("event") not in (BEGUN, ENDED) for line in lines)
    return "1 event" if number == 1 else f"{number} events"


def _unexplained(how: str, evidence: str) -> Finding:
    """Of a run that warned of nothing."""
    if how != "failed":
        return Finding(LAST_RUN, Verdict.PASS, evidence)
    headline = "The last run failed; of what is not among the events that were kept"
    return Finding(LAST_RUN, Verdict.WARN, evidence, headline, (_AGAIN,))


def _first_warning(lines: Sequence[Line]) -> Line | None:
    return next((line for line in lines if line.get("event") == "warned"), None)


def _symptom(found: object, text: str) -> Symptom:
    """The symptom as it was written down; of an unknown kind where it was not."""
    if not isinstance(found, Mapping) or not isinstance(found.get("facts"), Mapping):
        return Symptom("unknown", text=text)
    facts = {
        str(name): value for name, value in found["facts"].items() if isinstance(value, str | int)
    }
    return Symptom(str(found.get("kind", "unknown")), facts, str(found.get("text", text)))


def _text(line: Line, name: str) -> str:
    value = line.get(name)
    return value if isinstance(value, str) else ""
