"""How the last run ended, told from what it left behind."""

from cakd_tui.core.finding import Verdict
from cakd_tui.core.journal import Line
from cakd_tui.core.last_run import last_run_finding, line_text
from cakd_tui.core.troubleshooting import matching, own_entries

BEGUN = {"at": "2026-08-01T10:11:12.000+00:00", "event": "run_begun", "run": "cakd create"}
DONE = {"event": "run_ended", "how": "done"}
FAILED = {"event": "run_ended", "how": "failed"}
SYMPTOM = {"kind": "transport", "facts": {"reason": "dns"}, "text": "GET …: no name"}
WARNED: Line = {"event": "warned", "text": "Failed to provision", "symptom": SYMPTOM}


def test_no_run_yet_is_nothing_to_worry_about() -> None:
    found = last_run_finding([])
    assert (found.verdict, found.evidence) == (Verdict.PASS, "none yet")


def test_a_good_run_is_told_in_a_line() -> None:
    found = last_run_finding([BEGUN, {"event": "noted", "text": "x"}, DONE])
    assert found.evidence == "cakd create, 2026-08-01 10:11 UTC, 1 event, done"
    assert found.verdict is Verdict.PASS


def test_a_run_that_did_not_end_was_killed_or_goes_on() -> None:
    found = last_run_finding([BEGUN])
    assert found.verdict is Verdict.WARN
    assert found.evidence.endswith("0 events, did not end")
    assert found.headline == "The last run was killed, or is still under way"


def test_what_the_run_warned_of_leads_to_its_entry() -> None:
    found = last_run_finding([BEGUN, WARNED, DONE])
    assert (found.verdict, found.headline) == (Verdict.WARN, "Failed to provision")
    assert found.symptom is not None
    assert [entry.id for entry in matching(own_entries(), found.symptom)] == ["CAKD-N-DNS"]


def test_what_the_run_failed_of_leads_to_its_entry() -> None:
    failed = {"event": "run_ended", "how": "failed", "error": "no name", "symptom": SYMPTOM}
    found = last_run_finding([BEGUN, failed])
    assert found.headline == "no name"
    assert found.symptom is not None
    assert found.symptom.facts == {"reason": "dns"}


def test_of_several_warnings_the_first_tells_what_went_wrong() -> None:
    after: Line = {"event": "warned", "text": "Failed to roll back", "symptom": {}}
    for ended in (DONE, FAILED):
        found = last_run_finding([BEGUN, WARNED, after, ended])
        assert (found.verdict, found.headline) == (Verdict.WARN, "Failed to provision")
        assert found.symptom is not None
        assert found.symptom.facts == {"reason": "dns"}


def test_a_failed_run_is_told_even_where_its_warning_was_not_kept() -> None:
    found = last_run_finding([BEGUN, FAILED])
    assert found.verdict is Verdict.WARN
    assert found.headline == "The last run failed; of what is not among the events that were kept"
    assert found.evidence.endswith(", failed")


def test_a_failure_of_which_no_symptom_was_kept_is_unknown() -> None:
    found = last_run_finding([BEGUN, {"event": "run_ended", "how": "failed", "error": "Oops"}])
    assert found.symptom is not None
    assert (found.symptom.kind, found.symptom.text) == ("unknown", "Oops")


def test_lines_are_told_by_what_says_most() -> None:
    check = {"check": {"title": "Token"}, "verdict": "fail", "evidence": "refused"}
    checked = {"at": BEGUN["at"], "event": "checked", "finding": check}
    assert line_text(checked) == "10:11:12  checked         fail Token: refused"
    assert line_text(WARNED) == "          warned          Failed to provision"
    assert line_text({"event": "cut"}) == "          cut"
