"""A ledger as text: the matrix with the deciding cells marked, then what mends it.

No more than 100 columns wide unless a name, a click path or a link is longer by itself.
"""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from cakd_tui.core.finding import Fix, Verdict
from cakd_tui.core.ledger import Account, Effect, Ledger, Line

_WIDTH: Final = 100
_GAP: Final = "  "
_ROW_INDENT: Final = " " * 4
_NOTE_INDENT: Final = " " * 8


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands in the cells; each tells itself from the others without colour."""

    granted: str
    denied: str
    none: str
    decides: str
    doubtful: str = "!"

    def of(self, effect: Effect) -> str:
        """The sign of an effect."""
        return {
            Effect.GRANTED: self.granted,
            Effect.DENIED: self.denied,
            Effect.NONE: self.none,
        }[effect]

    def outcome(self, account: Account) -> str:
        """The sign of what came of a permission."""
        if account.verdict is Verdict.WARN:
            return self.doubtful
        return self.granted if account.allowed else self.denied


SYMBOLS: Final = Signs("✓", "✗", "·", "◂")
WORDS: Final = Signs("yes", "no", "-", "<")


def signs_for(encoding: str | None) -> Signs:
    """Symbols where the output's encoding has them, words where they would all become `?`."""
    try:
        "".join((SYMBOLS.granted, SYMBOLS.denied, SYMBOLS.none, SYMBOLS.decides)).encode(
            encoding or "ascii"
        )
    except (UnicodeEncodeError, LookupError):
        return WORDS
    return SYMBOLS


def ledger_lines(ledger: Ledger, signs: Signs) -> list[str]:
    """The whole ledger: the matrix, then each permission with its fixes and remarks."""
    lines = [f"Why, {_where(ledger)}", *_matrix(ledger, signs), ""]
    for account in ledger.accounts:
        lines += _account(account, signs)
    lines += _doubts(ledger.accounts)
    if ledger.request:
        lines += ["", f"To ask {ledger.whom}, in words to copy:"]
        for text in ledger.request.splitlines():
            lines += _wrapped(text, _ROW_INDENT)
    return lines


def changed_lines(before: Ledger, after: Ledger, signs: Signs) -> list[str]:
    """What is otherwise than before, cell by cell and then by permission; none for nothing.

    All of it where it is about another place now.
    """
    if before.place != after.place:
        return ledger_lines(after, signs)
    lines = []
    gone = [line for line in before.lines if after.line(line.key) is None]
    for line in (*after.lines, *gone):
        for account in after.accounts:
            old = before.effect(line.key, account.key) or Effect.NONE
            new = after.effect(line.key, account.key) or Effect.NONE
            if old is not new:
                turn = f"{account.title} {signs.of(old)} → {signs.of(new)}"
                lines.append(f"{_ROW_INDENT}{line.group} | {_named(line)}: {turn}")
    turned = [each for each in after.accounts if each != before.account(each.key)]
    for account in turned:
        lines += _account(account, signs)
    lines += _doubts(turned)
    return [f"Why, changed {_where(after)}", *lines] if lines else []


def _where(ledger: Ledger) -> str:
    return f"in {ledger.place}:"


def _matrix(ledger: Ledger, signs: Signs) -> Iterator[str]:
    columns = [len(account.title) for account in ledger.accounts]
    room = _WIDTH - sum(columns) - len(_GAP) * len(columns)
    names = [_ROW_INDENT + _named(line) for line in ledger.lines]
    labels = [_ROW_INDENT + line.label for line in ledger.lines]
    fitting = [_width(name) for name in (*names, *labels) if _width(name) <= room]
    width = max([*fitting, len("In effect") + 2])
    yield _row("", [account.title for account in ledger.accounts], width, columns)
    for group, lines in groupby(ledger.lines, key=lambda line: line.group):
        yield f"  {group}"
        for line in lines:
            cells = [
                signs.of(effect) + (f" {signs.decides}" if line.key == account.decided_by else "")
                for effect, account in zip(line.effects, ledger.accounts, strict=True)
            ]
            yield from _line(line, cells, width, columns)
    outcome = [
        signs.outcome(account) + (f" {signs.decides}" if _is_ungranted(account) else "")
        for account in ledger.accounts
    ]
    yield _row("  In effect", outcome, width, columns)
    yield (
        f"  ({signs.granted} granted, {signs.denied} denied, {signs.none} no effect, "
        f"{signs.decides} decides{_doubtful(ledger, signs)})"
    )


def _doubtful(ledger: Ledger, signs: Signs) -> str:
    warned = any(each.verdict is Verdict.WARN for each in ledger.accounts)
    return f", {signs.doubtful} granted, with a remark" if warned else ""


def _is_ungranted(account: Account) -> bool:
    """Whether no line decided, as none grants it."""
    missing = account.verdict is not Verdict.SKIPPED and not account.allowed
    return missing and not account.decided_by


def _line(line: Line, cells: Sequence[str], width: int, columns: Sequence[int]) -> Iterator[str]:
    """A row; a remark or a name that has no room beside the cells has a line of its own."""
    name, label = _ROW_INDENT + _named(line), _ROW_INDENT + line.label
    if _width(name) <= width:
        yield _row(name, cells, width, columns)
        return
    if _width(label) <= width:
        yield _row(label, cells, width, columns)
    else:
        yield label
        yield _row("", cells, width, columns)
    if line.remark:
        yield _NOTE_INDENT + line.remark


def _row(label: str, cells: Sequence[str], width: int, columns: Sequence[int]) -> str:
    padded = [f"{cell:<{column}}" for cell, column in zip(cells, columns, strict=True)]
    return _GAP.join([label + " " * (width - _width(label)), *padded]).rstrip()


def _named(line: Line) -> str:
    return f"{line.label}, {line.remark}" if line.remark else line.label


def _account(account: Account, signs: Signs) -> Iterator[str]:
    """One permission: how it came out and why, and its fixes, unless it is there."""
    skipped = account.verdict is Verdict.SKIPPED
    sign = signs.none if skipped else signs.outcome(account)
    cause = f" ({account.cause})" if account.cause else ""
    yield from _wrapped(f"{sign} {account.title}: {account.because}{cause}", "  ")
    if not account.allowed:
        yield from _fixes(account.fixes)


def _doubts(accounts: Sequence[Account]) -> Iterator[str]:
    """What is doubtful, once for all permissions it is said of, and what makes them sound."""
    doubtful: dict[tuple[tuple[str, ...], tuple[Fix, ...]], list[str]] = {}
    for account in accounts:
        if account.remarks:
            doubtful.setdefault((account.remarks, account.fixes), []).append(account.title)
    for (remarks, fixes), titles in doubtful.items():
        for remark in remarks:
            yield from _wrapped(f"! {', '.join(titles)}: {remark}", "  ")
        yield from _fixes(fixes)


def _fixes(fixes: Sequence[Fix]) -> Iterator[str]:
    for fix in fixes:
        yield f"{_ROW_INDENT}{fix.where:<11} {fix.text}"
        if fix.link is not None:
            yield f"{_ROW_INDENT}{'':<11} {fix.link.url}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _width(text: str) -> int:
    """Columns of a terminal; letters of East Asia and emoji take two, accents none."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )
