"""What `cakd check` prints: a first round whole, and of each further one only what changed."""

import sys
from collections.abc import Iterable, Sequence
from typing import Final

from cakd_tui.cli.finding_text import entries_about, finding_text
from cakd_tui.cli.json_lines import json_line
from cakd_tui.cli.ledger_text import changed_lines, ledger_lines, signs_for
from cakd_tui.cli.streams import line_width
from cakd_tui.cli.wait_line import WaitLine
from cakd_tui.core.events import Checked, Event, Waiting
from cakd_tui.core.finding import Finding, Fix, Verdict
from cakd_tui.core.ledger import Explained, Ledger
from cakd_tui.core.troubleshooting import Entry

CHANGED: Final = "--- changed ---"
"""Stands in the text before what a further round prints."""


class Report:
    """Prints rounds of checks as text or JSON.

    As JSON everything is printed as it arrives. As text findings stand in the page's order, each as
    soon as those before it are there; one the page does not always have as soon as it is there; and
    the ledger comes last.
    """

    def __init__(
        self, order: Iterable[str], entries: Sequence[Entry], *, json: bool, explain: bool
    ) -> None:
        self.found: dict[str, Finding] = {}
        """The findings of this round by the id of their check."""
        self._order = tuple(order)
        self._entries = entries
        self._json = json
        self._explain = explain
        self._told: dict[str, Finding] = {}
        self._told_ledger: Ledger | None = None
        self._ledger: Ledger | None = None
        self._ahead: list[str] = []
        self._marked = True
        self._waits = WaitLine()
        self._advised: dict[tuple[Fix, ...], str] = {}
        """By what was advised in this round the title of the check it was first advised for."""

    def begin(self) -> None:
        """A round starts."""
        self.found = {}
        self._ahead = list(self._order)
        self._advised = {}
        self._marked = not self._told

    def show(self, event: Event) -> None:
        """Take in an event of the round, and print what is due."""
        self._waits.erase()
        if isinstance(event, Waiting):
            self._waits.show(event)
        elif isinstance(event, Checked):
            self.found[event.finding.check.id] = event.finding
            if self._json or event.finding.check.id not in self._order:
                self._tell(event.finding)
                return
            while self._ahead and self._ahead[0] in self.found:
                self._tell(self.found[self._ahead.pop(0)])
        elif isinstance(event, Explained) and self._explain:
            if not self._json:
                self._ledger = event.ledger
            elif event.ledger != self._told_ledger:
                self._told_ledger = event.ledger
                print(json_line(event), flush=True)

    def end(self) -> None:
        """The round is over."""
        self._waits.over()
        if self._ledger is None:
            return
        signs = signs_for(sys.stdout.encoding)
        if self._told_ledger is None:
            lines = ["", *ledger_lines(self._ledger, signs)]
        else:
            lines = changed_lines(self._told_ledger, self._ledger, signs)
        self._told_ledger = self._ledger
        if lines:
            self._print("\n".join(lines))

    def _tell(self, finding: Finding) -> None:
        before = self._told.get(finding.check.id)
        self._told[finding.check.id] = finding
        if before is not None and not _differs(before, finding):
            return
        if self._json:
            event = Checked(finding)
            print(json_line(event, entries_about(finding, self._entries)), flush=True)
        else:
            title = finding.check.title
            first = self._advised.setdefault(finding.fixes, title) if finding.fixes else title
            alike = first if first != title else ""
            width = line_width(sys.stdout)
            self._print(finding_text(finding, self._entries, alike, width))

    def _print(self, text: str) -> None:
        if not self._marked:
            self._marked = True
            print(CHANGED)
        print(text, flush=True)


def _differs(before: Finding, now: Finding) -> bool:
    """Whether it is worth telling again; what passes may vary, as the time of an answer does."""
    if before.verdict is now.verdict is Verdict.PASS:
        return False
    return before != now
