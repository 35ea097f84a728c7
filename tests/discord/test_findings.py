"""What is said of each answer, without a network."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from cakd_tui.core.finding import Link, Verdict
from cakd_tui.discord import checks
from cakd_tui.discord.findings import (
    answers_finding,
    failure,
    in_short,
    is_stranger,
    screening_finding,
    server_finding,
    time_out_finding,
    token_finding,
    told_apart,
    two_factor_finding,
)
from cakd_tui.discord.http.errors import (
    Asked,
    BadReply,
    DiscordError,
    Forbidden,
    MalformedToken,
    NotFound,
    ServerError,
    TransportError,
    Unauthorized,
)
from cakd_tui.discord.http.models import CurrentUser, Guild, Member, PartialGuild
from cakd_tui.discord.known_cause import Cause
from cakd_tui.discord.permissions import NOTHING, Permission, Role, Standing

ASKED = Asked("GET", "https://discord.com/api/v10/users/@me")
BOT = CurrentUser(id=2, username="alerts-bot", bot=True)
HERE = 100
GUILD = Guild(id=HERE, name="Ops Lab", owner_id=1)
UNAUTHORIZED = Unauthorized(ASKED, 401, "{}", api_message="401: Unauthorized")
OUTAGE = ServerError(ASKED, 502, "", api_message="")
UNREACHABLE = TransportError(ASKED, "dns", "no such host (discord.com)", sent=False)
UNREADABLE = BadReply(ASKED, 200, "not-json", "<html>")
MALFORMED = MalformedToken("bot token")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UNAUTHORIZED, "Discord answered 401: 401: Unauthorized"),
        (OUTAGE, "Discord answered 502: no message"),
        (UNREACHABLE, "no such host"),
        (UNREADABLE, "the answer can't be read"),
        (MALFORMED, "the bot token can't be sent: it holds characters that no token has"),
    ],
)
def test_an_error_is_told_in_a_few_words(error: DiscordError, words: str) -> None:
    assert in_short(error) == words


def test_a_failure_keeps_the_symptom_its_rows_are_found_by() -> None:
    found = failure(checks.SERVER, OUTAGE, headline="Discord does not show the server")
    assert found.symptom == OUTAGE.symptom
    assert found.evidence == "Discord answered 502: no message"
    assert found.unknown
    assert not found.refused
    assert failure(checks.TOKEN, UNAUTHORIZED, headline="x", evidence="y").evidence == "y"
    assert failure(checks.TOKEN, UNAUTHORIZED, headline="x").refused
    assert not failure(checks.TOKEN, UNAUTHORIZED, headline="x").unknown
    assert not failure(checks.SERVER, STRANGER, headline="x").unknown


@pytest.mark.parametrize(
    ("user", "verdict", "evidence"),
    [
        (BOT, Verdict.PASS, "143 ms"),
        (UNAUTHORIZED, Verdict.PASS, "143 ms"),
        (MALFORMED, Verdict.SKIPPED, "not asked: the token can't be sent"),
        (UNREACHABLE, Verdict.FAIL, "no such host"),
        (OUTAGE, Verdict.FAIL, "Discord answered 502: no message"),
        (UNREADABLE, Verdict.FAIL, "the answer can't be read"),
    ],
)
def test_a_refusal_is_an_answer_too(
    user: CurrentUser | DiscordError, verdict: Verdict, evidence: str
) -> None:
    found = answers_finding(user, 0.1432)
    assert (found.verdict, found.evidence) == (verdict, evidence)


def test_no_answer_and_a_wrong_one_are_told_apart() -> None:
    assert answers_finding(UNREACHABLE, 0).headline == "Discord can't be reached"
    assert answers_finding(OUTAGE, 0).headline == "Discord does not answer as it should"


@pytest.mark.parametrize(
    ("user", "verdict", "refused"),
    [
        (BOT, Verdict.PASS, False),
        (CurrentUser(id=3, username="robin", bot=False), Verdict.FAIL, True),
        (CurrentUser(id=3, username="robin"), Verdict.FAIL, True),
        (UNAUTHORIZED, Verdict.FAIL, True),
        (MALFORMED, Verdict.FAIL, True),
        (UNREACHABLE, Verdict.SKIPPED, False),
        (OUTAGE, Verdict.SKIPPED, False),
    ],
)
def test_a_token_is_refused_only_where_discord_or_its_letters_say_so(
    user: CurrentUser | DiscordError, verdict: Verdict, refused: bool
) -> None:
    found = token_finding(user)
    assert (found.verdict, found.refused) == (verdict, refused)
    assert bool(found.fixes) is refused


def test_who_refused_a_token_is_said() -> None:
    assert token_finding(UNAUTHORIZED).evidence == "Discord does not accept it"
    assert token_finding(MALFORMED).evidence == MALFORMED.message


@pytest.mark.parametrize(
    ("error", "stranger"),
    [
        (NotFound(ASKED, 404, "{}", code=10004), True),
        (Forbidden(ASKED, 403, "{}", code=50001), True),
        (Forbidden(ASKED, 403, "{}", code=50013), False),
        (NotFound(ASKED, 404, "{}"), False),
        (UNREACHABLE, False),
    ],
)
def test_only_two_codes_make_the_bot_a_stranger(error: DiscordError, stranger: bool) -> None:
    assert is_stranger(error) is stranger


STRANGER = NotFound(ASKED, 404, "{}", code=10004)
INVITE = Link("Invite alerts-bot", "https://discord.example/invite")


def guilds(*names: str) -> list[PartialGuild]:
    return [PartialGuild(number, name) for number, name in enumerate(names)]


@pytest.mark.parametrize(
    ("listed", "evidence"),
    [
        (guilds(), "none of the bot's servers has this ID; it is in no server yet"),
        (OUTAGE, "Discord does not show it to this bot"),
        (guilds("A"), "none of the bot's servers has this ID; it is in A"),
        (guilds("A", "B", "C"), "none of the bot's servers has this ID; it is in A, B, C"),
        (
            guilds("A", "B", "C", "D"),
            "none of the bot's servers has this ID; it is in A, B, C and 1 more",
        ),
    ],
)
def test_a_stranger_is_told_where_it_is_at_home(
    listed: list[PartialGuild] | DiscordError, evidence: str
) -> None:
    assert server_finding(STRANGER, listed, INVITE, HERE).evidence == evidence


def test_a_server_that_is_unknown_and_listed_all_the_same_is_no_matter_of_an_invite() -> None:
    listed = guilds("A")
    found = server_finding(STRANGER, listed, INVITE, listed[0].id)
    assert found.evidence == "Discord contradicts itself about it"
    assert found.fixes == ()
    assert found.symptom == STRANGER.symptom


def test_a_stranger_is_invited_where_the_link_is_known() -> None:
    with_link = server_finding(STRANGER, [], INVITE, HERE).fixes
    assert [(fix.where, fix.link) for fix in with_link] == [
        ("In Discord", INVITE),
        ("The ID", None),
    ]
    (without,) = server_finding(STRANGER, [], None, HERE).fixes
    assert (without.where, without.link) == ("The ID", None)


def test_a_server_that_is_shown_is_named_and_one_that_is_not_is_no_strangers() -> None:
    assert server_finding(GUILD, [], INVITE, HERE).evidence == "Ops Lab"
    found = server_finding(OUTAGE, guilds("A"), INVITE, HERE)
    assert found.headline == "Discord does not show the server"
    assert found.fixes == ()


@pytest.mark.parametrize(
    ("level", "enabled", "verdict"),
    [
        (0, False, Verdict.PASS),
        (1, True, Verdict.PASS),
        (1, False, Verdict.FAIL),
        (1, None, Verdict.FAIL),
    ],
)
def test_two_factor_stops_the_bot_only_where_it_is_asked_for_and_missing(
    level: int, enabled: bool | None, verdict: Verdict
) -> None:
    user = CurrentUser(id=2, username="alerts-bot", bot=True, mfa_enabled=enabled)
    guild = Guild(id=100, name="Ops Lab", owner_id=1, mfa_level=level)
    assert two_factor_finding(user, guild).verdict is verdict


UNTIL = datetime(2026, 3, 1, 13, 30, tzinfo=timezone(timedelta(hours=2)))


def standing(*, timed_out: bool, permissions: Permission = NOTHING) -> Standing:
    everyone = Role(100, "@everyone", permissions | Permission.SEND_MESSAGES)
    return Standing(100, 1, 2, (everyone,), frozenset(), timed_out)


PLAIN = standing(timed_out=False)


def test_a_time_out_is_dated_in_utc() -> None:
    found = time_out_finding(standing(timed_out=True), Member(communication_disabled_until=UNTIL))
    assert found.verdict is Verdict.FAIL
    assert found.evidence == "timed out until 2026-03-01 11:30 UTC"


def test_a_time_out_that_ended_or_binds_nobody_is_none() -> None:
    member = Member(communication_disabled_until=UNTIL)
    assert time_out_finding(standing(timed_out=False), member).evidence == "none"
    admin = standing(timed_out=True, permissions=Permission.ADMINISTRATOR)
    assert time_out_finding(admin, member).verdict is Verdict.PASS


def test_a_bot_that_is_not_admitted_yet_may_not_act() -> None:
    assert screening_finding(PLAIN, Member(pending=True)).verdict is Verdict.FAIL
    assert screening_finding(PLAIN, Member()).evidence == "none to pass"


@pytest.mark.parametrize(
    "exempt",
    [standing(timed_out=False, permissions=Permission.ADMINISTRATOR), replace(PLAIN, owner_id=2)],
)
def test_a_screening_that_binds_nobody_passes(exempt: Standing) -> None:
    found = screening_finding(exempt, Member(pending=True))
    assert found.verdict is Verdict.PASS
    assert found.evidence == "not passed, which does not bind administrators"


def test_why_the_bot_is_not_there_chooses_the_heading_and_the_way_out() -> None:
    open_question = server_finding(STRANGER, [], INVITE, HERE)
    absent = told_apart(open_question, Cause.NOT_IN_GUILD)
    assert absent.evidence == "not in this server; it is in no server yet"
    assert absent.headline == "The bot is not in this server"
    assert [fix.link for fix in absent.fixes] == [INVITE]
    wrong = told_apart(open_question, Cause.WRONG_ID)
    assert wrong.evidence == "Discord tells this bot of no such server; it is in no server yet"
    assert wrong.headline == "Discord knows no server with this ID"
    assert [fix.link for fix in wrong.fixes] == [None]
    assert told_apart(open_question, Cause.UNKNOWN) == open_question


def test_without_a_link_a_stranger_still_has_a_way_out() -> None:
    assert told_apart(server_finding(STRANGER, [], None, HERE), Cause.NOT_IN_GUILD).fixes


def test_a_cause_changes_no_other_finding() -> None:
    other = time_out_finding(standing(timed_out=True), Member(communication_disabled_until=UNTIL))
    assert told_apart(other, Cause.WRONG_ID) == other
