"""A plan as text and as JSON: what happens to each thing and why, and the limits it touches."""

import json
from typing import Final

from cakd_tui.core.plan import Plan, PlanLine, Verb

SYMBOLS: Final = {
    Verb.CREATE: "+",
    Verb.REPAIR: "+",
    Verb.REUSE: "=",
    Verb.ADOPT: "=",
    Verb.CHOOSE: "?",
    Verb.UPDATE: "~",
    Verb.LEAVE: "·",
    Verb.DELETE: "-",
}
_WIDEST: Final = 8


def plan_text(title: str, plan: Plan) -> str:
    """The plan under a title: each thing, then what has to be chosen, then the limits."""
    widest = max((_WIDEST, *(len(line.kind) for line in plan.lines)))
    lines = [title, *(_line(line, widest) for line in plan.lines)]
    for candidates in plan.undecided:
        lines.append(f"   ? which {candidates.kind} is the project's:")
        lines += [
            f"       --use {candidates.kind}={it.value}  {it.label}, {it.detail}"
            for it in candidates.choices
        ]
    if plan.quotas:
        said = ", ".join(f"{it.used} of {it.limit} {it.what}" for it in plan.quotas)
        lines.append(f"   then {said}")
    return "\n".join(lines)


def _line(line: PlanLine, widest: int) -> str:
    why = "; ".join(each for each in (line.remark, line.reason) if each)
    said = f"  ({why})" if why else ""
    return f"   {SYMBOLS[line.verb]} {line.verb.value:<7} {line.kind:<{widest}} {line.name}{said}"


def plan_json(plan: Plan) -> str:
    """The plan as one line, of the event `plan`.

    `undecided` holds the candidates of which one has to be chosen with `--use`; `settled` says that
    the saved route names all of it already.
    """
    lines = [
        {
            "verb": line.verb.value,
            "kind": line.kind,
            "name": line.name,
            "remark": line.remark,
            "reason": line.reason,
        }
        for line in plan.lines
    ]
    quotas = [{"what": it.what, "used": it.used, "limit": it.limit} for it in plan.quotas]
    undecided = [
        {
            "kind": each.kind,
            "choices": [
                {"id": it.value, "name": it.label, "detail": it.detail} for it in each.choices
            ],
        }
        for each in plan.undecided
    ]
    return json.dumps(
        {
            "event": "plan",
            "requests": plan.requests,
            "lines": lines,
            "quotas": quotas,
            "undecided": undecided,
            "settled": plan.settled,
        }
    )
