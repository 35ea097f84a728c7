"""Every route, as it goes over the wire."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.api import DiscordApi, WebhookApi
from cakd_tui.discord.http.errors import BadReply, NotFound
from cakd_tui.discord.permissions import Overwrite, Permission

if TYPE_CHECKING:
    from tests.discord.http.conftest import Notices, Reply, Request, Server

CHANNEL = {"id": "5", "type": 0, "name": "alerts-x", "guild_id": "1", "topic": None}
WEBHOOK = {"id": "7", "type": 1, "channel_id": "5", "name": "CAKD Alerting - x", "token": "t"}
GUILD = {"id": "1", "name": "home", "owner_id": "2", "roles": []}
WHY = "CAKD alerts für x"

READS: dict[str, tuple[Callable[[DiscordApi], Awaitable[object]], str, object]] = {
    "user": (lambda api: api.current_user(), "/users/@me", {"id": "2", "username": "x"}),
    "application": (
        lambda api: api.current_application(),
        "/applications/@me",
        {"id": "3", "name": "x", "bot_public": False, "bot_require_code_grant": True},
    ),
    "guild": (lambda api: api.guild(1), "/guilds/1", GUILD),
    "channels": (lambda api: api.guild_channels(1), "/guilds/1/channels", [CHANNEL]),
    "member": (lambda api: api.guild_member(1, 2), "/guilds/1/members/2", {"roles": ["1"]}),
    "channel": (lambda api: api.channel(5), "/channels/5", CHANNEL),
    "webhooks": (lambda api: api.channel_webhooks(5), "/channels/5/webhooks", [WEBHOOK]),
    "guild webhooks": (lambda api: api.guild_webhooks(1), "/guilds/1/webhooks", [WEBHOOK]),
    "webhook": (lambda api: api.webhook(7), "/webhooks/7", WEBHOOK),
}


@pytest.mark.parametrize("name", READS)
async def test_a_read_asks_for_its_path(server: "Server", api: DiscordApi, name: str) -> None:
    call, path, answer = READS[name]
    server.says(answer)
    found = await call(api)
    assert found
    [asked] = server.requests
    assert (asked.method, asked.target, asked.body) == ("GET", f"/api/v10{path}", b"")
    assert asked.headers["authorization"].startswith("Bot ")


async def test_a_channel_is_created_with_name_and_topic(server: "Server", api: DiscordApi) -> None:
    server.says(CHANNEL, 201)
    channel = await api.create_channel(1, "alerts-x", "CAKD alerts for x", reason=WHY)
    assert (channel.id, channel.name) == (5, "alerts-x")
    [asked] = server.requests
    assert (asked.method, asked.target) == ("POST", "/api/v10/guilds/1/channels")
    assert asked.json == {"name": "alerts-x", "type": 0, "topic": "CAKD alerts for x"}
    assert asked.headers["x-audit-log-reason"] == "CAKD alerts f%C3%BCr x"


async def test_a_channel_is_created_in_a_category_and_with_overwrites(
    server: "Server", api: DiscordApi
) -> None:
    server.says(CHANNEL, 201)
    overwrites = [
        Overwrite(1, "role", Permission(0), Permission.VIEW_CHANNEL),
        Overwrite(2, "member", Permission.VIEW_CHANNEL | Permission.MANAGE_WEBHOOKS, Permission(0)),
    ]
    await api.create_channel(1, "alerts-x", "t", 4, overwrites, reason=WHY)
    assert server.requests[0].json == {
        "name": "alerts-x",
        "type": 0,
        "topic": "t",
        "parent_id": "4",
        "permission_overwrites": [
            {"id": "1", "type": 0, "allow": 0, "deny": 1024},
            {"id": "2", "type": 1, "allow": 536871936, "deny": 0},
        ],
    }


async def test_a_webhook_is_created_by_name(server: "Server", api: DiscordApi) -> None:
    server.says(WEBHOOK)
    webhook = await api.create_webhook(5, "CAKD Alerting - x", reason=WHY)
    assert (webhook.id, webhook.token) == (7, Secret("t"))
    [asked] = server.requests
    assert (asked.method, asked.target) == ("POST", "/api/v10/channels/5/webhooks")
    assert asked.json == {"name": "CAKD Alerting - x"}
    assert "x-audit-log-reason" in asked.headers


@pytest.mark.parametrize("what", ["channel", "webhook"])
async def test_deleting_wants_no_answer(server: "Server", api: DiscordApi, what: str) -> None:
    if what == "channel":
        server.says(CHANNEL)
        await api.delete_channel(5, reason=WHY)
    else:
        server.script(server.reply(status=204))
        await api.delete_webhook(7, reason=WHY)
    [asked] = server.requests
    path = "/channels/5" if what == "channel" else "/webhooks/7"
    assert (asked.method, asked.target) == ("DELETE", f"/api/v10{path}")
    assert "x-audit-log-reason" in asked.headers


async def test_deleting_does_not_mind_an_answer_that_breaks_off(
    server: "Server", api: DiscordApi
) -> None:
    server.script(server.reply(body=b"{", promised=500))
    await api.delete_channel(5, reason=WHY)
    assert len(server.requests) == 1


async def test_a_webhook_is_looked_up_by_its_token(
    server: "Server", hooks: WebhookApi, webhook_token: Secret
) -> None:
    server.says(WEBHOOK)
    assert (await hooks.webhook_by_token(7, webhook_token)).channel_id == 5
    [asked] = server.requests
    assert asked.target == f"/api/v10/webhooks/7/{webhook_token.reveal()}"
    assert "authorization" not in asked.headers


async def test_a_webhook_that_is_gone_is_not_found(
    server: "Server", hooks: WebhookApi, webhook_token: Secret
) -> None:
    server.says({"message": "Unknown Webhook", "code": 10015}, 404)
    with pytest.raises(NotFound) as caught:
        await hooks.webhook_by_token(7, webhook_token)
    assert caught.value.code == 10015
    assert len(server.requests) == 1


async def test_a_message_can_be_posted_without_waiting_for_it(
    server: "Server", hooks: WebhookApi, webhook_token: Secret
) -> None:
    server.script(server.reply(status=204))
    await hooks.execute_webhook(7, webhook_token, {"content": "x"}, wait=False)
    assert server.requests[0].target.endswith("?wait=false")


async def test_a_message_waited_for_must_come(
    server: "Server", hooks: WebhookApi, webhook_token: Secret
) -> None:
    server.script(server.reply(status=204))
    with pytest.raises(BadReply):
        await hooks.execute_webhook(7, webhook_token, {"content": "x"})


def pages_of(server: "Server", size: int, total: int) -> Callable[["Request"], Awaitable["Reply"]]:
    """A bot in `total` guilds with the ids 1, 2, …, told `size` at a time."""

    async def answer(request: "Request") -> "Reply":
        query = parse_qs(urlsplit(request.target).query)
        assert query["limit"] == ["200"]
        start = int(query.get("after", ["0"])[0])
        numbers = range(start + 1, min(start + size, total) + 1)
        return server.json([{"id": str(it), "name": f"guild {it}"} for it in numbers])

    return answer


@pytest.mark.parametrize(("size", "total"), [(200, 0), (200, 3), (199, 450), (200, 400), (7, 20)])
async def test_all_guilds_are_listed_though_pages_are_short(
    server: "Server", api: DiscordApi, size: int, total: int
) -> None:
    server.handler = pages_of(server, size, total)
    guilds = await api.my_guilds()
    assert [guild.id for guild in guilds] == list(range(1, total + 1))


async def test_listing_guilds_ends_when_pages_repeat(server: "Server", api: DiscordApi) -> None:
    page = [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]
    server.script(*[server.json(page)] * 3)
    assert len(await api.my_guilds()) == 2
    assert len(server.requests) == 2


async def test_listing_guilds_ends_after_fifty_pages(server: "Server", api: DiscordApi) -> None:
    server.handler = pages_of(server, 2, 10_000)
    assert len(await api.my_guilds()) == 100
    assert len(server.requests) == 50


async def test_a_null_list_of_guilds_is_empty(
    server: "Server", api: DiscordApi, said: "Notices"
) -> None:
    server.says(None)
    assert await api.my_guilds() == ()
    assert said == []
