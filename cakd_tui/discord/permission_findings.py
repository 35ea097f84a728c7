"""Whether the bot holds a permission where it needs it, told from the ledger's account of it."""

from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.ledger import Account
from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_scene import MANAGE_CHANNELS, MANAGE_WEBHOOKS, VIEW, Scene


def permission_findings(scene: Scene) -> tuple[Finding, ...]:
    """What roles and overwrites give the bot; the rules that bind it have checks of their own."""
    ledger = ledger_of(scene.unbound)
    accounts = {account.key: account for account in ledger.accounts}
    columns = (VIEW, MANAGE_WEBHOOKS, MANAGE_CHANNELS)
    return tuple(_finding(column.check, accounts[column.check.id], scene) for column in columns)


def _finding(check: Check, account: Account, scene: Scene) -> Finding:
    if account.verdict is Verdict.PASS and account.remarks:
        return _doubtful(check, account)
    if account.verdict is not Verdict.FAIL:
        return Finding(check, account.verdict, account.because)
    denied = account.decided_by.startswith("overwrite:")
    headline = f"is denied in {scene.place}" if denied else "is missing"
    return Finding(
        check,
        Verdict.FAIL,
        account.because,
        headline=f"{check.title} {headline}",
        fixes=account.fixes,
    )


def _doubtful(check: Check, account: Account) -> Finding:
    """There, but given too broadly or by what may be taken away: no reason to stop."""
    return Finding(
        check,
        Verdict.WARN,
        account.because,
        headline=f"{check.title} is there, with a remark",
        fixes=tuple(Fix("Mind", remark) for remark in account.remarks),
    )
