"""Every failure the client can raise finds exactly its row of the table; an unknown one finds none.

The failures are made by the client itself, from the answer that stands in for the network's.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CakdError
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import CAUSE, matching, own_entries
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.in_process import InProcessTransport
from cakd_tui.discord.http.webhook_url import parse_public_url
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.answer import Reply, edge_reply, json_reply

ENTRIES = (*own_entries(), *DiscordProvider(environment={}).entries())
TOKEN = Secret("a.b.c")
PAGE = "<html><body>Sign in to the network</body></html>"
NAMED = {"name": {"_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "2 to 100"}]}}
TYPED = {"type": {"_errors": [{"code": "BASE_TYPE_CHOICES", "message": "one of"}]}}
FULL = {"parent_id": {"_errors": [{"code": "CHANNEL_PARENT_MAX_CHANNELS", "message": "full"}]}}
GONE = {"parent_id": {"_errors": [{"code": "CHANNEL_PARENT_INVALID", "message": "no such"}]}}

Ask = Callable[[DiscordApi], Awaitable[object]]


def whoami(api: DiscordApi) -> Awaitable[object]:
    return api.current_user()


def guild(api: DiscordApi) -> Awaitable[object]:
    return api.guild(1)


def channel(api: DiscordApi) -> Awaitable[object]:
    return api.channel(1)


def create_channel(api: DiscordApi) -> Awaitable[object]:
    return api.create_channel(1, "alerts-x", "topic", reason="why")


def delete_channel(api: DiscordApi) -> Awaitable[object]:
    return api.delete_channel(1, reason="why")


def create_webhook(api: DiscordApi) -> Awaitable[object]:
    return api.create_webhook(1, "CAKD Alerting - x", reason="why")


def post(api: DiscordApi) -> Awaitable[object]:
    return api.execute_webhook(1, Secret("w"), {"content": "x"})


def refused(status: int, code: int = 0, message: str = "no", **more: object) -> Reply:
    return json_reply(status, {"message": message, "code": code, **more})


def limited(code: int | None = None) -> Reply:
    said: dict[str, object] = {"message": "limited", "retry_after": 600.0, "global": False}
    return json_reply(429, said if code is None else {**said, "code": code})


async def symptom(reply: Reply | OSError, ask: Ask, token: Secret = TOKEN) -> Symptom:
    """The symptom of what the client raises when this comes in place of Discord's answer."""

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        del method, target, headers, body
        if isinstance(reply, OSError):
            raise reply
        return reply

    async def at_once(seconds: float) -> None:
        del seconds

    async with open_client(transport=InProcessTransport(answer), sleep=at_once) as client:
        with pytest.raises(CakdError) as raised:
            await ask(DiscordApi(client, token))
    return raised.value.symptom


def rows(symptom: Symptom) -> list[str]:
    return [entry.id for entry in matching(ENTRIES, symptom)]


@dataclass(frozen=True)
class Case:
    row: str
    reply: Reply | OSError
    ask: Ask = whoami
    token: Secret = TOKEN


CASES = [
    Case("CAKD-D-401", refused(401, message="401: Unauthorized")),
    Case("CAKD-D-401", refused(401, 40001)),
    Case("CAKD-D-401", refused(401, 50014)),
    Case("CAKD-D-401-FOREIGN", edge_reply(401, PAGE, "text/html")),
    Case("CAKD-D-401-FOREIGN", edge_reply(401, "")),
    Case("CAKD-D-401-FOREIGN", json_reply(401, {"error": "sign in"})),
    Case("CAKD-D-50027", refused(401, 50027, "Invalid Webhook Token"), post),
    Case("CAKD-D-10004", refused(404, 10004), guild),
    Case("CAKD-D-10003", refused(404, 10003), create_webhook),
    Case("CAKD-D-10015", refused(404, 10015), post),
    Case("CAKD-D-50001", refused(403, 50001), guild),
    Case("CAKD-D-50001", refused(403, 50001), channel),
    Case("CAKD-D-50013", refused(403, 50013, "Missing Permissions"), create_channel),
    Case("CAKD-D-60003", refused(403, 60003), create_channel),
    Case("CAKD-D-20012", refused(403, 20012)),
    Case("CAKD-D-20031", refused(400, 20031), create_channel),
    Case("CAKD-D-30013", refused(400, 30013), create_channel),
    Case("CAKD-D-30007", refused(400, 30007), create_webhook),
    Case("CAKD-D-30058", refused(400, 30058), create_webhook),
    Case("CAKD-D-50074", refused(400, 50074), delete_channel),
    Case("CAKD-D-50041", refused(400, 50041)),
    Case("CAKD-D-50035", refused(400, 50035, errors=TYPED), create_channel),
    Case("CAKD-D-50035-NAME", refused(400, 50035, errors=NAMED), create_channel),
    Case("CAKD-D-50035-FULL", refused(400, 50035, errors=FULL), create_channel),
    Case("CAKD-D-50035-CATEGORY", refused(400, 50035, errors=GONE), create_channel),
    Case("CAKD-D-404", refused(404, message="404: Not Found")),
    Case("CAKD-D-404", edge_reply(404, PAGE, "text/html"), create_channel),
    Case("CAKD-D-407", edge_reply(407, "Proxy Authentication Required")),
    Case("CAKD-D-511", edge_reply(511, PAGE, "text/html")),
    *(Case("CAKD-D-REDIRECT", edge_reply(status, "")) for status in (301, 302, 303, 307, 308)),
    Case("CAKD-D-429", limited()),
    Case("CAKD-D-429", limited(), post),
    Case("CAKD-D-20028", limited(20028), post),
    Case("CAKD-D-20028", limited(20029), create_channel),
    Case("CAKD-D-40062", limited(40062)),
    Case("CAKD-D-CLOUDFLARE", edge_reply(429, "error code: 1015")),
    Case("CAKD-D-CLOUDFLARE", edge_reply(403, "error code: 1010")),
    Case("CAKD-D-CLOUDFLARE", refused(403, 40333)),
    *(Case("CAKD-D-5XX", refused(status)) for status in (500, 502, 503, 504, 505, 520, 599)),
    Case("CAKD-D-5XX", edge_reply(502, PAGE, "text/html"), create_channel),
    Case("CAKD-D-REPLY", edge_reply(200, PAGE, "text/html")),
    Case("CAKD-D-REPLY", json_reply(200, [])),
    Case("CAKD-D-TOKEN-SHAPE", refused(500), token=Secret("a\nb")),
    Case("CAKD-N-RESET", ConnectionResetError(104, "reset")),
    Case("CAKD-N-READ-TIMEOUT", TimeoutError("timed out"), create_channel),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
async def test_a_failure_finds_exactly_its_row(case: Case) -> None:
    assert rows(await symptom(case.reply, case.ask, case.token)) == [case.row]


async def test_a_limit_known_ahead_finds_the_row_of_a_limit() -> None:
    async def twice(api: DiscordApi) -> object:
        with pytest.raises(CakdError):
            await api.current_user()
        return await api.current_user()

    found = await symptom(limited(), twice)
    assert "not sent" in found.text
    assert rows(found) == ["CAKD-D-429"]


@pytest.mark.parametrize(
    "reply", [refused(418), refused(400, 999999), refused(403, 999999), refused(405)]
)
async def test_an_unknown_failure_finds_nothing(reply: Reply) -> None:
    assert rows(await symptom(reply, create_channel)) == []


async def test_a_persons_token_finds_its_row() -> None:
    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        del method, headers, body
        name = {"username": "ada"} if "/users/" in target else {"name": "app"}
        return json_reply(200, {"id": "5", "bot": False, **name})

    connection = DiscordConnection(answer=answer)
    with pytest.raises(CakdError) as raised:
        await connection.identity("token", Answers("p").with_secret("token", TOKEN))
    await connection.aclose()
    assert rows(raised.value.symptom) == ["CAKD-D-USER"]


async def test_an_unfit_address_finds_its_row() -> None:
    with pytest.raises(CakdError) as raised:
        open_client("http://discord.example/api")
    assert rows(raised.value.symptom) == ["CAKD-D-API"]


def test_an_unfit_webhook_url_finds_its_row() -> None:
    with pytest.raises(CakdError) as raised:
        parse_public_url("https://discord.com/api/webhooks/5")
    assert rows(raised.value.symptom) == ["CAKD-D-URL"]


def test_every_row_of_discords_is_found_by_a_test_here() -> None:
    elsewhere = {"CAKD-D-USER", "CAKD-D-API", "CAKD-D-URL", "CAKD-D-ANOTHER-CHANNEL"}
    options = {entry.id for entry in ENTRIES if entry.kind == "option"}  # see test_options.py
    by_cause = {entry.id for entry in ENTRIES if CAUSE in entry.facts}  # see test_known_cause.py
    own = {entry.id for entry in DiscordProvider(environment={}).entries()} - options - by_cause
    assert own == {case.row for case in CASES if case.row.startswith("CAKD-D-")} | elsewhere
