"""Events as the guide prints them: results on stdout, warnings on stderr."""

import sys
import textwrap
from collections.abc import Iterable

from cakd_tui.cli.streams import WIDEST, line_width
from cakd_tui.core.courier import Delivery
from cakd_tui.core.events import (
    ActionStarted,
    Delivered,
    Event,
    Noted,
    Removed,
    RouteForgotten,
    RouteSaved,
    StepSkipped,
    StepStarted,
    Warned,
    WebhookReady,
)
from cakd_tui.core.route import plain_kind
from cakd_tui.core.troubleshooting import Entry

INDENT = " " * 3
"""Before what is said within a step."""


def print_event(event: Event, entries: Iterable[Entry] = ()) -> None:
    """Print what the event says; events that only matter to a screen print nothing.

    `entries` are the troubleshooting rows that belong to a warning.
    """
    match event:
        case StepStarted(number, total, title):
            print(f"Step {number}/{total}: {title}...", flush=True)
        case StepSkipped(number, total, title, reason):
            print(f"Step {number}/{total}: Skipping {title} ({reason})", flush=True)
        case ActionStarted(text=text) if text:
            print(f"{INDENT}{text}", flush=True)
        case WebhookReady(url, made):
            verb = "created" if made else "reused"
            print(f"{INDENT}Webhook {verb}: {url.reveal()}", flush=True)
        case RouteSaved(route):
            print(f"{INDENT}Webhook routing rule saved for namespace: {route.project}", flush=True)
        case Noted(text):
            print(f"{INDENT}Note: {text}", file=sys.stderr)
        case Warned(text=text):
            print(f"{INDENT}Warning: {text}", file=sys.stderr)
            _explain(entries)
        case Delivered(message_id, seconds):
            print(f"{INDENT}Delivered in {Delivery(message_id, seconds).told}", flush=True)
        case Removed() | RouteForgotten():
            _print_undone(event)
        case _:
            pass


def _print_undone(event: Removed | RouteForgotten) -> None:
    match event:
        case Removed(kind, name, found=False):
            print(f"{INDENT}The {plain_kind(kind)} {name} was gone already", flush=True)
        case RouteForgotten(path=path):
            print(f"{INDENT}Webhook routing rule deleted: {path}", flush=True)


def _explain(entries: Iterable[Entry]) -> None:
    width = line_width(sys.stderr)
    print(*(entry_lines(entries, width) or unknown_lines(width)), sep="\n", file=sys.stderr)


def entry_lines(entries: Iterable[Entry], width: int = WIDEST) -> list[str]:
    """Troubleshooting rows as lines, indented under what they explain; none for no rows."""
    lines: list[str] = []
    for entry in entries:
        lines += row_lines(entry, width)
        lines += _labelled("", f"({entry.id})", width)
    return lines


def row_lines(entry: Entry, width: int = WIDEST) -> list[str]:
    """What a troubleshooting row says, as lines, without its id."""
    rows = (
        ("Problem", entry.problem),
        ("Cause", entry.cause),
        ("Fix", entry.fix),
        ("Verify", entry.verify),
    )
    return [line for label, text in rows if text for line in _labelled(label, text, width)]


def unknown_lines(width: int = WIDEST) -> list[str]:
    """Stands where rows would, under the raw message of a failure that no row is about."""
    text = "nothing in the troubleshooting table matches; the message above is the service's own."
    return _labelled("Unknown", text, width)


def _labelled(label: str, text: str, width: int) -> list[str]:
    start = f"{INDENT * 2}{label:<9}"
    return textwrap.wrap(text, width, initial_indent=start, subsequent_indent=" " * len(start))
