"""`cakd explain`: the troubleshooting table by id or number, as a list, or by a pasted message.

Offline, and without any settings. What is pasted may hold secrets: nothing of it is printed.
"""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.json_lines import entry_fields
from cakd_tui.cli.streams import line_width
from cakd_tui.cli.text_lines import row_lines
from cakd_tui.core.catalogue import Catalogue, catalogue
from cakd_tui.core.recognition import LONGEST, named_rows
from cakd_tui.core.troubleshooting import Entry

PASTED: Final = "-"

_SHOWABLE: Final = re.compile(r"[A-Za-z0-9-]{1,32}")
"""What is short and plain enough to be an id; anything else might be a secret."""

_RETRY: Final = {True: "trying again can help", False: "trying again alone does not help"}


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """What the command line said."""

    asked: tuple[str, ...] = ()
    """Ids, parts of ids or numbers; `-` for a text on stdin."""
    list_all: bool = False
    json: bool = False


def explain(options: ExplainOptions) -> int:
    """Print the entries asked for; 1 when a pasted text holds none that is known.

    Raises `BadUsage` on an id there is not, after the others are printed, and when nothing is
    asked for.
    """
    known = catalogue()
    for note in known.notes:
        print(f"Note: {note}", file=sys.stderr)
    if options.list_all:
        _list(known, json_lines=options.json)
        return ExitCode.DONE
    asked = options.asked or _asked_by_pipe()
    if PASTED in asked:
        if len(asked) > 1:
            raise BadUsage("`-` stands alone: it reads a pasted message from stdin")
        return _explain_pasted(known, json_lines=options.json)
    missing = [each for each in asked if not known.found(each)]
    _show([each for each in asked if each not in missing], known, json_lines=options.json)
    if missing:
        raise BadUsage("\n".join(_unknown(each, known) for each in missing))
    return ExitCode.DONE


def _asked_by_pipe() -> tuple[str, ...]:
    """A message on stdin, where nobody types there."""
    if sys.stdin is None or sys.stdin.isatty():
        raise BadUsage(
            "name an entry, such as `cakd explain CAKD-N-DNS` or `cakd explain 403`; "
            "`cakd explain --list` shows all, `cakd explain -` reads a pasted message"
        )
    return (PASTED,)


def _explain_pasted(known: Catalogue, *, json_lines: bool) -> int:
    text = _pasted()
    rows = named_rows(text, known.entries, known.read(text))
    if not rows:
        what = "nothing here is known" if text.strip() else "there was nothing to read"
        print(
            f"cakd: {what}. Paste the whole message, with the lines before and after it, into "
            "`cakd explain -`; or look through `cakd explain --list`.",
            file=sys.stderr,
        )
        return ExitCode.FAILED
    _print(rows, json_lines=json_lines)
    return ExitCode.DONE


def _pasted() -> str:
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        print("Paste the message, then end it with ^D on a line of its own.", file=sys.stderr)
    data = sys.stdin.buffer.read(LONGEST + 1)
    if len(data) > LONGEST:
        print("Note: only the first 1 MiB is read.", file=sys.stderr)
    return data[:LONGEST].decode("utf-8", "replace")


def _show(asked: Sequence[str], known: Catalogue, *, json_lines: bool) -> None:
    """Print the rows in full, or a list of those that a number or a part of an id may mean."""
    found = {entry.id: entry for each in asked for entry in known.found(each)}
    rows = [entry.unfilled for entry in found.values()]
    in_full = json_lines or len(rows) <= len(asked)
    if in_full:
        _print(rows, json_lines=json_lines)
        return
    width = max(len(entry.id) for entry in rows)
    print(*(_line(entry, width) for entry in rows), sep="\n")
    print("cakd explain ID shows one of them in full.", file=sys.stderr)


def _print(rows: Sequence[Entry], *, json_lines: bool) -> None:
    if json_lines:
        for entry in rows:
            print(json.dumps(entry_fields(entry)))
    elif rows:
        print("\n\n".join("\n".join(_in_full(entry)) for entry in rows))


def _in_full(entry: Entry) -> list[str]:
    return [
        f"{entry.id}  {entry.severity.value}; {_RETRY[entry.retry]}",
        *row_lines(entry, line_width(sys.stdout)),
    ]


def _list(known: Catalogue, *, json_lines: bool) -> None:
    width = max(len(entry.id) for entry in known.entries)
    for number, group in enumerate(known.groups):
        rows = [entry.unfilled for entry in group.entries]
        if json_lines:
            fields = ({"group": group.title, **entry_fields(entry)} for entry in rows)
            print(*map(json.dumps, fields), sep="\n")
        else:
            print("\n" * bool(number) + group.title)
            print(*(f"  {_line(entry, width)}" for entry in rows), sep="\n")


def _line(entry: Entry, width: int) -> str:
    return f"{entry.id:<{width}}  {entry.severity.value:<8}  {entry.problem.rstrip('.')}"


def _unknown(asked: str, known: Catalogue) -> str:
    """That there is no such entry; repeated only if it can't be a secret."""
    if not _SHOWABLE.fullmatch(asked):
        return "that is no entry's id; to have a message looked at, give it to `cakd explain -`"
    near = known.nearest(asked)
    hint = f"did you mean {' or '.join(near)}?" if near else "`cakd explain --list` shows all"
    return f"there is no entry {asked}; {hint}"
