"""`cakd create --dry-run`: the plan, and nothing of it done."""

import json as json_format
import sys
from collections.abc import Sequence
from typing import Final

from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.finding_text import entries_about, finding_text, verdict_code
from cakd_tui.cli.json_lines import json_line
from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event
from cakd_tui.core.finding import Verdict
from cakd_tui.core.plan import Plan, Verb
from cakd_tui.core.ports import Connection
from cakd_tui.core.preflight import preflight
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import Entry

SYMBOLS: Final = {
    Verb.CREATE: "+",
    Verb.REUSE: "=",
    Verb.UPDATE: "~",
    Verb.LEAVE: "·",
    Verb.DELETE: "-",
}


async def dry_run(
    connection: Connection,
    built: Services,
    answers: Answers,
    entries: Sequence[Entry],
    *,
    json: bool,
) -> ExitCode:
    """Print what `create` would do; the exit code is that of the checks.

    As text, what they found wrong is told on stderr; as JSON, every finding stands before the plan.
    """
    events: list[Checked] = []

    def emit(event: Event) -> None:
        if isinstance(event, Checked):
            events.append(event)

    plan = await preflight(connection, built, answers, emit)
    findings = [event.finding for event in events]
    if json:
        for event in events:
            print(json_line(event, entries_about(event.finding, entries)))
    else:
        for finding in findings:
            if finding.verdict in (Verdict.WARN, Verdict.FAIL):
                print(finding_text(finding, entries), file=sys.stderr)
    if plan is None:
        print("No plan: the checks above come first. Nothing was created.", file=sys.stderr)
        return verdict_code(findings) or ExitCode.FAILED
    print(_json(plan) if json else _text(plan, answers.project))
    return verdict_code(findings)


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
    return json_format.dumps({"event": "plan", "requests": plan.requests, "lines": lines})
