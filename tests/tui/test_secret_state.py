"""The sentences about a secret, and when the way on is open."""

from dataclasses import replace

import pytest
from cakd_toy.provider import PigeonProvider

from cakd_tui.core.credentials import Found
from cakd_tui.core.errors import CredentialsRefused, ProviderError, SecretStoreError
from cakd_tui.core.field import Identity
from cakd_tui.core.secret import Secret
from cakd_tui.tui.secret_state import SecretState
from cakd_tui.tui.widgets.note import Tone

COO = Identity("Coo", "a pigeon")
EMPTY = SecretState(
    PigeonProvider.fields[0],
    provider="pigeon",
    service="Pigeon",
    typed=Secret(""),
    keep=True,
    looking=False,
    store="the keyring",
)
FOUND = replace(EMPTY, found=Found(Secret("sesame"), "CAKD_PIGEON_WHISTLE"))
TYPED = EMPTY.with_text("sesame")


def said(state: SecretState) -> str:
    """All notes, a line each."""
    return "\n".join(f"{note.tone.value} {note.strong}{note.text}" for note in state.notes())


def test_nothing_typed_and_nothing_found_says_where_it_is_had() -> None:
    assert "Nothing in CAKD_PIGEON_WHISTLE or the keyring" in said(EMPTY)
    assert "https://pigeons.example/door" in said(EMPTY)
    assert EMPTY.hindrance == "Paste it above."


def test_a_demo_says_how_to_paste_one() -> None:
    assert "ctrl+d" in said(replace(EMPTY, demo=True))


def test_a_found_secret_is_named_by_its_source_and_never_shown() -> None:
    assert "Found in CAKD_PIGEON_WHISTLE: press enter to use it" in said(FOUND)
    assert "sesame" not in said(FOUND)


def test_a_found_secret_that_is_refused_says_where_it_is() -> None:
    state = replace(EMPTY, found=Found(Secret("x"), "CAKD_PIGEON_WHISTLE"))
    assert "✗ Found in CAKD_PIGEON_WHISTLE, but it can't be used." in said(state)
    assert state.hindrance


def test_what_is_typed_counts_before_what_was_found() -> None:
    state = replace(FOUND, identity=COO).with_text("another")
    assert state.secret == Secret("another")
    assert state.identity is None


def test_white_space_around_what_is_typed_asks_nobody_again() -> None:
    state = replace(TYPED, identity=COO).with_text("  sesame ")
    assert state.identity == COO


def test_a_refused_text_says_why() -> None:
    state = EMPTY.with_text("x")
    assert said(state).startswith("✗ A whistle is longer")
    assert state.hindrance
    assert not state.secret


def test_a_soft_doubt_hinders_nothing() -> None:
    state = replace(EMPTY.with_text("sesame1"), identity=COO)
    assert state.notes()[0].tone is Tone.DOUBT
    assert not state.hindrance


def test_enter_may_wait_for_the_service() -> None:
    assert TYPED.can_wait
    assert TYPED.hindrance == "Enter goes on when Pigeon has answered."
    assert replace(TYPED, eager=True).hindrance.startswith("Goes on by itself")


def test_enter_waits_for_the_keyring_before_a_typed_secret_is_lost() -> None:
    state = replace(TYPED, identity=COO, looking=True, store="")
    assert state.can_wait
    assert "keyring" in state.hindrance


def test_remarks_are_read_before_going_on_by_itself() -> None:
    eager = replace(TYPED, eager=True)
    assert eager.answered(COO).eager
    assert not eager.answered(replace(COO, remarks=("It flies for a team.",))).eager


def test_only_an_accepted_new_secret_can_be_kept() -> None:
    assert not TYPED.can_keep
    assert replace(TYPED, identity=COO).can_keep
    assert not replace(FOUND, identity=COO).can_keep
    assert not replace(FOUND.with_text("sesame"), identity=COO).can_keep


def test_where_it_will_be_kept_is_said_by_the_keyring_s_name() -> None:
    kept = replace(TYPED, identity=COO)
    assert "kept in the keyring, item cakd/pigeon" in said(kept)
    assert "forgotten when this run ends" in said(replace(kept, keep=False))


def test_a_keyring_that_is_not_needed_is_no_trouble() -> None:
    locked = SecretStoreError("locked", "locked")
    assert replace(FOUND, store_failure=locked).trouble is None
    assert replace(TYPED, store_failure=locked).trouble is locked


@pytest.mark.parametrize(
    ("failure", "mends"), [(CredentialsRefused("no"), False), (ProviderError("away"), True)]
)
def test_a_refused_secret_is_not_asked_about_again(failure: ProviderError, mends: bool) -> None:
    state = TYPED.answered(failure)
    assert state.may_mend_itself is mends
    assert state.hindrance
    assert state.offers()["anyway"]


def test_going_on_without_knowing_is_possible() -> None:
    state = replace(TYPED.answered(ProviderError("away")), anyway=True)
    assert not state.hindrance
    assert not state.can_keep


def test_a_secret_typed_while_another_is_being_kept_is_a_new_one() -> None:
    keeping = replace(TYPED.answered(COO), saving=True)
    assert keeping.with_text("sesame ").saving
    assert not keeping.with_text("another").saving
