"""What is otherwise in a ledger than in the one before: cells, and lines that came or went."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cakd_tui.core.ledger import Effect, Ledger, Line, Turn

Cell = tuple[str, str]
"""The line's key and the account's."""

_SIGNS: Final[Mapping[Effect | None, str]] = MappingProxyType(
    {Effect.GRANTED: "✓", Effect.DENIED: "✗", Effect.NONE: "·", None: "·"}
)
_MOST: Final = 3
"""Lines whose changes are told one by one."""


@dataclass(frozen=True, slots=True)
class News:
    """What one round found otherwise than the one before."""

    cells: frozenset[Cell]
    """The cells that came out otherwise."""
    come: frozenset[str]
    """The keys of the lines that were not there."""
    gone: Mapping[str, tuple[Line, ...]]
    """The lines that are not there any more, by the key of the line or the heading above them."""
    story: str
    """All of it, as short as can be: "Manage Webhooks · → ✓ for alerts-bot"."""


def news_between(before: Ledger, after: Ledger) -> News | None:
    """What changed; None for nothing.

    A whole group that comes or goes is another place looked at, and nobody's change.
    """
    groups = {line.group for line in before.lines} & {line.group for line in after.lines}
    come = frozenset(_only_in(after, before, groups))
    gone = frozenset(_only_in(before, after, groups))
    cells = frozenset(_differing(before, after, groups))
    if not (come or gone or cells):
        return None
    told = tuple(_told(before, after, cells, come, gone))
    more = f"; and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return News(cells, come, _by_place(before, gone), "; ".join(told[:_MOST]) + more)


def endings(turns: Iterable[Turn], before: Ledger, after: Ledger) -> str:
    """Why trials ended by themselves: what was tried has come true, or its line is gone."""
    said = []
    for turn in turns:
        line = after.line(turn.line) or before.line(turn.line)
        account = before.account(turn.account)
        if line is None or account is None:
            continue
        where = _name(line, before, after)
        what = where if line.whole else f"{account.title} for {where}"
        why = "it is so now" if after.line(turn.line) else "that line is gone"
        said.append(f"Your trial of {what} ended: {why}.")
    return " ".join(sorted(said))


def nearest(before: Ledger, after: Ledger, row: str) -> str:
    """The line to go to where the one of this key has vanished; empty where there is none.

    What came in its place, or else the nearest that stood by it, under the same heading if any.
    """
    keys = [line.key for line in before.lines]
    here = keys.index(row) if row in keys else 0
    group = before.lines[here].group if before.lines else ""
    kind = row.partition(":")[0]
    new = (line.key for line in after.lines if before.line(line.key) is None)
    alike = (key for key in new if key.partition(":")[0] == kind)
    by_distance = sorted(
        (line for line in before.lines if after.line(line.key)),
        key=lambda line: (line.group != group, abs(keys.index(line.key) - here)),
    )
    left = (line.key for line in (*by_distance, *after.lines))
    return next(iter((*alike, *left)), "")


def _only_in(one: Ledger, other: Ledger, groups: set[str]) -> Iterator[str]:
    """The lines of things that may come and go; what stands for there being none is no thing."""
    for line in one.lines:
        if line.group in groups and line.triable and other.line(line.key) is None:
            yield line.key


def _differing(before: Ledger, after: Ledger, groups: set[str]) -> Iterator[Cell]:
    """The cells of either ledger that differ from the other's."""
    lines = (line for line in (*after.lines, *before.lines) if line.group in groups)
    for key in dict.fromkeys(line.key for line in lines):
        for account in after.accounts:
            was, now = before.effect(key, account.key), after.effect(key, account.key)
            if was is not now and {was, now} != {None, Effect.NONE}:
                yield key, account.key


def _told(
    before: Ledger,
    after: Ledger,
    cells: frozenset[Cell],
    come: frozenset[str],
    gone: frozenset[str],
) -> Iterator[str]:
    """A line's changes in words, in the order of the lines."""
    lines: dict[str, Line] = {line.key: line for line in (*before.lines, *after.lines)}
    for key, line in lines.items():
        name = _name(line, before, after)
        if key in gone:
            yield f"{name} is gone"
            continue
        turned: dict[str, list[str]] = {}
        for account in after.accounts:
            if (key, account.key) in cells:
                was, now = before.effect(key, account.key), after.effect(key, account.key)
                turn = _SIGNS[now] if key in come else f"{_SIGNS[was]} → {_SIGNS[now]}"
                turned.setdefault(turn, []).append(account.title)
        how = ", ".join(f"{', '.join(titles)} {turn}" for turn, titles in turned.items())
        if key in come:
            yield f"{name} is new, {how}" if how else f"{name} is new"
        elif how:
            yield f"{how} for {name}"


def _name(line: Line, before: Ledger, after: Ledger) -> str:
    """The line's label; with what tells it apart where another line bears the same."""
    others = {
        (each.key, each.remark)
        for each in (*before.lines, *after.lines)
        if each.label == line.label and each.key != line.key
    }
    if not others:
        return line.label
    alike = not line.remark or any(remark == line.remark for _, remark in others)
    return f"{line.label} ({line.group.partition(',')[0] if alike else line.remark})"


def _by_place(before: Ledger, gone: frozenset[str]) -> Mapping[str, tuple[Line, ...]]:
    """The lines that are gone, by what of the rest stood above them."""
    found: dict[str, tuple[Line, ...]] = {}
    above = group = ""
    for line in before.lines:
        if line.group != group:
            above = group = line.group
        if line.key in gone:
            found[above] = (*found.get(above, ()), line)
        else:
            above = line.key
    return MappingProxyType(found)
