"""Runs the steps of a command to their end and shows what they say, as text or as JSON."""

import sys
from collections.abc import Callable, Sequence
from contextlib import aclosing

from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.json_lines import json_line
from cakd_tui.cli.streams import drop_unread
from cakd_tui.cli.text_lines import INDENT, print_event
from cakd_tui.cli.wait_line import WaitLine
from cakd_tui.core.events import Event, Kept, Waiting, Warned
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.route import Remembered, plain_kind
from cakd_tui.core.stream import Emit
from cakd_tui.core.troubleshooting import Entry, matching

About = Callable[[str, bool], str]
"""The sentence about things of ours that a failed run has left.

Given are their names, and whether the saved route names them.
"""


async def shown_to_end(
    steps: Sequence[Step], entries: Sequence[Entry], kept: About, note: Emit, *, json: bool
) -> ExitCode:
    """Run them, whether or not somebody still reads what they say; `note` is given all of it.

    The exit code is that of the last warning: 1, or 4 where credentials were refused.
    """
    code = ExitCode.DONE
    with WaitLine(INDENT) as waits:
        async with aclosing(run_pipeline(steps)) as events:
            async for event in events:
                note(event)
                if isinstance(event, Warned):
                    code = ExitCode.CREDENTIALS if event.refused else ExitCode.FAILED
                try:
                    _show(event, entries, kept, waits, json=json)
                except BrokenPipeError:
                    drop_unread()
    return code


def _show(
    event: Event, entries: Sequence[Entry], kept: About, waits: WaitLine, *, json: bool
) -> None:
    if isinstance(event, Waiting) and not json:
        waits.show(event)
        return
    waits.over()  # steps do one thing at a time
    rows = matching(entries, event.symptom) if isinstance(event, Warned) else ()
    if json:
        print(json_line(event, rows), flush=True)
    elif isinstance(event, Kept):
        print(f"   {kept(_named(event.things), event.noted)}", file=sys.stderr)
    else:
        print_event(event, rows)


def _named(things: Sequence[Remembered]) -> str:
    return ", ".join(f"{plain_kind(each.kind)} {each.name}" for each in things)
