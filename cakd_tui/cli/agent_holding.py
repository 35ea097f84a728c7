"""What the agent on this machine holds of a project, as a row of `cakd status`."""

import shlex
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cakd_tui.core.errors import CakdError
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.ports import Provider
from cakd_tui.core.route import Route
from cakd_tui.core.troubleshooting import Entry
from cakd_tui.storage.paths import shown

if TYPE_CHECKING:
    from cakd_tui.agent.queue import Quarantine
    from cakd_tui.agent.spool_look import Holding

AGENT: Final = Check("status-agent", "Agent")


_PATIENCE: Final = 60.0
"""Seconds an alert may wait for an agent that runs before it is worth a warning."""
_GRAVEST_FIRST: Final = (Verdict.FAIL, Verdict.WARN, Verdict.PASS, Verdict.SKIPPED)


def agent_finding(
    spools: Sequence[Path],
    route: Route,
    provider: Provider,
    clock: Callable[[], float] = time.time,
) -> Finding:
    """Look into the spools an agent may use, and tell the gravest of what is found.

    It is a warning where alerts wait and no agent runs, or one that does not get rid of them; a
    failure where nothing is sent to the route's webhook any more.
    """
    looked = [_looked(each, route, provider, clock()) for each in spools]
    found = [each for each in looked if each is not None]
    if not found:
        where = " or ".join(map(shown, spools))
        advice = "name another with --spool or CAKD_AGENT_SPOOL"
        return Finding(AGENT, Verdict.SKIPPED, f"no spool at {where}; {advice}")
    return min(found, key=lambda each: _GRAVEST_FIRST.index(each.verdict))


def _looked(spool: Path, route: Route, provider: Provider, now: float) -> Finding | None:
    """What is found in this spool; None where there is none."""
    from cakd_tui.agent.spool_look import look_into

    try:
        holding = look_into(spool, route.project, _place(route, provider))
    except CakdError as error:
        return Finding(AGENT, Verdict.SKIPPED, _unread(spool, error))
    if holding is None:
        return None
    if holding.closed is not None:
        return _closed(holding, holding.closed, provider.entries())
    if not holding.running:
        return _stopped(holding, spool)
    if holding.oldest is not None and now - holding.oldest > _PATIENCE:
        return _stuck(holding)
    return Finding(AGENT, Verdict.PASS, f"delivering; {_waits(holding)}")


def _unread(spool: Path, error: CakdError) -> str:
    if error.symptom.facts.get("reason") in ("permission", "owner"):
        return f"{shown(spool)} is not readable by you"
    return error.message


def _place(route: Route, provider: Provider) -> str:
    """Where the route leads; empty where that is nowhere."""
    try:
        return provider.courier().place(route) if route.webhook else ""
    except CakdError:
        return ""


def _closed(holding: "Holding", closed: "Quarantine", entries: Iterable[Entry]) -> Finding:
    entry = next((each for each in entries if each.id == closed.entry), None)
    evidence = f"sends nothing to the webhook since {_moment(closed.since)}; {_waits(holding)}"
    if entry is None:
        fix = Fix("In a shell", "cakd create -f platform.yaml makes a webhook that works")
        return Finding(AGENT, Verdict.FAIL, evidence, "The webhook is gone", (fix,))
    headline = f"{entry.problem} ({entry.id})"
    return Finding(AGENT, Verdict.FAIL, evidence, headline, (Fix("Fix", entry.fix),))


def _stuck(holding: "Holding") -> Finding:
    where = "curl -s http://127.0.0.1:8080/healthz, with the agent's own address, and its log"
    fix = Fix("In a shell", f"{where} say what holds them up")
    headline = "Alerts wait longer than a minute to be delivered"
    return Finding(AGENT, Verdict.WARN, f"runs; {_waits(holding)}", headline, (fix,))


def _stopped(holding: "Holding", spool: Path) -> Finding:
    evidence = f"does not run; {_waits(holding)}"
    if not holding.waiting:
        return Finding(AGENT, Verdict.SKIPPED, evidence)
    agent = f"cakd-agent --spool {shlex.quote(str(spool.absolute()))}"
    fix = Fix("In a shell", f"{agent}, or start the service it runs as")
    headline = "Alerts wait for an agent that does not run"
    return Finding(AGENT, Verdict.WARN, evidence, headline, (fix,))


def _waits(holding: "Holding") -> str:
    told = "nothing waits"
    if holding.oldest is not None:
        count = "1 alert waits" if holding.waiting == 1 else f"{holding.waiting} alerts wait"
        told = f"{count}, since {_moment(holding.oldest)}"
    return f"{told}; {holding.set_aside} set aside" if holding.set_aside else told


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone():%Y-%m-%d %H:%M}"
