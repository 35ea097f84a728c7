"""Each cause by the evidence that names it, and no name where the evidence falls short."""

import pytest

from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.cause import diagnosed, question
from cakd_tui.discord.evidence import Evidence
from cakd_tui.discord.http.errors import (
    BadReply,
    CloudflareBlocked,
    DiscordError,
    MalformedToken,
    RateLimited,
    ServerError,
    TransportError,
    Unauthorized,
)
from cakd_tui.discord.http.models import CurrentUser
from cakd_tui.discord.known_cause import UNKNOWN, Cause, Diagnosis
from tests.discord.clues import (
    ALONE,
    AWAY,
    CHANNELS,
    ELSEWHERE,
    GONE,
    GUILD,
    HERE,
    HIDDEN,
    MANY,
    MEMBER,
    NO_GUILD,
    NO_GUILD_ITSELF,
    NO_WEBHOOK,
    NOT_LISTED,
    PERSON,
    ROLE,
    SENT,
    STRANGER,
    TIMED_OUT,
    UNCREATED,
    UNSEEN,
    USER,
    VIEW,
    Row,
    asked,
    bad_form,
    category,
    channel,
    deny,
    refused,
    seen,
)

BY_ITSELF: list[Row] = [
    (Cause.TOKEN_REFUSED, {}, seen(refused(0, "guild", 401))),
    (Cause.TOKEN_REFUSED, {}, seen(refused(40001, "guild", 401), user=USER)),
    (Cause.TOKEN_REFUSED, {}, seen(refused(50014, "guild", 401))),
    (Cause.PERSONS_TOKEN, {}, seen(refused(0, "guild", 401), user=PERSON)),
    (Cause.PERSONS_TOKEN, {}, seen(refused(20002, "create_channel"))),
    (Cause.CLOUDFLARE, {}, seen(CloudflareBlocked(asked("guild"), 403, "error code: 1010"))),
    (Cause.CLOUDFLARE, {}, seen(CloudflareBlocked(asked("guild"), 403, "{}", code=40333))),
    (Cause.OUTAGE, {}, seen(ServerError(asked("guild"), 502, "<html>"))),
    (Cause.OWNER_WITHOUT_2FA, {}, seen(refused(60003, "create_channel"))),
    (Cause.OUR_BUG, {}, seen(bad_form("type"))),
    (Cause.OUR_BUG, {}, seen(bad_form())),
    (Cause.OUR_BUG, {}, seen(bad_form("permission_overwrites.0.id"))),
    (Cause.OUR_BUG, {}, seen(bad_form(code=50109))),
]

MEMBERSHIP: list[Row] = [
    (Cause.NOT_IN_GUILD, ALONE, seen(STRANGER, guilds=())),
    (Cause.NOT_IN_GUILD, ALONE, seen(NO_GUILD, guilds=())),
    (Cause.NOT_IN_GUILD, AWAY, seen(STRANGER, guilds=(ELSEWHERE,))),
    (Cause.NOT_IN_GUILD, AWAY, seen(HIDDEN, guilds=(ELSEWHERE,))),
    (Cause.NOT_IN_GUILD, AWAY, seen(NO_GUILD, guilds=(ELSEWHERE,), was_here=True)),
    (Cause.NOT_IN_GUILD, AWAY, seen(NO_GUILD_ITSELF, guilds=(ELSEWHERE,), channels=STRANGER)),
    (Cause.NOT_IN_GUILD, AWAY, seen(NO_GUILD_ITSELF, guilds=(ELSEWHERE,), member=STRANGER)),
    (Cause.NOT_IN_GUILD, GONE, seen(NO_WEBHOOK, channel=channel(), member=STRANGER)),
    (
        Cause.NOT_IN_GUILD,
        GONE,
        seen(NO_WEBHOOK, channel=channel(), user=USER, member=refused(10007, "guild_member", 404)),
    ),
    (Cause.WRONG_ID, AWAY, seen(NO_GUILD, guilds=(ELSEWHERE,))),
    (Cause.WRONG_ID, AWAY, seen(NO_GUILD_ITSELF, guilds=(ELSEWHERE,), channels=NO_GUILD)),
    (
        Cause.WRONG_ID,
        AWAY,
        seen(STRANGER, guilds=(ELSEWHERE,), user=CurrentUser(GUILD, "alerts-bot", bot=True)),
    ),
    (Cause.FALSE_UNKNOWN_GUILD, {}, seen(NO_GUILD, guilds=(ELSEWHERE, HERE))),
    (Cause.FALSE_UNKNOWN_GUILD, {}, seen(NO_GUILD, guilds=(*MANY, HERE))),
    (Cause.FALSE_UNKNOWN_GUILD, {}, seen(NO_GUILD_ITSELF, channels=())),
    (Cause.HIDDEN_CHANNEL, {"channel": "#a"}, seen(HIDDEN, guilds=(HERE,), channel_name="#a")),
    (Cause.HIDDEN_CHANNEL, {"channel": "#a"}, seen(HIDDEN, member=MEMBER, channel_name="#a")),
]

KNOWN = [*BY_ITSELF, *MEMBERSHIP]


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: row[0].value)
def test_the_evidence_leads_to_the_cause(row: Row) -> None:
    cause, names, evidence = row
    assert diagnosed(evidence) == Diagnosis(cause, names)


def test_every_cause_that_is_no_lack_of_permission_is_led_to() -> None:
    of_permissions = {
        *(Cause.MISSING_IN_GUILD, Cause.DENIED_IN_CHANNEL, Cause.DENIED_BY_CATEGORY),
        *(Cause.TIMED_OUT, Cause.PENDING),
    }
    assert {cause for cause, _, _ in KNOWN} == {*Cause} - of_permissions - {Cause.UNKNOWN}


UNSETTLED = {
    "no list of servers": seen(NO_GUILD),
    "a list that may go on": seen(NO_GUILD, guilds=MANY),
    "only the server's own route": seen(NO_GUILD_ITSELF, guilds=(ELSEWHERE,)),
    "in the server, yet no channels": seen(STRANGER, guilds=(HERE,)),
    "a channel that is gone": seen(refused(10003, "create_webhook", 404), guilds=(HERE,)),
    "a webhook's token": seen(refused(50027, "execute_webhook", 401)),
    "a name": seen(bad_form("name", "type")),
    "a category": seen(bad_form("parent_id")),
    "a channel's id": seen(bad_form("channel_id")),
    "a server's id": seen(bad_form("guild_id")),
    "a page to sign in at": seen(Unauthorized(asked("guild"), 401, "<html>")),
    "a page to sign in at, for a person": seen(
        Unauthorized(asked("guild"), 401, "<html>"), user=PERSON
    ),
    "the network's sign-in": seen(ServerError(asked("guild"), 511, "<html>")),
    "another code": seen(refused(30013, "create_channel", 400), member=TIMED_OUT),
}


@pytest.mark.parametrize("what", UNSETTLED)
def test_what_does_not_settle_it_is_left_unknown(what: str) -> None:
    assert diagnosed(UNSETTLED[what]) == UNKNOWN


NAMED_ALREADY: list[DiscordError] = [
    RateLimited(asked("guild"), "{}", retry_after=9.0),
    TransportError(asked("guild"), "reset", "reset", sent=True),
    BadReply(asked("guild"), 200, "not-json", "x"),
    MalformedToken("bot token"),
]


@pytest.mark.parametrize("error", NAMED_ALREADY, ids=lambda error: type(error).__name__)
def test_what_names_itself_is_neither_named_nor_asked_about(error: DiscordError) -> None:
    assert diagnosed(seen(error, member=TIMED_OUT, guilds=())) == UNKNOWN
    assert question(seen(error)) is None


@pytest.mark.parametrize("evidence", [row[2] for row in BY_ITSELF])
def test_what_is_certain_is_not_asked_about(evidence: Evidence) -> None:
    assert question(evidence) is None


@pytest.mark.parametrize(
    ("asking", "evidence"),
    [
        ("guilds", seen(NO_GUILD)),
        ("guilds", seen(STRANGER)),
        ("guilds", seen(HIDDEN)),
        ("guilds", seen(UNCREATED, category=category(), sent=(SENT,))),
        ("guilds", seen(refused(50001, "create_channel"), in_category=True)),
        ("member", seen(UNCREATED)),
        ("member", seen(UNCREATED, category=category(), in_category=True)),
        ("member", seen(UNCREATED, category=category(deny(CHANNELS, ROLE)), in_category=True)),
        ("member", seen(NOT_LISTED, channel=channel())),
        ("member", seen(UNSEEN, channel=channel(deny(VIEW, ROLE)))),
        (None, seen(refused(10003, "create_webhook", 404))),
        (None, seen(refused(30013, "create_channel", 400))),
    ],
)
def test_the_one_question_is_the_one_that_settles_it(
    asking: str | None, evidence: Evidence
) -> None:
    assert question(evidence) == asking


def test_a_symptom_gets_the_cause_and_its_names_and_keeps_its_text() -> None:
    symptom = Symptom("http", {"code": 50013}, "as received")
    told = Diagnosis(Cause.PENDING, {"channel": "#a"}).told_in(symptom)
    assert told.facts == {"code": 50013, "cause": "pending", "channel": "#a"}
    assert (told.kind, told.text) == ("http", "as received")
    assert UNKNOWN.told_in(symptom) is symptom
