"""The ledger as a line of JSON: the documented shape, version 1."""

import json

from cakd_tui.cli.json_lines import json_line
from cakd_tui.core.finding import Fix, Link, Verdict
from cakd_tui.core.ledger import Account, Effect, Explained, Ledger, Line

LINK = Link("Call", "https://vet.example/call")
FLY = Account(
    "fly",
    "Fly Out",
    False,
    Verdict.FAIL,
    "coop:grey",
    "kept in",
    (Fix("or", "call a vet", LINK),),
    ("It limps.",),
    cause="kept-in",
)
LEDGER = Ledger(
    "the coop",
    (FLY,),
    (Line("coop:grey", "The coop", "Grey", (Effect.DENIED,), "old", ((Effect.NONE,),)),),
    "Please.",
    None,
    LINK,
)


def test_a_ledger_has_the_documented_shape() -> None:
    link = {"label": "Call", "url": "https://vet.example/call"}
    assert json.loads(json_line(Explained(LEDGER, lambda _: LEDGER))) == {
        "event": "explained",
        "version": 1,
        "place": "the coop",
        "accounts": [
            {
                "key": "fly",
                "title": "Fly Out",
                "allowed": False,
                "verdict": "fail",
                "decided_by": "coop:grey",
                "because": "kept in",
                "fixes": [{"where": "or", "text": "call a vet", "link": link, "again": False}],
                "remarks": ["It limps."],
                "mended_at": "",
                "cause": "kept-in",
            }
        ],
        "lines": [
            {
                "key": "coop:grey",
                "group": "The coop",
                "label": "Grey",
                "remark": "old",
                "effects": {"fly": "denied"},
            }
        ],
        "request": "Please.",
        "whom": "whoever can mend it",
        "invite": None,
        "opens": link,
    }
