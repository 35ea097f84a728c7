"""A ledger while it is looked at: which cell, what has just changed, and what is only tried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Account, Explained, Ledger, Line, Turn
from cakd_tui.tui.why_news import Cell, endings, nearest, news_between

_NOWHERE: Final = Account("", "", False, Verdict.SKIPPED, "", "")
_COMES_OUT: Final = {
    Verdict.PASS: "✓ passes",
    Verdict.WARN: "! passes, with a remark",
    Verdict.FAIL: "✗ fails",
}


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
    come: frozenset[str] = frozenset()
    """The keys of the lines that have just come."""
    gone: Mapping[str, tuple[Line, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The lines that have just vanished, by the key of the line or else the heading above them."""
    ended: str = ""
    """Which trials have just ended by themselves, and why, as sentences."""

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

    @property
    def vanished(self) -> Mapping[str, tuple[Line, ...]]:
        """The lines to show as gone: none in a trial, which is about what may come."""
        return MappingProxyType({}) if self.turns else self.gone

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
        turns = self.real.turned(self.turns, self.row, self.column)
        return replace(self, turns=turns, ended="")

    def back_to_reality(self) -> "WhyState":
        """The state without anything tried out."""
        return replace(self, turns=frozenset(), ended="")

    def told(self, explained: Explained) -> "WhyState":
        """The state after another round: what came out otherwise is the news.

        The cursor stays on its line, or goes to the nearest one where that has vanished.
        """
        before, after = self.real, explained.ledger
        turns = _still_a_trial(self.turns, after)
        state = replace(self, explained=explained, turns=turns)
        if told := news_between(before, after):
            state = replace(
                state,
                news=told.cells,
                story=f"Just now: {told.story}.",
                come=told.come,
                gone=told.gone,
                ended="",
            )
        if ended := self.turns - turns:
            state = replace(state, ended=endings(ended, before, after))
        if after.line(self.row) is None:
            state = replace(state, row=nearest(before, after, self.row))
        if after.account(self.column) is None and after.accounts:
            state = replace(state, column=after.accounts[0].key)
        return state

    def would_turn(self) -> tuple[tuple[str, str], ...]:
        """The permissions that would come out otherwise: each with how, in words."""
        pairs = zip(self.real.accounts, self.ledger.accounts, strict=True)
        return tuple(
            (now.title, f"{_comes_out(now)} → {_comes_out(then)}")
            for now, then in pairs
            if now.verdict is not then.verdict
        )


def _comes_out(account: Account) -> str:
    if account.verdict is Verdict.SKIPPED:
        # One that depends on another is mended as well; one without use isn't.
        return "○ is void" if account.fixes else "○ is not needed"
    return _COMES_OUT[account.verdict]


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
