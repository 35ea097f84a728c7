"""Whether the bot holds a permission where it needs it, told from the ledger's account of it."""

from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.ledger import Account
from cakd_tui.discord.findings import foreseen, skipped
from cakd_tui.discord.http.errors import ApiError
from cakd_tui.discord.known_cause import Cause
from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_scene import MANAGE_CHANNELS, MANAGE_WEBHOOKS, UNSEEN, VIEW, Scene


def permission_findings(scene: Scene, refusal: ApiError | None = None) -> tuple[Finding, ...]:
    """What roles and overwrites give the bot, and whether it is void.

    The rules that void it have checks of their own to fail; a channel that Discord refuses to show
    (`refusal`) has not: it fails the view alone, as nothing else is known of it.
    """
    bound = ledger_of(scene)
    free = ledger_of(scene.unbound) if scene.is_bound else bound
    found: list[Finding] = []
    for column in (VIEW, MANAGE_WEBHOOKS, MANAGE_CHANNELS):
        check = column.check
        account, given = bound.account(check.id), free.account(check.id)
        if account is None or given is None:
            continue
        if account.decided_by == UNSEEN:
            found.append(_unseen(check, account, refusal))
        elif given.allowed and not account.allowed and account.verdict is not Verdict.SKIPPED:
            found.append(skipped(check, f"void: {account.because}"))
        else:
            found.append(_finding(check, account, scene))
    return tuple(found)


def _unseen(check: Check, account: Account, refusal: ApiError | None) -> Finding:
    return Finding(
        check,
        Verdict.FAIL,
        account.because,
        headline="The alerts channel exists, but the bot can't see it",
        fixes=account.fixes,
        symptom=refusal.symptom if refusal else None,
    )


def _finding(check: Check, account: Account, scene: Scene) -> Finding:
    if account.verdict is Verdict.WARN:
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
        symptom=foreseen(Cause(account.cause)),
    )


def _doubtful(check: Check, account: Account) -> Finding:
    """There, but given too broadly or by what may be taken away: no reason to stop."""
    return Finding(
        check,
        Verdict.WARN,
        account.because,
        headline=f"{check.title} is there, with a remark",
        fixes=(*(Fix("Mind", remark) for remark in account.remarks), *account.fixes),
    )
