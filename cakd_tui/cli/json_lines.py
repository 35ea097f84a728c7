"""Events as JSON, one a line. Secrets are masked but for the webhook's URL, which is the result.

A line about a check (`"event": "checked"`) or a warning (`"warned"`) has beside the event's own
fields

- `cause`: the one cause of the failure, by its name ("missing-in-guild"); empty where the answers
  don't settle it, and where nothing failed;
- `troubleshooting`: the rows about it, for a check that has no fixes of its own.

A line about a saved route (`"inspected"`) has `project`, `provider` (empty where no route could be
read), `finding`, `cause` and `troubleshooting`; one `"status"` line follows those of each project,
with `drifted`, whether anything isn't as it was saved, `refused`, whether credentials were, and
`unknown`, whether anything could not be looked at, as there was no answer. Both have a `version` of
their own, as the ledger's line.

The `verdict` of a check and of a permission is pass, warn, fail or skipped.

A ledger's line comes only where the bot's roles got known, and again only where it changed. It has
`"event": "explained"` and `"version": 1`; the number grows when a field goes or changes its
meaning, not when one is added. Besides there are

- `place`: what it is about; `request`: a message that asks for what is missing, empty if nothing
  is, and `whom` it is for;
- `invite` and `opens`: a link, `{"label", "url"}`, or null;
- `accounts`: one for each permission, with `key` (the id of its check), `title`, `allowed`,
  `verdict`, `cause` (as above; empty unless the verdict is fail or warn), `decided_by` (the key of
  a line, empty where none granted or denied it),
  `because`, `fixes` (smallest first, each `{"where", "text", "link"}`; of one that is there with
  `remarks`, what makes it sound), `remarks` and `mended_at` (the key of the line the smallest fix
  changes, empty where nothing is to be mended);
- `lines`: the steps in the order of evaluation, each with `key`, `group`, `label`, `remark`, and
  `effects`: an object from every account's key to granted, denied or no effect.
"""

import json
from collections.abc import Iterable
from typing import Final

from cakd_tui.core.events import Checked, Event, Warned, WebhookReady
from cakd_tui.core.finding import Finding
from cakd_tui.core.ledger import Explained, Ledger
from cakd_tui.core.plain_form import event_fields, event_name, plain
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import CAUSE, Entry

LEDGER_VERSION: Final = 1
STATUS_VERSION: Final = 1


def json_line(event: Event, entries: Iterable[Entry] = ()) -> str:
    """The event as one line: its name under `event`, then its fields.

    `entries` are the troubleshooting rows that belong to a warning or a finding. Pure ASCII, so
    that it reads the same in every encoding.
    """
    if isinstance(event, Explained):
        line = {"event": event_name(event), **_ledger(event.ledger)}
    else:
        line = event_fields(event)
    if isinstance(event, WebhookReady):
        line["url"] = event.url.reveal()
    if isinstance(event, Warned | Checked):
        line["cause"] = _cause(
            event.symptom if isinstance(event, Warned) else event.finding.symptom
        )
        line["troubleshooting"] = [entry_fields(entry) for entry in entries]
    return json.dumps(line)


def inspected_line(
    project: str, provider: str, finding: Finding, entries: Iterable[Entry] = ()
) -> str:
    """One thing that was looked at of a project's saved route."""
    return json.dumps(
        {
            "event": "inspected",
            "version": STATUS_VERSION,
            "project": project,
            "provider": provider,
            "finding": plain(finding),
            "cause": _cause(finding.symptom),
            "troubleshooting": [entry_fields(entry) for entry in entries],
        }
    )


def status_line(project: str, provider: str, *, drifted: bool, refused: bool, unknown: bool) -> str:
    """What it comes to for a project."""
    return json.dumps(
        {
            "event": "status",
            "version": STATUS_VERSION,
            "project": project,
            "provider": provider,
            "drifted": drifted,
            "refused": refused,
            "unknown": unknown,
        }
    )


def entry_fields(entry: Entry) -> dict[str, object]:
    """What a script may want to know of a troubleshooting row."""
    return {
        "id": entry.id,
        "problem": entry.problem,
        "cause": entry.cause,
        "fix": entry.fix,
        "verify": entry.verify,
        "severity": entry.severity.value,
        "retry": entry.retry,
    }


def _cause(symptom: Symptom | None) -> str:
    return str(symptom.facts.get(CAUSE, "")) if symptom else ""


def _ledger(ledger: Ledger) -> dict[str, object]:
    keys = [account.key for account in ledger.accounts]
    return {
        "version": LEDGER_VERSION,
        "place": ledger.place,
        "accounts": plain(ledger.accounts),
        "lines": [
            {
                "key": line.key,
                "group": line.group,
                "label": line.label,
                "remark": line.remark,
                "effects": dict(zip(keys, (each.value for each in line.effects), strict=True)),
            }
            for line in ledger.lines
        ],
        "request": ledger.request,
        "whom": ledger.whom,
        "invite": plain(ledger.invite),
        "opens": plain(ledger.opens),
    }
