"""A failure is explained by its rows, or shown as unknown with its raw text."""

from dataclasses import replace

from cakd_toy.provider import PigeonProvider
from textual.app import App, ComposeResult
from textual.widgets import Static

from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, Severity
from cakd_tui.tui.theme import NIGHT
from cakd_tui.tui.widgets.card import Card, CardLine
from cakd_tui.tui.widgets.trouble_card import LONGEST, TroubleCard

WING = Entry("TOY-WING", "It can't fly", "A wing.", "A vet.", Severity.BLOCKS, False, "pigeon")
RAIN = Entry("TOY-RAIN", "It is wet", "Rain.", "Wait.", Severity.PASSES, True, "pigeon")


def lines(card: TroubleCard) -> list[tuple[str, str]]:
    """The card's labels and texts."""
    return [(line.label, line.text) for line in card.lines]


def test_a_known_failure_names_its_row_cause_fix_and_message() -> None:
    card = TroubleCard((WING,), "pigeon error: wing")
    assert card.headline == "TOY-WING  It can't fly"
    assert lines(card) == [
        ("Cause", "A wing."),
        ("Fix", "A vet."),
        ("Message", "pigeon error: wing"),
    ]
    assert card.has_class("-error")


def test_a_row_that_says_how_to_see_that_it_is_mended_says_so_after_the_fix() -> None:
    card = TroubleCard((replace(WING, verify="It flies."),), "pigeon error: wing")
    assert lines(card)[1:3] == [("Fix", "A vet."), ("Verify", "It flies.")]


def test_a_failure_that_passes_or_degrades_is_a_warning() -> None:
    assert TroubleCard((RAIN,), "wet").has_class("-warning")


def test_of_several_rows_all_are_shown_and_the_worst_gives_the_colour() -> None:
    card = TroubleCard((RAIN, WING), "wet")
    assert card.headline == "TOY-RAIN  It is wet"
    assert lines(card)[2:5] == [
        ("or", "TOY-WING  It can't fly"),
        ("Cause", "A wing."),
        ("Fix", "A vet."),
    ]
    assert card.has_class("-error")


def test_an_unknown_failure_is_called_that_and_nothing_is_guessed() -> None:
    card = TroubleCard((), "something odd")
    assert card.headline == "An unknown failure"
    assert lines(card) == [("Message", "something odd")]


def test_a_failure_without_words_says_so() -> None:
    assert lines(TroubleCard((), "  ")) == [("Message", "it came without a message")]


def test_a_page_long_message_is_cut() -> None:
    ((_, text),) = lines(TroubleCard((), "x" * 10_000))
    assert text == "x" * LONGEST + "…"


def test_the_rows_come_from_the_providers_table_and_from_the_common_one() -> None:
    provider = PigeonProvider()
    wing = TroubleCard.about(provider, Symptom("pigeon", {"reason": "wing"}, "wing"))
    assert wing.headline == "TOY-WING  The pigeon can't fly"
    refused = TroubleCard.about(provider, Symptom("transport", {"reason": "refused"}, "no"))
    assert refused.headline.startswith("CAKD-N-REFUSED")
    unknown = TroubleCard.about(provider, Symptom("unknown", text="odd"), "odder")
    assert lines(unknown) == [("Message", "odder")]


async def test_what_a_service_said_is_never_read_as_markup() -> None:
    class Showing(App[None]):
        """Shows two cards."""

        def compose(self) -> ComposeResult:
            yield TroubleCard((), "a [/b] z [link='")
            yield Card("[/i]", (CardLine("[x", "[/y]", wide=True),), "plain", "[/z]")

    app = Showing()
    app.register_theme(NIGHT)
    app.theme = NIGHT.name
    async with app.run_test() as pilot:
        await pilot.pause()
        texts = [str(each.render()) for each in app.screen.query(Static)]
        assert {"a [/b] z [link='", "[/i]", "[/y]", "[/z]"} <= set(texts)


def test_the_checks_that_failed_are_named_before_the_rows() -> None:
    lame = Finding(Check("wings", "Wings"), Verdict.FAIL, "one is lame", "The pigeon can't fly")
    hungry = Finding(Check("grain", "Grain"), Verdict.FAIL, "none")
    fine = Finding(Check("keyring", "Keyring"), Verdict.PASS, "yes")
    card = TroubleCard.about(PigeonProvider(), Symptom("odd"), "odd", (lame, fine, hungry))
    assert lines(card) == [
        ("Checks", "Wings: The pigeon can't fly"),
        ("", "Grain: none"),
        ("Message", "odd"),
    ]
    wing = Symptom("pigeon", {"reason": "wing"}, "wing")
    assert lines(TroubleCard.about(PigeonProvider(), wing, "", (lame,)))[0][0] == "Checks"
