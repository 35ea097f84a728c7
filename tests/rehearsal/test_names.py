import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.rehearsal.names import display_name, forbidden_part, text_channel_name


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("alerts-my-project", "alerts-my-project"),
        ("Alerts My  Project", "alerts-my-project"),
        ("alerts--my---project", "alerts-my-project"),
        ("alerts.my,project's", "alertsmyprojects"),
        ("-alerts_x-", "alerts_x"),
        ("Störung 🚨", "störung-🚨"),
        ("zero\u200bwidth", "zerowidth"),
        ("!?.", ""),
    ],
)
def test_a_channel_name_is_rewritten_like_this(wanted: str, kept: str) -> None:
    assert text_channel_name(wanted) == kept


@given(st.text(max_size=120))
def test_a_rewritten_channel_name_stays_as_it_is(wanted: str) -> None:
    once = text_channel_name(wanted)
    assert text_channel_name(once) == once


@given(st.from_regex(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", fullmatch=True))
def test_a_well_formed_channel_name_is_kept(wanted: str) -> None:
    assert text_channel_name(wanted) == wanted


def test_display_names_are_trimmed_and_single_spaced() -> None:
    assert display_name("  CAKD \n Alerting\t-  x\u200b ") == "CAKD Alerting - x"


@given(st.text(max_size=100))
def test_a_display_name_stays_as_it_is(wanted: str) -> None:
    assert display_name(display_name(wanted)) == display_name(wanted)


@pytest.mark.parametrize("name", ["MyDiscordThing", "discord", "a DISCORD-bot", "dis\u200bcord"])
def test_discord_is_found_in_a_webhook_name(name: str) -> None:
    assert forbidden_part(name) == "discord"


def test_clyde_is_found_in_a_webhook_name() -> None:
    assert forbidden_part("CAKD Alerting - clyde-api") == "clyde"


@pytest.mark.parametrize("name", ["CAKD Alerting - dscrd-bot", "disco rd", "clyd", "everyone"])
def test_other_webhook_names_are_fine(name: str) -> None:
    assert forbidden_part(name) is None
