"""Under a ledger: what mends the permission, what is doubtful in it, what a trial would turn."""

from typing import Final

from cakd_tui.core.finding import Fix, Verdict
from cakd_tui.core.ledger import Account
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.card import Card, CardLine, Tone
from cakd_tui.tui.widgets.finding_card import SHORT

_TONES: Final[dict[Verdict, Tone]] = {
    Verdict.PASS: "success",
    Verdict.WARN: "warning",
    Verdict.FAIL: "error",
    Verdict.SKIPPED: "plain",
}


def why_card(state: WhyState) -> Card:
    """The card for this state."""
    if state.turns:
        return _trial(state)
    account = state.account
    if account.fixes:
        return _fixes(state, account)
    tone: Tone = "warning" if account.remarks else _TONES[account.verdict]
    remarks = tuple(CardLine("Mind", remark) for remark in account.remarks)
    return Card(
        f"{account.title}: {_word(account)}",
        remarks or (CardLine("Because", state.decision),),
        tone,
    )


def _word(account: Account) -> str:
    if account.allowed:
        return "there, with a remark" if account.remarks else "there, nothing to do"
    return "not there, and not needed" if account.verdict is Verdict.SKIPPED else "not there"


def _fixes(state: WhyState, account: Account) -> Card:
    """The smallest fix first; the keys beside what they do."""
    lines: list[CardLine] = []
    for place, fix in enumerate(account.fixes):
        lines.append(CardLine(fix.where, fix.text, strong=not place))
        lines.extend(_address(fix))
    footnote = f"c copies a message to {state.ledger.whom} that asks for this."
    if not state.ledger.request:
        footnote = ""
    word = "is denied" if account.decided_by else "is missing"
    word = word if account.verdict is Verdict.FAIL else "is doubtful"
    order = ", the smallest fix first" if len(account.fixes) > 1 else ""
    return Card(f"{account.title} {word}{order}", tuple(lines), _TONES[account.verdict], footnote)


def _address(fix: Fix) -> tuple[CardLine, ...]:
    if fix.link is None:
        return ()
    return (CardLine("", fix.link.url, quiet=True, wide=len(fix.link.url) > SHORT),)


def _trial(state: WhyState) -> Card:
    turned = state.would_turn()
    lines = tuple(CardLine("Would turn", f"{title}  {how}", strong=True) for title, how in turned)
    nothing = (CardLine("Would turn", "no check"),)
    return Card(
        "A trial: nothing has changed, and nothing is sent",
        lines or nothing,
        "warning",
        "z is back to what is really so.",
    )
