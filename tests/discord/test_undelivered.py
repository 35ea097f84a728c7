"""What a failed post means for the message: gone, later, or never in this form."""

from collections.abc import Mapping

import pytest

from cakd_tui.core.courier import Gone, Postponed, Unacceptable
from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import WebhookApi
from cakd_tui.discord.http.bucket import Scope
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.errors import (
    Asked,
    BadBaseUrl,
    BadReply,
    BadWebhookUrl,
    DiscordError,
    MalformedToken,
    RateLimited,
    ReasonKind,
    TransportError,
)
from cakd_tui.discord.http.in_process import InProcessTransport
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.undelivered import REFUSED_FOR, undelivered
from cakd_tui.rehearsal import refusals
from cakd_tui.rehearsal.answer import Reply, edge_reply, json_reply
from cakd_tui.rehearsal.faults import (
    Banned,
    Drop,
    Effect,
    Fault,
    Garbage,
    Html,
    Refused,
    Silence,
    Status,
    Truncated,
    WrongTypes,
)
from cakd_tui.rehearsal.scenarios import scenario

PAGE = "<html><body>Sign in to the network</body></html>"
ASKED = Asked("POST", "https://discord.com/api/v10/webhooks/1/***", "execute_webhook")


def coded(status: int, code: int = 0, message: str = "no") -> Refused:
    return Refused(json_reply(status, {"message": message, "code": code}))


def refused(reply: Reply) -> Refused:
    return Refused(reply)


async def failure(effect: Effect) -> DiscordError:
    """What the client raises when this befalls a post."""
    rehearsal = scenario("existing-setup", tempo=0)
    rehearsal.faults.add(Fault(effect, times=None))
    patience = Patience(rate_limit=5)
    webhook = next(iter(rehearsal.world.webhooks.values()))
    async with open_client("", InProcessTransport(rehearsal.answer), patience=patience) as client:
        with pytest.raises(DiscordError) as raised:
            await WebhookApi(client).execute_webhook(
                int(webhook.id), Secret(webhook.token), {"content": "x"}
            )
    return raised.value


@pytest.mark.parametrize(
    "effect",
    [
        refused(refusals.unknown_webhook().reply),
        refused(refusals.unknown_channel().reply),
        refused(refusals.unknown_guild().reply),
        coded(404, 999999),
        refused(refusals.invalid_webhook_token().reply),
        refused(refusals.unauthorized().reply),
        refused(refusals.missing_access().reply),
        refused(refusals.missing_permissions().reply),
        refused(refusals.no_thread_here().reply),
        coded(400, 220001),
        refused(refusals.wrong_channel_type().reply),
        coded(400, 50008),
    ],
)
async def test_a_place_that_takes_nothing_is_gone(effect: Effect) -> None:
    error = await failure(effect)
    outcome = undelivered(error)
    assert isinstance(outcome, Gone)
    assert (outcome.message, outcome.symptom) == (error.message, error.symptom)


@pytest.mark.parametrize(
    ("effect", "mendable"),
    [
        *((coded(404, code), False) for code in (10003, 10004, 10015, 999999)),
        (coded(401, 50027), False),
        (coded(401), False),
        *((coded(403, code), True) for code in (50001, 50013)),
        *((coded(400, code), True) for code in (50008, 50024, 220001, 220004)),
    ],
)
async def test_what_is_not_there_is_mended_by_another_and_what_is_there_in_place(
    effect: Effect, mendable: bool
) -> None:
    outcome = undelivered(await failure(effect))
    assert isinstance(outcome, Gone)
    assert outcome.mendable == mendable


@pytest.mark.parametrize(
    "effect",
    [
        coded(400, 50035),
        refused(refusals.empty_message().reply),
        refused(refusals.not_json().reply),
        coded(400, 200000),
        coded(403, 200000),
        coded(400, 200001),
        coded(400, 240000),
        coded(400, 20009),
        coded(413, 40005),
        refused(edge_reply(413, "Request Entity Too Large")),
        coded(400, 999999),
    ],
)
async def test_a_message_that_is_minded_is_unacceptable(effect: Effect) -> None:
    assert isinstance(undelivered(await failure(effect)), Unacceptable)


@pytest.mark.parametrize(
    ("effect", "everywhere", "after"),
    [
        (Status(500), False, None),
        (Status(502), True, None),
        (Status(503), True, None),
        (Status(504), True, None),
        (coded(520), True, None),
        (refused(edge_reply(511, PAGE, "text/html")), True, None),
        (coded(503, 130000), True, None),
        (coded(400, 40006), True, None),
        (coded(400, 50041), True, None),
        (coded(403, 110001), False, REFUSED_FOR),
        (coded(403, 50095), False, REFUSED_FOR),
        (coded(403, 999999), False, REFUSED_FOR),
        (Banned(429), True, REFUSED_FOR),
        (Banned(403), True, REFUSED_FOR),
        (refused(refusals.blocked_by_cloudflare().reply), True, REFUSED_FOR),
        (refused(edge_reply(401, PAGE, "text/html")), True, REFUSED_FOR),
        (refused(edge_reply(404, PAGE, "text/html")), True, REFUSED_FOR),
        (refused(edge_reply(400, PAGE, "text/html")), True, REFUSED_FOR),
        (refused(refusals.no_route().reply), True, REFUSED_FOR),
        (refused(edge_reply(302, "")), True, REFUSED_FOR),
        (refused(edge_reply(407, "")), True, REFUSED_FOR),
        (Drop(), False, None),
        (Silence(), False, None),
        (Html(), True, None),
        (Garbage(), False, None),
        (Truncated(), False, None),
        (WrongTypes(), False, None),
    ],
)
async def test_what_may_pass_is_postponed(
    effect: Effect, everywhere: bool, after: float | None
) -> None:
    outcome = undelivered(await failure(effect))
    assert isinstance(outcome, Postponed)
    assert (outcome.everywhere, outcome.after) == (everywhere, after)


@pytest.mark.parametrize(
    ("body", "headers", "everywhere"),
    [
        ({"retry_after": 600.0, "global": False}, {}, False),
        ({"retry_after": 600.0, "global": True}, {}, True),
        ({"retry_after": 600.0, "global": False}, {"X-RateLimit-Scope": "global"}, True),
        ({"retry_after": 600.0, "global": False, "code": 20028}, {}, False),
        ({"retry_after": 600.0, "global": False}, {"X-RateLimit-Scope": "shared"}, False),
    ],
)
async def test_a_long_pause_is_told_and_whether_it_is_for_all(
    body: dict[str, object], headers: Mapping[str, str], everywhere: bool
) -> None:
    reply = json_reply(429, {"message": "limited", **body}).adding(tuple(headers.items()))
    outcome = undelivered(await failure(refused(reply)))
    assert isinstance(outcome, Postponed)
    assert (outcome.everywhere, outcome.after) == (everywhere, 600.0)


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
def test_what_is_kept_back_is_postponed_as_what_is_refused(scope: Scope) -> None:
    outcome = undelivered(RateLimited.unsent(ASKED, scope, 40.0))
    assert isinstance(outcome, Postponed)
    assert (outcome.everywhere, outcome.after) == (scope == "global", 40.0)


@pytest.mark.parametrize(
    ("kind", "everywhere"),
    [
        ("dns", True),
        ("refused", True),
        ("unreachable", True),
        ("tls-expired", True),
        ("proxy-auth", True),
        ("timeout-connect", True),
        ("timeout-read", False),
        ("timeout-pool", False),
        ("reset", False),
    ],
)
def test_without_an_answer_it_is_later(kind: ReasonKind, everywhere: bool) -> None:
    outcome = undelivered(TransportError(ASKED, kind, "why", sent=False))
    assert isinstance(outcome, Postponed)
    assert (outcome.everywhere, outcome.after) == (everywhere, None)


def test_an_answer_too_large_is_not_discords() -> None:
    outcome = undelivered(BadReply(ASKED, 200, "too-large", "larger than any answer"))
    assert isinstance(outcome, Postponed)
    assert outcome.everywhere


def test_a_url_that_is_none_leads_nowhere() -> None:
    assert isinstance(undelivered(BadWebhookUrl()), Gone)
    assert isinstance(undelivered(MalformedToken("webhook's token")), Gone)


def test_a_wrong_base_is_about_all_places() -> None:
    outcome = undelivered(BadBaseUrl("is not a URL"))
    assert isinstance(outcome, Postponed)
    assert outcome.everywhere
