"""What the agent on this machine holds of a project, as a row of `cakd status`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cakd_tui.core.errors import CakdError
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.ports import Provider
from cakd_tui.core.route import Route
from cakd_tui.core.troubleshooting import Entry

if TYPE_CHECKING:
    from cakd_tui.agent.queue import Quarantine
    from cakd_tui.agent.spool_look import Holding

AGENT: Final = Check("status-agent", "Agent")


def agent_finding(spool: Path, route: Route, provider: Provider) -> Finding:
    """Look into the agent's spool. It is a warning where alerts wait and no agent runs, a failure
    where nothing is sent to the route's webhook any more.
    """
    from cakd_tui.agent.spool_look import look_into

    try:
        holding = look_into(spool, route.project, _place(route, provider))
    except CakdError as error:
        return Finding(AGENT, Verdict.SKIPPED, error.message)
    if holding is None:
        return Finding(AGENT, Verdict.SKIPPED, "none has run on this machine")
    if holding.closed is not None:
        return _closed(holding, holding.closed, provider.entries())
    if not holding.running:
        return _stopped(holding)
    return Finding(AGENT, Verdict.PASS, f"delivering; {_waits(holding)}")


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


def _stopped(holding: "Holding") -> Finding:
    evidence = f"does not run; {_waits(holding)}"
    if not holding.waiting:
        return Finding(AGENT, Verdict.SKIPPED, evidence)
    fix = Fix("In a shell", "cakd-agent, or start the service it runs as")
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
