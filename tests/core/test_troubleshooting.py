import re
from collections import Counter
from dataclasses import replace

import pytest

from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import (
    Entry,
    Severity,
    matching,
    own_entries,
    read_entries,
)

ROW = """
[[entry]]
id = "X-1"
problem = " P "
cause = "C"
fix = "F"
verify = "V"
severity = "blocks"
retry = false
match = { kind = "http" }
"""

OWN = own_entries()

REASONS = {
    "transport": (
        "dns dns-resolver refused reset timeout-connect timeout-read timeout-write timeout-pool "
        "tls-certificate tls-expired tls-not-yet-valid tls-issuer tls-hostname tls-store tls-other "
        "proxy proxy-auth proxy-unreachable unreachable open-files"
    ),
    "config": (
        "permission owner read-only disk-full not-a-directory name-too-long open-files corrupt "
        "map newer busy no-locks"
    ),
    "keyring": "absent locked slow refused plaintext",
    "credentials": "missing malformed",
    "route": "none changed several impossible",
    "provider": "unknown broken",
    "platform": (
        "missing directory unreadable too-large encoding syntax documents shape metadata-type "
        "providers-type duplicate-key empty name-missing name-type name-invalid provider-type "
        "unknown-provider indentation other-project by-hand unwritable notifications-type "
        "option-unknown option-type"
    ),
    "spool": (
        "disk-full limit read-only permission owner not-a-directory name-too-long corrupt newer "
        "locked moved busy slow"
    ),
    "listen": "taken port address",
}
SYMPTOMS = [
    Symptom(kind, {"reason": reason})
    for kind, reasons in REASONS.items()
    for reason in reasons.split()
]


def entry(
    name: str, kind: str = "http", pattern: str = "", **facts: tuple[str | int, ...]
) -> Entry:
    return Entry(name, "P", "C", "F", Severity.BLOCKS, False, kind, facts, pattern)


def test_a_row_is_read_with_its_conditions() -> None:
    row = '{ kind = "http", status = 403, code = [50001, 50013], text = "Missing .*" }'
    (read,) = read_entries(ROW.replace('{ kind = "http" }', row))
    assert (read.id, read.problem, read.severity) == ("X-1", "P", Severity.BLOCKS)
    assert (read.verify, read.general, read.also) == ("V", False, ())
    assert read.facts == {"status": (403,), "code": (50001, 50013)}
    assert read.pattern == "Missing .*"
    assert read.specificity == 3


@pytest.mark.parametrize(
    "table",
    [
        "",
        "entry = 1",
        "entry = ['x']",
        f"{ROW}\n[other]",
        ROW.replace('cause = "C"', ""),
        ROW.replace('cause = "C"', 'cause = "  "'),
        ROW.replace('cause = "C"', "cause = 1"),
        ROW.replace("retry = false", 'retry = "no"'),
        ROW.replace('severity = "blocks"', 'severity = "bad"'),
        ROW.replace("retry = false", "retry = false\nextra = 1"),
        ROW.replace('verify = "V"', ""),
        ROW.replace('verify = "V"', 'verify = " "'),
        ROW.replace("retry = false", "retry = false\ngeneral = 1"),
        ROW.replace("retry = false", "retry = false\nalso = ['403']"),
        ROW.replace("retry = false", "retry = false\nalso = true"),
        ROW.replace('{ kind = "http" }', "{ status = 403 }"),
        ROW.replace('{ kind = "http" }', '{ kind = "http", text = "(" }'),
        ROW.replace('{ kind = "http" }', '{ kind = "http", status = [4.5] }'),
        ROW.replace('{ kind = "http" }', '"http"'),
        "[[entry]",
    ],
)
def test_a_row_of_the_wrong_form_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_entries(table)


def test_a_row_matches_when_each_of_its_conditions_is_met() -> None:
    row = entry("A", pattern="Missing", status=(403,), code=(50001, 50013))
    met = Symptom("http", {"status": 403, "code": 50013, "action": "channel"}, "Missing Access")
    assert row.matches(met)
    assert not row.matches(Symptom("http", {"status": 403, "code": 50013}, "Other"))
    assert not row.matches(Symptom("http", {"status": 403, "code": 1}, "Missing"))
    assert not row.matches(Symptom("http", {"status": 403}, "Missing"))
    assert not row.matches(Symptom("transport", met.facts, met.text))


def test_only_the_most_specific_rows_are_returned_in_the_tables_order() -> None:
    generic, first = entry("A"), entry("B", status=(403,))
    second, narrow = entry("C", code=(1,)), entry("D", code=(1,), status=(500,))
    table = [second, generic, narrow, first]
    assert matching(table, Symptom("http", {"status": 403, "code": 1})) == (second, first)
    assert matching(table, Symptom("http", {"status": 500, "code": 1})) == (narrow,)
    assert matching(table, Symptom("http", {"status": 404})) == (generic,)


def test_an_unknown_failure_matches_nothing() -> None:
    assert matching(OWN, Symptom("unknown", {"reason": "dns"}, "permission denied")) == ()
    assert matching(OWN, Symptom("keyring", {"reason": "haunted"})) == ()


@pytest.mark.parametrize(
    "symptom", SYMPTOMS, ids=lambda symptom: f"{symptom.kind}-{symptom.facts['reason']}"
)
def test_each_known_failure_has_a_row_of_its_own(symptom: Symptom) -> None:
    rows = matching(OWN, symptom)
    assert len(rows) == 1
    assert rows[0].specificity == 1


def test_each_row_is_the_only_one_for_the_failures_it_names() -> None:
    others = [Symptom("transport", {"reason": "other"}), Symptom("config", {})]
    others += [Symptom(kind) for kind in ("spool", "listen", "bundle")]
    symptoms = [*SYMPTOMS, *others]
    found = Counter(row.id for symptom in symptoms for row in matching(OWN, symptom))
    assert set(found) == {row.id for row in OWN}
    for row in OWN:
        for reason in row.facts.get("reason", ("other",)):
            assert matching(OWN, Symptom(row.kind, {"reason": reason})) == (row,)


@pytest.mark.parametrize("row", OWN, ids=lambda row: row.id)
def test_a_row_is_written_for_an_operator(row: Entry) -> None:
    letters = {
        "transport": "N",
        "config": "C",
        "route": "R",
        "keyring": "K",
        "credentials": "A",
        "provider": "P",
        "platform": "F",
        "spool": "S",
        "listen": "L",
        "bundle": "B",
    }
    assert re.fullmatch(rf"CAKD-{letters[row.kind]}(-[A-Z]+)+", row.id)
    for text in (row.problem, row.cause, row.fix, row.verify):
        assert text.endswith(".")
        assert "!" not in text
        assert "discord" not in text.lower()
    assert row.cause not in (row.problem, row.fix)


def test_ids_are_unique() -> None:
    assert len({row.id for row in OWN}) == len(OWN)


def test_the_guides_network_row_stands_for_what_is_not_known_better() -> None:
    (row,) = matching(OWN, Symptom("transport", {"reason": "other"}, "dial tcp"))
    assert row.cause == (
        "Network connectivity issues preventing the CAKD Platform from reaching the provider's API."
    )
    assert row.fix.startswith(
        "Check your network connection, firewall rules, or the provider's API status page."
    )


def test_the_guides_row_for_a_config_that_cannot_be_written() -> None:
    (row,) = matching(OWN, Symptom("config", {"reason": "permission", "errno": 13}))
    assert row.cause == (
        "The user running cakd does not have write permissions to the local "
        "CAKD configuration directory."
    )
    assert row.fix.startswith(
        "Ensure the user has write permissions to the CAKD config directory (e.g., ~/.config/cakd/)"
    )


def test_a_row_for_the_cause_goes_before_a_more_specific_one() -> None:
    precise = entry("A", pattern="Missing", code=(1,), status=(403,))
    by_cause = entry("B", cause=("timed-out",))
    facts: dict[str, str | int] = {"code": 1, "status": 403}
    assert matching([precise, by_cause], Symptom("http", facts, "Missing")) == (precise,)
    facts["cause"] = "timed-out"
    assert matching([precise, by_cause], Symptom("http", facts, "Missing")) == (by_cause,)
    facts["cause"] = "other"
    assert matching([precise, by_cause], Symptom("http", facts, "Missing")) == (precise,)


def test_a_row_is_filled_with_the_facts_it_names() -> None:
    row = replace(entry("A"), problem="{what} is denied", fix="turn on {what} for {who}")
    facts = {"what": "Manage {who} \\1", "who": "{what}"}
    (found,) = matching([row], Symptom("http", facts))
    assert found.problem == "Manage {who} \\1 is denied"
    assert found.fix == "turn on Manage {who} \\1 for {what}"
    assert (found.id, found.cause) == ("A", "C")


def test_a_general_row_is_found_where_no_other_is() -> None:
    general = replace(entry("A", status=(403,), code=(1, 2)), general=True)
    narrow = entry("B", code=(1,))
    assert matching([general, narrow], Symptom("http", {"status": 403, "code": 1})) == (narrow,)
    assert matching([general, narrow], Symptom("http", {"status": 403, "code": 2})) == (general,)


def test_a_row_of_which_nothing_is_known_names_what_would_stand_there() -> None:
    row = replace(entry("A"), problem="{what} is denied", verify="{what} has a tick")
    assert (row.unfilled.problem, row.unfilled.verify) == ("<what> is denied", "<what> has a tick")
    (filled,) = matching([row], Symptom("http", {"what": "It"}))
    assert filled.verify == "It has a tick"


def test_a_row_is_about_the_numbers_it_names_and_those_beside_them() -> None:
    row = replace(entry("A", code=(1, 2), cause=("x",)), also=(403,))
    assert row.numbers == {1, 2, 403}


def test_a_row_that_can_not_be_filled_does_not_match() -> None:
    row = replace(entry("A", code=(1,)), cause="{who} did it")
    plain = entry("B")
    assert matching([row, plain], Symptom("http", {"code": 1})) == (plain,)
    (found,) = matching([row, plain], Symptom("http", {"code": 1, "who": "robin"}))
    assert found.cause == "robin did it"
