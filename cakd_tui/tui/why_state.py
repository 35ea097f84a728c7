"""A ledger while it is looked at: which cell, what has just changed, and what is only tried out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Account, Effect, Explained, Ledger, Line, Turn

Cell = tuple[str, str]
"""The line's key and the account's."""

_NOWHERE: Final = Account("", "", False, Verdict.SKIPPED, "", "")
_COMES_OUT: Final = {
    Verdict.PASS: "✓ passes",
    Verdict.WARN: "! is doubtful",
    Verdict.FAIL: "✗ fails",
    Verdict.SKIPPED: "○ is left out",
}
_NOW: Final[Mapping[Effect | None, str]] = MappingProxyType(
    {Effect.GRANTED: "now granted", Effect.DENIED: "now denied"}
)
_NO_MORE: Final[Mapping[Effect | None, str]] = MappingProxyType(
    {Effect.GRANTED: "no longer granted", Effect.DENIED: "no longer denied"}
)


@dataclass(frozen=True)
class WhyState:
    """One moment of the page; every change makes a new one.

    Without slots, so that a trial is worked out once.
    """

    explained: Explained
    column: str
    """The key of the account that is asked about."""
    row: str = ""
    """The key of the line under the cursor."""
    turns: frozenset[Turn] = frozenset()
    news: frozenset[Cell] = frozenset()
    """The cells that came out otherwise than before, the last time any did."""
    story: str = ""
    """The same in a sentence; empty while nothing has changed."""

    @classmethod
    def about(cls, explained: Explained, column: str) -> "WhyState":
        """The ledger as it is first shown: at the line that decided, or else at one to change."""
        state = cls(explained, column)
        rows = [line.key for line in state.real.lines]
        decided = state.account.decided_by
        wanted = (key for key in (decided, state.account.mended_at, *rows) if key in rows)
        return replace(state, row=next(wanted, ""))

    @property
    def real(self) -> Ledger:
        """The ledger as it is at the provider."""
        return self.explained.ledger

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger that is shown: as it is, or as it would be."""
        return self.explained.trial(self.turns) if self.turns else self.real

    @property
    def account(self) -> Account:
        """The account that is asked about, as it is shown."""
        return self.ledger.account(self.column) or _NOWHERE

    @property
    def decision(self) -> str:
        """Why it came out so, as a sentence."""
        because = self.account.because
        return f"{because[:1].upper()}{because[1:]}."

    @property
    def can_turn(self) -> bool:
        """Whether the cell under the cursor can be turned by way of trial."""
        return self.real.turned(self.turns, self.row, self.column) != self.turns

    def moved(self, rows: int, columns: int = 0) -> "WhyState":
        """The state after moving over the matrix, as far as it goes."""
        lines = [line.key for line in self.real.lines]
        keys = [account.key for account in self.real.accounts]
        return replace(
            self, row=_next(lines, self.row, rows), column=_next(keys, self.column, columns)
        )

    def at(self, row: str, column: str = "") -> "WhyState":
        """The state with the cursor there."""
        return replace(self, row=row or self.row, column=column or self.column)

    def turned(self) -> "WhyState":
        """The state after a press on the cell under the cursor; nothing is asked."""
        return replace(self, turns=self.real.turned(self.turns, self.row, self.column))

    def back_to_reality(self) -> "WhyState":
        """The state without anything tried out."""
        return replace(self, turns=frozenset())

    def told(self, explained: Explained) -> "WhyState":
        """The state after another round: what came out otherwise is the news."""
        before, after = self.real, explained.ledger
        news = frozenset(_differing(before, after))
        state = replace(self, explained=explained, turns=_still_a_trial(self.turns, after))
        if news:
            story = "; ".join(_stories(before, after, news))
            state = replace(state, news=news, story=f"Just now: {story}.")
        if after.line(self.row) is None:
            state = replace(state, row=next((line.key for line in after.lines), ""))
        if after.account(self.column) is None and after.accounts:
            state = replace(state, column=after.accounts[0].key)
        return state

    def would_turn(self) -> tuple[tuple[str, str], ...]:
        """The permissions that would come out otherwise: each with how, in words."""
        pairs = zip(self.real.accounts, self.ledger.accounts, strict=True)
        return tuple(
            (now.title, f"{_COMES_OUT[now.verdict]} → {_COMES_OUT[then.verdict]}")
            for now, then in pairs
            if now.verdict is not then.verdict
        )


def _still_a_trial(turns: frozenset[Turn], real: Ledger) -> frozenset[Turn]:
    """The turns that neither came true meanwhile nor lost their line."""
    return frozenset(
        turn
        for turn in turns
        if real.line(turn.line) and real.effect(turn.line, turn.account) is not turn.to
    )


def _next(keys: list[str], here: str, steps: int) -> str:
    place = keys.index(here) + steps if here in keys else 0
    return keys[max(0, min(place, len(keys) - 1))] if keys else ""


def _differing(before: Ledger, after: Ledger) -> Iterator[Cell]:
    """The cells of either ledger that differ from the other's.

    A whole group that comes or goes is another place looked at, and nobody's change.
    """
    groups = {line.group for line in before.lines} & {line.group for line in after.lines}
    lines = (line for line in (*after.lines, *before.lines) if line.group in groups)
    for key in dict.fromkeys(line.key for line in lines):
        for account in after.accounts:
            was, now = before.effect(key, account.key), after.effect(key, account.key)
            if was is not now and {was, now} != {None, Effect.NONE}:
                yield key, account.key


def _stories(before: Ledger, after: Ledger, news: frozenset[Cell]) -> Iterator[str]:
    """A line's changes in words, in the order of the lines."""
    lines: dict[str, Line] = {line.key: line for line in (*before.lines, *after.lines)}
    for key, line in lines.items():
        for account in after.accounts:
            if (key, account.key) not in news:
                continue
            was, now = before.effect(key, account.key), after.effect(key, account.key)
            where = f"{line.label}, {line.remark}" if line.remark else line.label
            yield f"{account.title} is {_NOW.get(now) or _NO_MORE.get(was, 'changed')} ({where})"
