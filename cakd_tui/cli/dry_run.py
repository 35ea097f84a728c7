"""`cakd create --dry-run`: the plan, and nothing of it done."""

import json as json_format
import sys
from typing import Final

from cakd_tui.cli.check import finding_line
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.plan import Plan, Verb
from cakd_tui.core.ports import Connection
from cakd_tui.core.preflight import preflight
from cakd_tui.core.services import Services

SYMBOLS: Final = {Verb.CREATE: "+", Verb.REUSE: "=", Verb.UPDATE: "~", Verb.LEAVE: "·"}


async def dry_run(
    connection: Connection, built: Services, answers: Answers, *, json: bool
) -> ExitCode:
    """Print what `create` would do; failing checks are told on stderr."""
    failed: list[Finding] = []

    def emit(event: Event) -> None:
        if isinstance(event, Checked) and event.finding.verdict is Verdict.FAIL:
            failed.append(event.finding)

    plan = await preflight(connection, built, answers, emit)
    for finding in failed:
        print(finding_line(finding), file=sys.stderr)
    if plan is None:
        print("No plan: the checks above come first. Nothing was created.", file=sys.stderr)
        return ExitCode.FAILED
    print(_json(plan) if json else _text(plan, answers.project))
    return ExitCode.DONE


def _text(plan: Plan, project: str) -> str:
    lines = [
        f"   {SYMBOLS[line.verb]} {line.verb.value:<7} {line.kind:<8} {line.name}"
        + (f"  ({line.remark})" if line.remark else "")
        for line in plan.lines
    ]
    count = "1 request" if plan.requests == 1 else f"{plan.requests} requests"
    return "\n".join(
        [f"Plan for {project}:", *lines, f"{count} would be sent. Nothing was created."]
    )


def _json(plan: Plan) -> str:
    lines = [
        {"verb": line.verb.value, "kind": line.kind, "name": line.name, "remark": line.remark}
        for line in plan.lines
    ]
    return json_format.dumps(
        {"event": "plan", "requests": plan.requests, "lines": lines}, ensure_ascii=False
    )
