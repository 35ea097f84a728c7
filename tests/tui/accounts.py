"""A small ledger: two permissions, two roles, and a trial that works it out anew."""

from cakd_tui.core.finding import Fix, Link, Verdict
from cakd_tui.core.ledger import Account, Effect, Explained, Ledger, Line, Turn

GRANTED, NONE = Effect.GRANTED, Effect.NONE
_CHOICES = ((NONE, GRANTED), (NONE, GRANTED))
_CELLS = {("flock", "grain"): GRANTED}


def ledger(cells: dict[tuple[str, str], Effect]) -> Ledger:
    """The ledger in which these cells have an effect, and no others."""
    lines = tuple(
        Line(
            key,
            "Roles, added up",
            label,
            tuple(cells.get((key, column), NONE) for column in ("grain", "wings")),
            remark,
            _CHOICES,
        )
        for key, label, remark in (("flock", "the flock", ""), ("own", "Coo", "its own role"))
    )
    invite = Link("Invite Coo", "https://pigeons.example/invite")
    accounts = tuple(
        _account(key, title, cells) for key, title in (("grain", "Grain"), ("wings", "Wings"))
    )
    missing = [account for account in accounts if not account.allowed]
    return Ledger(
        "Old Tower",
        accounts,
        lines,
        request="Please give Coo wings." if missing else "",
        invite=invite if missing else None,
        opens=Link("Open the tower", "https://pigeons.example/tower"),
    )


def _account(key: str, title: str, cells: dict[tuple[str, str], Effect]) -> Account:
    giver = next((line for line in ("flock", "own") if cells.get((line, key)) is GRANTED), "")
    if giver:
        return Account(key, title, True, Verdict.PASS, giver, f"from {giver}")
    fixes = (
        Fix("In the tower", f"Roles → Coo → {title}"),
        Fix("or", "invite it again", Link("Invite Coo", "https://pigeons.example/invite")),
    )
    return Account(key, title, False, Verdict.FAIL, "", "no role grants it", fixes, mended_at="own")


def explained(**more: tuple[str, ...]) -> Explained:
    """The ledger where the flock grants grain, and whatever `more` says: `own=("wings",)`."""
    cells = dict(_CELLS) | {(line, each): GRANTED for line, keys in more.items() for each in keys}

    def trial(turns: frozenset[Turn]) -> Ledger:
        return ledger(cells | {(turn.line, turn.account): turn.to for turn in turns})

    return Explained(ledger(cells), trial)
