"""An account of how something came to be allowed or denied, step by step, whoever the provider is.

A ledger is a matrix: a line per step in the order they are evaluated, a column per permission. Each
column is an account of its own, with the line that decided it and the fixes, smallest first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from cakd_tui.core.finding import Fix, Link, Verdict


class Effect(Enum):
    """What one step did to one permission."""

    GRANTED = "granted"
    DENIED = "denied"
    NONE = "no effect"


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the evaluation, and what it did to each permission."""

    key: str
    """The same from round to round, so that a change can be pointed out: "step:17"."""
    group: str
    """The heading it stands under: "Granted by the server"."""
    label: str
    """"alerts-bot"."""
    effects: tuple[Effect, ...]
    """One per account, in their order."""
    remark: str = ""
    """What it is, where the label alone doesn't say: "nothing set"."""
    choices: tuple[tuple[Effect, ...], ...] = ()
    """One per account: what that cell can be turned to, in turn; empty where it can't be."""

    whole: bool = False
    """Whether its cells stand for one thing, and are turned together."""

    @property
    def triable(self) -> bool:
        """Whether any of its cells can be turned to see what would follow."""
        return any(self.choices)


@dataclass(frozen=True, slots=True)
class Account:
    """How one permission came out, and why."""

    key: str
    """The id of the check it is about."""
    title: str
    """"Manage Webhooks"."""
    allowed: bool
    verdict: Verdict
    """A warning where it is there with `remarks`; skipped where it is not needed, or where all
    depends on another account."""
    decided_by: str
    """The key of the line that decided; empty where no line granted or denied it."""
    because: str
    """The decision in a few words: "nothing grants it"."""
    fixes: tuple[Fix, ...] = ()
    """Smallest first; none where nothing is to be mended. One skipped as it depends on another has
    them too, and one that is there with `remarks`: what makes it sound."""
    remarks: tuple[str, ...] = ()
    """What is doubtful about a permission that is there, a sentence each."""
    mended_at: str = ""
    """The key of the line that the smallest fix changes; empty where nothing is to be mended."""
    cause: str = ""
    """Why it is not there, by the name the troubleshooting table has for it.

    Only where the verdict is fail: one that is doubtful is there, and has `remarks`.
    """


@dataclass(frozen=True, slots=True)
class Turn:
    """A cell turned by way of trial."""

    line: str
    """The line's key."""
    account: str
    """The account's key."""
    to: Effect


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole matrix for one place."""

    place: str
    """What it is about, for a heading: "alerts in Ops Lab"."""
    accounts: tuple[Account, ...]
    lines: tuple[Line, ...]
    request: str = ""
    """A message to whoever can mend it, ready to be sent; empty where nothing is to be mended."""
    invite: Link | None = None
    """What grants exactly that which is missing."""
    opens: Link | None = None
    """Where it is mended, in the provider's own client."""
    whom: str = "whoever can mend it"
    """Whom the `request` is for: "the server's owner"."""

    def account(self, key: str) -> Account | None:
        """The account about this check."""
        return next((each for each in self.accounts if each.key == key), None)

    def line(self, key: str) -> Line | None:
        """The line of this key."""
        return next((each for each in self.lines if each.key == key), None)

    def effect(self, line: str, account: str) -> Effect | None:
        """What stands in the cell of this line and this account; None where there is none."""
        found = self.line(line)
        keys = [each.key for each in self.accounts]
        return found.effects[keys.index(account)] if found and account in keys else None

    def turned(self, turns: frozenset[Turn], line: str, account: str) -> frozenset[Turn]:
        """`turns` after one more press on a cell: it goes on to the next of its choices.

        Asked of the ledger as it really is: a cell that is back at what it was is no turn. Nothing
        happens where the cell can't be turned.
        """
        found = self.line(line)
        if found is not None and found.whole and self.accounts:
            account = self.accounts[0].key
        real = self.effect(line, account)
        if found is None or real is None or not found.triable:
            return turns
        choices = found.choices[[each.key for each in self.accounts].index(account)]
        here = next((turn for turn in turns if (turn.line, turn.account) == (line, account)), None)
        now = here.to if here else real
        if now not in choices:
            return turns
        to = choices[(choices.index(now) + 1) % len(choices)]
        others = turns - {here} if here else turns
        return others if to is real else others | {Turn(line, account, to)}


Trial = Callable[[frozenset[Turn]], Ledger]
"""The ledger as it would be with these cells turned; pure, nothing is asked."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A ledger as a preflight tells it, with a way to try changes out."""

    ledger: Ledger
    trial: Trial = field(repr=False, compare=False)
