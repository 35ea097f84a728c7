"""Under a ledger: what mends the permission, what is doubtful in it, what a trial would turn."""

from typing import Final

from cakd_tui.core.finding import Fix, Verdict
from cakd_tui.core.ledger import Account
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.card import Card, CardLine, Tone
from cakd_tui.tui.widgets.finding_card import SHORT, joined

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
    if account.fixes and not account.allowed:
        return _fixes(state, account)
    firmer = account.fixes if account.remarks else ()
    remarks = (
        *(CardLine("Mind", remark) for remark in account.remarks),
        *(CardLine(fix.where, fix.text, strong=not place) for place, fix in enumerate(firmer)),
    )
    return Card(
        f"{_titles(state, account)[0]}: {_word(account)}",
        remarks or (CardLine("Because", state.decision),),
        _TONES[account.verdict],
        _asking(state) if account.remarks else "",
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
    titles, verb = _titles(state, account)
    order = ", the smallest fix first" if len(account.fixes) > 1 else ""
    headline = f"{titles} {verb} {_lack(account)}{order}"
    return Card(headline, tuple(lines), _TONES[account.verdict], _asking(state))


def _asking(state: WhyState) -> str:
    ledger = state.ledger
    return f"c copies a message to {ledger.whom} that asks for this." if ledger.request else ""


def _lack(account: Account) -> str:
    if account.verdict is Verdict.SKIPPED:
        return "void"
    return "denied" if account.decided_by else "missing"


def _titles(state: WhyState, account: Account) -> tuple[str, str]:
    """The titles of all accounts of which the same is to be told, and the verb that fits them."""
    titles = [account.title]
    if account.fixes or account.remarks:
        same = _told(account)
        titles = [each.title for each in state.ledger.accounts if _told(each) == same]
    return joined(titles), "is" if len(titles) == 1 else "are"


def _told(account: Account) -> tuple[object, ...]:
    is_decided = bool(account.decided_by)
    return account.verdict, account.allowed, is_decided, account.fixes, account.remarks


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
