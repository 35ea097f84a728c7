"""What Discord's answers say of a saved route, without asking anybody."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.category_move import Move
from cakd_tui.discord.drift import (
    TAKE_OVER,
    channel_finding,
    is_gone,
    is_hidden,
    left_over_finding,
    webhook_finding,
)
from cakd_tui.discord.http.errors import (
    ApiError,
    Asked,
    BadWebhookUrl,
    CloudflareBlocked,
    DiscordError,
    Forbidden,
    NotFound,
    ServerError,
    TransportError,
    Unauthorized,
)
from cakd_tui.discord.http.models import Channel, Webhook

ASKED = Asked("GET", "https://discord.com/api/v10/x")
CHANNEL = Remembered("channel", "10", "alerts-api", made=True)
WEBHOOK = Remembered("webhook", "20", "CAKD Alerting - api", made=True)
URL = Secret("https://discord.com/api/webhooks/20/token")
ROUTE = Route("api", "discord", {"guild": "1"}, (CHANNEL, WEBHOOK), URL)
THERE = Webhook(20, 1, channel_id=10, guild_id=1, name="CAKD Alerting - api")
ROOM = Channel(10, 0, guild_id=1, name="alerts-api")


def refusal(kind: Callable[..., ApiError], status: int, code: int) -> ApiError:
    return kind(ASKED, status, "{}", code=code)


GONE_WEBHOOK = refusal(NotFound, 404, 10015)
GONE_CHANNEL = refusal(NotFound, 404, 10003)
HIDDEN = refusal(Forbidden, 403, 50001)
DOWN = refusal(ServerError, 502, 0)
OFFLINE = TransportError(ASKED, "refused", "connection refused", sent=False)


def delivers(finding: Finding) -> bool:
    return finding.verdict is not Verdict.FAIL


def test_a_webhook_as_it_was_passes() -> None:
    assert webhook_finding(ROUTE, THERE).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [
        (GONE_WEBHOOK, "deleted in Discord"),
        (refusal(Unauthorized, 401, 50027), "its token is not valid"),
        (refusal(Unauthorized, 401, 0), "its token is not valid"),
        (BadWebhookUrl(), "the saved address is none of Discord's"),
    ],
)
def test_a_webhook_that_takes_no_alert_fails_and_is_made_again(
    answer: DiscordError, evidence: str
) -> None:
    found = webhook_finding(ROUTE, answer)
    assert found.verdict is Verdict.FAIL
    assert found.evidence == evidence
    assert found.headline.endswith(": no alert is delivered")
    assert "cakd create" in found.fixes[0].text
    assert not found.refused


@pytest.mark.parametrize("answer", [OFFLINE, DOWN, refusal(NotFound, 404, 0)])
def test_an_answer_about_something_else_is_no_deletion(answer: DiscordError) -> None:
    found = webhook_finding(ROUTE, answer)
    assert found.verdict is Verdict.FAIL
    assert found.symptom is answer.symptom
    assert not found.fixes
    assert "gone" not in found.headline


def test_a_renamed_webhook_is_told_with_both_names() -> None:
    found = webhook_finding(ROUTE, Webhook(20, 1, channel_id=10, name="Fred"))
    assert found.verdict is Verdict.WARN
    assert found.evidence == "renamed: CAKD Alerting - api → Fred"


def test_whitespace_that_discord_collapses_is_no_new_name() -> None:
    found = webhook_finding(ROUTE, Webhook(20, 1, channel_id=10, name="CAKD  Alerting - api "))
    assert found.verdict is Verdict.PASS


def test_a_moved_webhook_still_delivers_and_its_new_place_can_be_opened() -> None:
    found = webhook_finding(ROUTE, Webhook(20, 1, channel_id=99, guild_id=1, name=WEBHOOK.name))
    assert found.verdict is Verdict.WARN
    assert found.evidence == "moved: it posts to another channel than #alerts-api"
    link = found.fixes[0].link
    assert link is not None
    assert link.url == "https://discord.com/channels/1/99"
    assert found.fixes[1].text.startswith("cakd rotate ")
    assert "makes another in #alerts-api" in found.fixes[1].text


def test_where_no_channel_is_remembered_no_webhook_has_moved() -> None:
    route = replace(ROUTE, remembered=(WEBHOOK,))
    assert webhook_finding(route, replace_channel(99)).verdict is Verdict.PASS


def replace_channel(channel_id: int) -> Webhook:
    return Webhook(20, 1, channel_id=channel_id, name=WEBHOOK.name)


def test_a_channel_as_it_was_passes_by_name() -> None:
    found = channel_finding(CHANNEL, ROOM, 1)
    assert (found.verdict, found.evidence) == (Verdict.PASS, "#alerts-api")


def test_a_renamed_channel_still_gets_its_alerts() -> None:
    found = channel_finding(CHANNEL, Channel(10, 0, guild_id=1, name="ops"), 1)
    assert found.verdict is Verdict.WARN
    assert found.evidence == "renamed: #alerts-api → #ops"
    assert found.fixes[0].text == "#ops → Edit Channel → name it alerts-api"


MOVED = Move("Operations", "Lounge", "drag #alerts-api into the category Operations")


def test_a_moved_channel_still_delivers() -> None:
    found = channel_finding(CHANNEL, ROOM, 1, MOVED)
    assert (found.verdict, found.evidence) == (Verdict.WARN, "moved: Operations → Lounge")
    assert found.headline == "The channel was moved; alerts still arrive in it"
    assert [each.text for each in found.fixes] == [MOVED.way_back, TAKE_OVER.text]


def test_a_channel_that_was_renamed_and_moved_is_told_as_both() -> None:
    renamed = Channel(10, 0, guild_id=1, name="ops")
    found = channel_finding(CHANNEL, renamed, 1, Move("Operations", "no category"))
    assert found.evidence == "renamed: #alerts-api → #ops; moved: Operations → no category"
    assert found.headline == "The channel was renamed and moved; alerts still arrive in it"
    assert [each.where for each in found.fixes] == ["In Discord", "or"]


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        (GONE_CHANNEL, Verdict.FAIL, "#alerts-api was deleted in Discord"),
        (Channel(10, 0, guild_id=2, name="ops"), Verdict.FAIL, "#ops is in another server"),
        (Channel(10, 5, guild_id=1, name="ops"), Verdict.WARN, "#ops is no longer a text channel"),
        (DOWN, Verdict.FAIL, "Discord answered 502: no message"),
    ],
)
def test_what_became_of_a_channel_is_told_apart(
    answer: Channel | DiscordError, verdict: Verdict, words: str
) -> None:
    found = channel_finding(CHANNEL, answer, 1)
    assert (found.verdict, found.evidence) == (verdict, words)


def test_gone_and_hidden_are_told_by_discords_own_codes_alone() -> None:
    blocked = refusal(CloudflareBlocked, 403, 50001)
    answers = (GONE_WEBHOOK, GONE_CHANNEL, HIDDEN, DOWN, OFFLINE, blocked, ROOM, None)
    assert [is_gone(each) for each in answers] == [True, True, *[False] * 6]
    assert [is_hidden(each) for each in answers] == [False, False, True, *[False] * 5]
    assert not is_gone(refusal(NotFound, 404, 10004))
    assert not is_hidden(refusal(Forbidden, 403, 50013))


@given(st.lists(st.sampled_from(["webhook-old", "webhook-next", "role"]), unique=True))
def test_whatever_is_remembered_beside_channel_and_webhook_is_left_over(kinds: list[str]) -> None:
    others = tuple(Remembered(kind, "30", f"a {kind}", made=True) for kind in kinds)
    found = left_over_finding(replace(ROUTE, remembered=(*ROUTE.remembered, *others)))
    assert found.verdict is (Verdict.WARN if kinds else Verdict.PASS)
    assert all(kind in found.evidence for kind in kinds)
    assert delivers(found)
    if kinds:
        assert [fix.text.split(" -f")[0] for fix in found.fixes] == ["cakd rotate", "cakd destroy"]
    begun = Remembered("channel-coming", "31", "ops", made=True)
    found = left_over_finding(replace(ROUTE, remembered=(*ROUTE.remembered, *others, begun)))
    assert found.evidence.startswith("#ops, a move to it was begun")
    assert all(kind in found.evidence for kind in kinds)
    rotate = ["cakd rotate"] if kinds else []
    commands = [fix.text.split(" -f")[0] for fix in found.fixes]
    assert commands == ["cakd create", *rotate, "cakd destroy"]


def test_what_is_gone_is_named_by_its_kind() -> None:
    assert webhook_finding(ROUTE, GONE_WEBHOOK).gone == "webhook"
    assert channel_finding(CHANNEL, GONE_CHANNEL, 1).gone == "channel"
    unclear = (DOWN, OFFLINE, HIDDEN, refusal(Unauthorized, 401, 50027))
    assert {webhook_finding(ROUTE, each).gone for each in unclear} == {""}
    assert {channel_finding(CHANNEL, each, 1).gone for each in (DOWN, OFFLINE, ROOM)} == {""}
