"""Answers as Discord, and what stands before it, give them; each comes over a socket."""

from collections.abc import Awaitable
from contextlib import suppress
from functools import partial

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.errors import RateLimited
from cakd_tui.rehearsal import refusals
from cakd_tui.rehearsal.answer import Reply, edge_reply, json_reply
from cakd_tui.rehearsal.faults import (
    Banned,
    Effect,
    Fault,
    Garbage,
    Html,
    Huge,
    Limited,
    Refused,
    Status,
    Truncated,
    WrongTypes,
)
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.troubleshooting.case import Case
from tests.troubleshooting.stage import TOKEN, Ask, Stage

PAGE = "<html><body>Sign in to the network</body></html>"
NAMED = {"name": {"_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "2 to 100"}]}}
CONTAINS = {"name": {"_errors": [{"code": "USERNAME_INVALID_CONTAINS", "message": "discord"}]}}
CARD = {"embeds": {"0": {"fields": {"3": NAMED}}}}
TYPED = {"type": {"_errors": [{"code": "BASE_TYPE_CHOICES", "message": "one of"}]}}
FULL = {"parent_id": {"_errors": [{"code": "CHANNEL_PARENT_MAX_CHANNELS", "message": "full"}]}}
GONE = {"parent_id": {"_errors": [{"code": "CHANNEL_PARENT_INVALID", "message": "no such"}]}}


def whoami(api: DiscordApi) -> Awaitable[object]:
    return api.current_user()


def application(api: DiscordApi) -> Awaitable[object]:
    return api.current_application()


def guilds(api: DiscordApi) -> Awaitable[object]:
    return api.my_guilds()


def guild(api: DiscordApi) -> Awaitable[object]:
    return api.guild(1)


def listed(api: DiscordApi) -> Awaitable[object]:
    return api.guild_channels(1)


def member(api: DiscordApi) -> Awaitable[object]:
    return api.guild_member(1, 2)


def channel(api: DiscordApi) -> Awaitable[object]:
    return api.channel(1)


def webhooks(api: DiscordApi) -> Awaitable[object]:
    return api.channel_webhooks(1)


def create_channel(api: DiscordApi) -> Awaitable[object]:
    return api.create_channel(1, "alerts-x", "topic", reason="why")


def create_webhook(api: DiscordApi) -> Awaitable[object]:
    return api.create_webhook(1, "CAKD Alerting - x", reason="why")


def delete_channel(api: DiscordApi) -> Awaitable[object]:
    return api.delete_channel(1, reason="why")


def delete_webhook(api: DiscordApi) -> Awaitable[object]:
    return api.delete_webhook(1, reason="why")


def by_token(api: DiscordApi) -> Awaitable[object]:
    return api.webhook_by_token(1, Secret("a-webhooks-token"))


def post(api: DiscordApi) -> Awaitable[object]:
    return api.execute_webhook(1, Secret("a-webhooks-token"), {"content": "x"})


def coded(status: int, code: int = 0, message: str = "no", **more: object) -> Reply:
    return json_reply(status, {"message": message, "code": code, **more})


def limited(code: int | None = None) -> Reply:
    said: dict[str, object] = {"message": "limited", "retry_after": 600.0, "global": False}
    return json_reply(429, said if code is None else {**said, "code": code})


async def _befallen(stage: Stage, effect: Effect, ask: Ask) -> Symptom:
    return await stage.refused(effect, ask)


def answered(row: str, reply: Reply, ask: Ask = whoami) -> Case:
    """This reply leads to that row."""
    return Case(row, partial(_befallen, effect=Refused(reply), ask=ask))


def befallen(row: str, effect: Effect, ask: Ask = whoami) -> Case:
    """This fault leads to that row."""
    return Case(row, partial(_befallen, effect=effect, ask=ask))


async def _asked_twice(stage: Stage) -> Symptom:
    """A limit that is known ahead keeps the second request back."""

    async def twice(api: DiscordApi) -> object:
        with suppress(RateLimited):
            await api.current_user()
        return await api.current_user()

    symptom = await stage.refused(Refused(limited()), twice)
    assert "not sent" in symptom.text
    return symptom


async def _wait_stopped(stage: Stage) -> Symptom:
    """Somebody ends the wait for a limit."""
    rehearsal = scenario("ready")
    rehearsal.faults.add(Fault(Limited(retry_after=30), "GET"))
    base = await stage.stack.enter_async_context(serve(rehearsal))
    client = open_client(base, sleep=_cut_short)
    with pytest.raises(RateLimited) as raised:
        await whoami(DiscordApi(await stage.stack.enter_async_context(client), TOKEN))
    return raised.value.symptom


async def _cut_short(seconds: float) -> bool:
    return seconds > 0


async def _unfit_token(stage: Stage) -> Symptom:
    return await stage.asked("http://127.0.0.1:9/api", whoami, token=Secret("a\nb"))


REPLIES = (
    answered("CAKD-D-401", refusals.unauthorized().reply),
    answered("CAKD-D-401", coded(401, 40001), guilds),
    answered("CAKD-D-401", coded(401, 50014), member),
    answered("CAKD-D-401-FOREIGN", edge_reply(401, PAGE, "text/html")),
    answered("CAKD-D-401-FOREIGN", edge_reply(401, "")),
    answered("CAKD-D-401-FOREIGN", json_reply(401, {"error": "sign in"})),
    answered("CAKD-D-401-OTHER", coded(401, 999999)),
    answered("CAKD-D-50025", coded(401, 50025), guilds),
    answered("CAKD-D-50025", coded(403, 50026), guilds),
    answered("CAKD-D-50027", refusals.invalid_webhook_token().reply, post),
    answered("CAKD-D-50027", refusals.invalid_webhook_token().reply, by_token),
    answered("CAKD-D-10002", coded(404, 10002), application),
    answered("CAKD-D-10003", refusals.unknown_channel().reply, create_webhook),
    answered("CAKD-D-10003", refusals.unknown_channel().reply, delete_channel),
    answered("CAKD-D-10004", refusals.unknown_guild().reply, guild),
    answered("CAKD-D-10007", refusals.unknown_member().reply, member),
    answered("CAKD-D-10007", coded(404, 10013), member),
    answered("CAKD-D-10011", coded(404, 10011), create_channel),
    answered("CAKD-D-10011", coded(400, 50028), create_channel),
    answered("CAKD-D-10015", refusals.unknown_webhook().reply, post),
    answered("CAKD-D-10015", refusals.unknown_webhook().reply, delete_webhook),
    answered("CAKD-D-10015", refusals.unknown_webhook().reply, by_token),
    answered("CAKD-D-20001", coded(403, 20001), guilds),
    answered("CAKD-D-20012", coded(403, 20012), application),
    answered("CAKD-D-20031", coded(400, 20031), create_channel),
    answered("CAKD-D-30007", refusals.webhooks_full().reply, create_webhook),
    answered("CAKD-D-30013", refusals.guild_full().reply, create_channel),
    answered("CAKD-D-30058", refusals.guild_webhooks_full().reply, create_webhook),
    answered("CAKD-D-30060", coded(400, 30060), create_channel),
    answered("CAKD-D-30061", coded(400, 30061), create_channel),
    answered("CAKD-D-40006", coded(400, 40006), create_webhook),
    answered("CAKD-D-50001", refusals.missing_access().reply, webhooks),
    answered("CAKD-D-50001", refusals.missing_access().reply, channel),
    answered("CAKD-D-50006", refusals.empty_message().reply, post),
    answered("CAKD-D-50013", refusals.missing_permissions().reply, create_channel),
    answered("CAKD-D-50013", refusals.missing_permissions().reply, delete_webhook),
    answered("CAKD-D-50024", coded(400, 50008), post),
    answered("CAKD-D-50024", refusals.wrong_channel_type().reply, create_webhook),
    answered("CAKD-D-50035", coded(400, 50035, errors=TYPED), create_channel),
    answered("CAKD-D-50035-NAME", coded(400, 50035, errors=NAMED), create_channel),
    answered("CAKD-D-50035-NAME", coded(400, 50035, errors=CONTAINS), create_webhook),
    answered("CAKD-D-50035-FULL", coded(400, 50035, errors=FULL), create_channel),
    answered("CAKD-D-50035-CATEGORY", coded(400, 50035, errors=GONE), create_channel),
    answered("CAKD-D-50035-ALERT", coded(400, 50035, errors=CARD), post),
    answered("CAKD-D-50041", coded(400, 50041)),
    answered("CAKD-D-50055", coded(400, 50055), guild),
    answered("CAKD-D-50073", coded(400, 50073), delete_webhook),
    answered("CAKD-D-50074", refusals.needed_by_community().reply, delete_channel),
    answered("CAKD-D-50095", coded(403, 50095), guild),
    answered("CAKD-D-50109", refusals.not_json().reply, create_channel),
    answered("CAKD-D-60003", refusals.two_factor_required().reply, create_channel),
    answered("CAKD-D-110000", coded(403, 110001), application),
    answered("CAKD-D-130000", coded(503, 130000), listed),
    answered("CAKD-D-200000", coded(400, 200000), post),
    answered("CAKD-D-220001", refusals.no_thread_here().reply, post),
    answered("CAKD-D-240000", coded(400, 240000), post),
    answered("CAKD-D-404", refusals.no_route().reply),
    answered("CAKD-D-404", edge_reply(404, PAGE, "text/html"), create_channel),
    answered("CAKD-D-407", edge_reply(407, "Proxy Authentication Required")),
    answered("CAKD-D-511", edge_reply(511, PAGE, "text/html")),
    *(answered("CAKD-D-REDIRECT", edge_reply(each, "")) for each in (301, 302, 303, 307, 308)),
    answered("CAKD-D-429", limited()),
    answered("CAKD-D-429", limited(), post),
    Case("CAKD-D-429", _asked_twice),
    Case("CAKD-D-429-STOPPED", _wait_stopped),
    answered("CAKD-D-20028", limited(20028), post),
    answered("CAKD-D-20028", limited(20029), create_channel),
    answered("CAKD-D-40062", limited(40062)),
    befallen("CAKD-D-CLOUDFLARE", Banned(429)),
    befallen("CAKD-D-CLOUDFLARE", Banned(403)),
    answered("CAKD-D-CLOUDFLARE", refusals.blocked_by_cloudflare().reply),
    *(befallen("CAKD-D-5XX", Status(each)) for each in (500, 502, 503, 504)),
    *(answered("CAKD-D-5XX", coded(each)) for each in (505, 520, 599)),
    answered("CAKD-D-400", coded(400, 999999), create_channel),
    answered("CAKD-D-403", coded(403, 999999), create_channel),
    answered("CAKD-D-404-OTHER", coded(404, 999999), create_channel),
    answered("CAKD-D-405", refusals.wrong_method().reply),
    answered("CAKD-D-413", edge_reply(413, "Request Entity Too Large"), post),
    answered("CAKD-D-4XX", coded(418)),
    answered("CAKD-D-4XX", edge_reply(451, PAGE, "text/html"), post),
    befallen("CAKD-D-REPLY", Garbage()),
    befallen("CAKD-D-REPLY-PAGE", Html()),
    befallen("CAKD-D-REPLY-TRUNCATED", Truncated()),
    befallen("CAKD-D-REPLY-TOO-LARGE", Huge(9 * 2**20)),
    befallen("CAKD-D-REPLY-SHAPE", WrongTypes()),
    Case("CAKD-D-TOKEN-SHAPE", _unfit_token),
)
