"""Under a ledger: what mends the permission, what is doubtful, what a trial would turn."""

from dataclasses import replace

import pytest

from cakd_tui.core.finding import Fix, Link, Verdict
from cakd_tui.core.ledger import Account, Explained
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.card import Card, CardLine
from cakd_tui.tui.widgets.why_card import why_card
from tests.tui.accounts import explained

MISSING = WhyState.about(explained(), "wings")
THERE = WhyState.about(explained(), "grain")
WINGED = WhyState.about(explained(own=("wings",)), "grain")
"""Nothing is missing there, so that nobody is asked for anything."""
INVITE = "https://pigeons.example/invite"


def footnote(card: Card) -> object:
    """What stands under the card's lines."""
    return card.says()[-1]


def with_account(state: WhyState, account: Account) -> WhyState:
    """The state with this account in the place of the one of its key."""
    accounts = tuple(account if each.key == account.key else each for each in state.real.accounts)
    ledger = replace(state.real, accounts=accounts)
    return replace(state, explained=Explained(ledger, lambda _: ledger))


def test_the_smallest_fix_comes_first_and_stands_out_and_links_stand_under_theirs() -> None:
    card = why_card(MISSING)
    assert card.headline == "Wings is missing, the smallest fix first"
    assert card.lines == (
        CardLine("In the tower", "Roles → Coo → Wings", strong=True),
        CardLine("or", "invite it again"),
        CardLine("", INVITE, quiet=True),
    )
    assert card.has_class("-error")


def test_a_single_fix_says_where_it_is_made() -> None:
    account = replace(MISSING.account, fixes=MISSING.account.fixes[:1])
    assert why_card(with_account(MISSING, account)).lines == (
        CardLine("In the tower", "Roles → Coo → Wings", strong=True),
    )


def test_a_long_address_has_the_whole_width() -> None:
    link = Link("Invite Coo", f"{INVITE}/{'x' * 60}")
    account = replace(MISSING.account, fixes=(Fix("or", "invite it again", link),))
    assert why_card(with_account(MISSING, account)).lines[1].wide


def test_the_message_to_the_owner_is_offered_only_where_there_is_one() -> None:
    assert str(footnote(why_card(MISSING))).startswith("c copies a message to ")
    silent = replace(MISSING.real, request="")
    state = replace(MISSING, explained=Explained(silent, lambda _: silent))
    assert footnote(why_card(state)) == ""


@pytest.mark.parametrize(
    ("verdict", "allowed", "headline", "tone"),
    [
        (Verdict.PASS, True, "Grain: there, nothing to do", "-success"),
        (Verdict.SKIPPED, False, "Grain: not there, and not needed", "-plain"),
        (Verdict.FAIL, False, "Grain: not there", "-error"),
    ],
)
def test_without_a_fix_the_decision_is_told(
    verdict: Verdict, allowed: bool, headline: str, tone: str
) -> None:
    account = replace(THERE.account, verdict=verdict, allowed=allowed, because="from the flock")
    card = why_card(with_account(THERE, account))
    assert card.headline == headline
    assert card.lines == (CardLine("Because", "From the flock."),)
    assert card.has_class(tone)


def test_what_is_doubtful_is_said_in_the_place_of_the_reason() -> None:
    account = replace(THERE.account, verdict=Verdict.WARN, remarks=("It is much.", "It is old."))
    card = why_card(with_account(THERE, account))
    assert card.headline == "Grain: there, with a remark"
    assert card.lines == (CardLine("Mind", "It is much."), CardLine("Mind", "It is old."))
    assert card.has_class("-warning")


def test_what_makes_a_doubtful_permission_sound_stands_under_the_doubt() -> None:
    fix = Fix("In the tower", "Roles → Coo → Grain")
    account = replace(THERE.account, verdict=Verdict.WARN, remarks=("It is lent.",), fixes=(fix,))
    card = why_card(with_account(THERE, account))
    assert str(footnote(card)).startswith("c copies a message to ")
    assert footnote(why_card(with_account(WINGED, account))) == ""
    assert card.headline == "Grain: there, with a remark"
    assert card.lines == (
        CardLine("Mind", "It is lent."),
        CardLine("In the tower", "Roles → Coo → Grain", strong=True),
    )


def test_what_two_permissions_have_in_common_is_told_once() -> None:
    remarked = replace(THERE.account, remarks=("It is much.",))
    other = replace(remarked, key="wings", title="Wings")
    card = why_card(with_account(with_account(THERE, remarked), other))
    assert card.headline == "Grain and Wings: there, with a remark"
    fixed = replace(MISSING.account, decided_by="own")
    both = with_account(with_account(MISSING, fixed), replace(fixed, key="grain", title="Grain"))
    assert why_card(both).headline == "Grain and Wings are denied, the smallest fix first"


def test_what_depends_on_another_permission_is_void() -> None:
    account = replace(MISSING.account, verdict=Verdict.SKIPPED)
    card = why_card(with_account(MISSING, account))
    assert card.headline == "Wings is void, the smallest fix first"


def test_a_trial_says_what_would_turn_and_that_nothing_has() -> None:
    card = why_card(MISSING.turned())
    assert card.headline == "A trial: nothing has changed, and nothing is sent"
    assert card.lines == (CardLine("Would turn", "Wings  ✗ fails → ✓ passes", strong=True),)
    assert card.has_class("-warning")
    assert footnote(card) == "z is back to what is really so."


def test_a_trial_that_turns_nothing_says_so() -> None:
    state = WhyState.about(explained(own=("grain",)), "grain").turned()
    assert why_card(state).lines == (CardLine("Would turn", "no check"),)
