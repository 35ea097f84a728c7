"""Each event as a line of JSON: named, whole, masked, and in letters every encoding has."""

import json

import pytest

from cakd_tui.cli.json_lines import json_line
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Checked,
    Event,
    Noted,
    RouteSaved,
    StepSkipped,
    Waiting,
    Warned,
    WebhookReady,
)
from cakd_tui.core.finding import Check, Finding, Fix, Link, Verdict
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import MASK, Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import read_entries

URL = Secret("https://pigeons.example/perch/1/hush")
ROWS = read_entries(
    """
    [[entry]]
    id = "TOY-WING"
    problem = "The pigeon can't fly"
    cause = "A wing is lame."
    fix = "Call a vet → then try again."
    verify = "The pigeon flies."
    severity = "blocks"
    retry = true
    match = {kind = "pigeon"}
    """
)
ROW = {
    "id": "TOY-WING",
    "problem": "The pigeon can't fly",
    "cause": "A wing is lame.",
    "fix": "Call a vet → then try again.",
    "verify": "The pigeon flies.",
    "severity": "blocks",
    "retry": True,
}


def line(event: Event) -> object:
    return json.loads(json_line(event, ROWS))


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        (
            StepSkipped(1, 2, "Perches", "not configured"),
            {
                "event": "step_skipped",
                "number": 1,
                "total": 2,
                "title": "Perches",
                "reason": "not configured",
            },
        ),
        (
            ActionStarted("perch", "Building…"),
            {"event": "action_started", "kind": "perch", "text": "Building…"},
        ),
        (
            ActionDone("perch", "x", made=False),
            {"event": "action_done", "kind": "perch", "name": "x", "made": False},
        ),
        (
            Waiting(1.5, "A hawk"),
            {"event": "waiting", "seconds": 1.5, "reason": "A hawk", "strict": False},
        ),
        (Noted("so"), {"event": "noted", "text": "so"}),
        (
            WebhookReady(URL, made=True),
            {"event": "webhook_ready", "url": URL.reveal(), "made": True},
        ),
        (
            Warned("no", "perch", Symptom("pigeon", {"status": 403}, "raw")),
            {
                "event": "warned",
                "text": "no",
                "kind": "perch",
                "symptom": {"kind": "pigeon", "facts": {"status": 403}, "text": "raw"},
                "refused": False,
                "cause": "",
                "troubleshooting": [ROW],
            },
        ),
    ],
)
def test_an_event_is_its_name_and_its_fields(event: Event, fields: dict[str, object]) -> None:
    assert line(event) == fields


def test_a_finding_is_whole_down_to_its_links() -> None:
    fix = Fix("At the vet", "Mend it", Link("Open the vet", "https://vet.example"))
    finding = Finding(Check("wings", "Wings"), Verdict.FAIL, "lame", "It can't fly", (fix,))
    assert line(Checked(finding)) == {
        "event": "checked",
        "finding": {
            "check": {"id": "wings", "title": "Wings"},
            "verdict": "fail",
            "evidence": "lame",
            "headline": "It can't fly",
            "fixes": [
                {
                    "where": "At the vet",
                    "text": "Mend it",
                    "link": {"label": "Open the vet", "url": "https://vet.example"},
                    "again": False,
                }
            ],
            "symptom": None,
            "refused": False,
            "unknown": False,
            "gone": "",
        },
        "cause": "",
        "troubleshooting": [ROW],
    }


def test_the_cause_stands_by_itself_where_it_is_known() -> None:
    symptom = Symptom("pigeon", {"cause": "lame-wing"}, "raw")
    finding = Finding(Check("wings", "Wings"), Verdict.FAIL, "lame", symptom=symptom)
    for event in (Checked(finding), Warned("no", "perch", symptom)):
        assert json.loads(json_line(event))["cause"] == "lame-wing"


def test_the_saved_routes_url_stays_masked() -> None:
    things = (Remembered("perch", "1", "perch-p", made=True),)
    route = Route("p", "pigeon", {"loft": "7"}, things, URL)
    assert line(RouteSaved(route, "~/p.json")) == {
        "event": "route_saved",
        "route": {
            "project": "p",
            "provider": "pigeon",
            "values": {"loft": "7"},
            "remembered": [
                {"kind": "perch", "id": "1", "name": "perch-p", "made": True, "place": None}
            ],
            "webhook": MASK,
            "kept": {},
        },
        "path": "~/p.json",
    }


def test_a_line_is_one_line_of_ascii() -> None:
    written = json_line(Noted("two\nlines → “quoted” 🕊"))
    assert written.isascii()
    assert "\n" not in written
