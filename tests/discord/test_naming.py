"""Names of channels and webhooks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.discord.naming import (
    REWRITTEN,
    WebhookName,
    channel_name,
    channel_topic,
    same_channel_name,
    same_name,
    webhook_name,
)

PROJECTS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)
RISKY = st.lists(
    st.sampled_from(["discord", "clyde", "DisCord", "cly", "e", "d", "dis", "cord", "-", "a"]),
    min_size=1,
    max_size=9,
).map("".join)


def test_a_channel_is_named_after_its_project() -> None:
    assert channel_name("my-project") == "alerts-my-project"
    assert channel_topic("my-project") == "CAKD alerts for my-project"


def test_a_webhook_is_named_after_its_project() -> None:
    assert webhook_name("my-project") == WebhookName("CAKD Alerting - my-project")


@pytest.mark.parametrize(
    ("project", "written", "altered"),
    [
        ("discord-bot", "dscrd-bot", ("discord",)),
        ("clyde-api", "clyd-api", ("clyde",)),
        ("DiScOrD", "dscrd", ("discord",)),
        ("clyde-discord", "clyd-dscrd", ("discord", "clyde")),
        ("clydee", "clyd", ("clyde",)),
        ("discord-discord", "dscrd-dscrd", ("discord",)),
    ],
)
def test_words_discord_refuses_are_written_otherwise(
    project: str, written: str, altered: tuple[str, ...]
) -> None:
    assert webhook_name(project) == WebhookName(f"CAKD Alerting - {written}", altered)


@given(st.one_of(PROJECTS, RISKY, st.text()))
def test_no_webhook_name_holds_a_refused_word(project: str) -> None:
    name = webhook_name(project)
    assert all(word not in name.text.casefold() for word in REWRITTEN)


@given(st.one_of(PROJECTS, RISKY))
def test_a_webhook_name_tells_what_was_altered(project: str) -> None:
    refused = tuple(word for word in REWRITTEN if word in project.casefold())
    assert set(refused) <= set(webhook_name(project).altered)
    assert bool(refused) is bool(webhook_name(project).altered)


@given(PROJECTS)
def test_a_webhook_name_fits_in_eighty_characters(project: str) -> None:
    assert len(webhook_name(project).text) <= 80


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("CAKD Alerting - x", "  CAKD  Alerting - x ", True),
        ("CAKD Alerting - x", "CAKD\u00a0Alerting - x", True),
        ("CAKD Alerting - x", "CAKD Alerting\u200b - x", True),
        ("caf\u00e9", "cafe\u0301", True),
        ("CAKD Alerting - x", "CAKD Alerting - X", False),
        ("CAKD Alerting - a-b", "CAKD Alerting - a--b", False),
    ],
)
def test_webhook_names_are_the_same_when_discord_keeps_them_so(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same
    assert same_name(b, a) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("alerts-x", "Alerts-X", True),
        ("alerts-x", "alerts x", True),
        ("alerts-a--b", "alerts-a-b", True),
        ("alerts-x", "-alerts-x-", True),
        ("alerts-x", "alerts_x", False),
        ("alerts-x", "alerts-y", False),
    ],
)
def test_channel_names_are_the_same_when_discord_keeps_them_so(a: str, b: str, same: bool) -> None:
    assert same_channel_name(a, b) is same
    assert same_channel_name(b, a) is same
