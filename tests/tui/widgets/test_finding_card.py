"""One finding at length."""

import pytest
from cakd_toy.provider import PigeonProvider

from cakd_tui.core.finding import Check, Finding, Fix, Link, Verdict
from cakd_tui.core.symptom import Symptom
from cakd_tui.tui.widgets.card import CardLine
from cakd_tui.tui.widgets.finding_card import finding_card, first_link
from cakd_tui.tui.widgets.trouble_card import TroubleCard

WINGS = Check("wings", "Wings")
VET = Link("Open the vet", "https://vet.example")
WING = Symptom("pigeon", {"reason": "wing"}, "pigeon error: wing")


def test_the_fixes_stand_there_the_first_one_strong_with_their_addresses() -> None:
    fixes = (Fix("At the vet", "Mend it", VET), Fix("or", "wait"))
    card = finding_card(PigeonProvider(), Finding(WINGS, Verdict.FAIL, "lame", "No wing", fixes))
    assert card.headline == "No wing"
    assert card.lines == (
        CardLine("At the vet", "Mend it", strong=True),
        CardLine("", "https://vet.example", quiet=True),
        CardLine("or", "wait"),
    )
    assert card.has_class("-error")


def test_a_failure_without_fixes_is_looked_up_in_the_table() -> None:
    card = finding_card(PigeonProvider(), Finding(WINGS, Verdict.FAIL, "lame", symptom=WING))
    assert isinstance(card, TroubleCard)
    assert card.headline == "TOY-WING  The pigeon can't fly"
    assert card.lines[-1].text == "lame"


def test_a_long_address_has_the_whole_width() -> None:
    link = Link("Open the vet", f"https://vet.example/{'x' * 40}")
    found = Finding(WINGS, Verdict.FAIL, "", fixes=(Fix("At the vet", "Mend it", link),))
    assert finding_card(PigeonProvider(), found).lines[1].wide


@pytest.mark.parametrize(
    ("verdict", "tone"),
    [(Verdict.PASS, "-success"), (Verdict.WARN, "-warning"), (Verdict.SKIPPED, "-plain")],
)
def test_without_fixes_and_symptom_what_was_seen_is_shown(verdict: Verdict, tone: str) -> None:
    card = finding_card(PigeonProvider(), Finding(WINGS, verdict, "two each"))
    assert card.headline == "Wings"
    assert card.lines == (CardLine("Seen", "two each"),)
    assert card.has_class(tone)


def test_what_several_have_in_common_is_told_once_and_names_them() -> None:
    fixes = (Fix("Mind", "Too much."),)
    titles = ("Grain", "Wings", "Beak")
    alike = [Finding(Check(each, each), Verdict.WARN, "", "x", fixes) for each in titles]
    card = finding_card(PigeonProvider(), alike[1], alike)
    assert card.headline == "Grain, Wings and Beak: one remark"
    assert card.lines == (CardLine("Mind", "Too much.", strong=True),)
    alone = finding_card(PigeonProvider(), alike[1], alike[1:2])
    assert alone.headline == "x"


def test_what_came_out_void_is_not_said_to_be_checked_later() -> None:
    void = Finding(WINGS, Verdict.SKIPPED, "void: it sleeps")
    assert "as soon as" in str(finding_card(PigeonProvider(), void).says()[-1])
    card = finding_card(PigeonProvider(), void, explained=True)
    assert card.lines == (CardLine("Seen", "void: it sleeps"),)
    assert card.says()[-1] == "w shows step by step why."


def test_the_link_is_that_of_the_first_fix_that_has_one() -> None:
    fixes = (Fix("or", "wait"), Fix("At the vet", "Mend it", VET))
    assert first_link(Finding(WINGS, Verdict.FAIL, "", fixes=fixes)) == VET
    assert first_link(Finding(WINGS, Verdict.FAIL, "")) is None
    assert first_link(None) is None
