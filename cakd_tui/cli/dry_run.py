"""`cakd create --dry-run`: the plan, and nothing of it done."""

import sys
from collections.abc import Sequence

from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.finding_text import entries_about, finding_text, verdict_code
from cakd_tui.cli.json_lines import json_line
from cakd_tui.cli.plan_text import plan_json, plan_text
from cakd_tui.cli.streams import line_width
from cakd_tui.cli.wait_line import WaitLine
from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Event, Waiting
from cakd_tui.core.finding import Verdict
from cakd_tui.core.plan import Plan
from cakd_tui.core.ports import Connection
from cakd_tui.core.preflight import preflight
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import Entry


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

    with WaitLine() as waits:

        def emit(event: Event) -> None:
            if isinstance(event, Checked):
                events.append(event)
            elif isinstance(event, Waiting):
                waits.show(event)

        plan = await preflight(connection, built, answers, emit)
    findings = [event.finding for event in events]
    if json:
        for event in events:
            print(json_line(event, entries_about(event.finding, entries)))
    else:
        for finding in findings:
            if finding.verdict in (Verdict.WARN, Verdict.FAIL):
                width = line_width(sys.stderr)
                print(finding_text(finding, entries, width=width), file=sys.stderr)
    if plan is None:
        print("No plan: the checks above come first. Nothing was created.", file=sys.stderr)
        return verdict_code(findings) or ExitCode.FAILED
    print(plan_json(plan) if json else _text(plan, answers.project))
    return verdict_code(findings)


def _text(plan: Plan, project: str) -> str:
    if plan.settled:
        end = "Nothing is left to do: no request would be sent that changes anything."
    elif plan.undecided:
        end = "Nothing was created: choose first, with one of the --use above."
    else:
        count = "1 request" if plan.requests == 1 else f"{plan.requests} requests"
        end = f"{count} would be sent. Nothing was created."
    return f"{plan_text(f'Plan for {project}:', plan)}\n{end}"
