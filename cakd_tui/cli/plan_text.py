"""A plan in which every line has its reason, as text and as JSON."""

import json
from typing import Final

from cakd_tui.cli.dry_run import SYMBOLS
from cakd_tui.core.plan import Plan, PlanLine

_WIDEST: Final = 12


def plan_text(title: str, plan: Plan) -> str:
    """The plan under a title, a line for each thing."""
    return "\n".join([title, *map(_line, plan.lines)])


def _line(line: PlanLine) -> str:
    why = f"  ({line.reason})" if line.reason else ""
    verb, kind = line.verb.value, line.kind
    return f"   {SYMBOLS[line.verb]} {verb:<7} {kind:<{_WIDEST}} {line.name}{why}"


def plan_json(plan: Plan) -> str:
    """The plan as one line, of the event `plan`."""
    lines = [
        {"verb": each.verb.value, "kind": each.kind, "name": each.name, "reason": each.reason}
        for each in plan.lines
    ]
    return json.dumps({"event": "plan", "requests": plan.requests, "lines": lines})
