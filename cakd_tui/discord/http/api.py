"""Discord's API, one coroutine for each call used here.

Every coroutine raises `DiscordError` and nothing else; only those that read are ever repeated.

Source: Discord docs, User, Application, Guild, Channel and Webhook.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, overload

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.call import Call
from cakd_tui.discord.http.client import DiscordClient, Notice
from cakd_tui.discord.http.masking import MASKED
from cakd_tui.discord.http.models import (
    TEXT_CHANNEL,
    Application,
    Channel,
    CurrentUser,
    Guild,
    Member,
    Message,
    PartialGuild,
    Webhook,
)
from cakd_tui.discord.http.reply import Reply
from cakd_tui.discord.http.sealed import Seal
from cakd_tui.discord.permissions import Overwrite

_PAGE: Final = 200
_MOST_PAGES: Final = 50


class WebhookApi:
    """The routes that go by a webhook's own token; no bot is needed and none is named."""

    def __init__(self, client: DiscordClient, notice: Notice | None = None) -> None:
        self._client = client
        self._notice = notice

    async def webhook_by_token(self, webhook_id: int, token: Secret) -> Webhook:
        """The webhook, if it still exists: `NotFound` (10015) when not."""
        path = f"/webhooks/{webhook_id}/{MASKED}"
        reply = await self._by_token(Call("webhook_by_token", "GET", path), token)
        return reply.one(Webhook)

    async def delete_webhook_by_token(self, webhook_id: int, token: Secret) -> None:
        """Delete a webhook, for good: `NotFound` (10015) when there is none."""
        path = f"/webhooks/{webhook_id}/{MASKED}"
        call = Call("delete_webhook_by_token", "DELETE", path)
        (await self._by_token(call, token)).nothing()

    @overload
    async def execute_webhook(
        self,
        webhook_id: int,
        token: Secret,
        payload: Mapping[str, object],
        wait: Literal[True] = True,
    ) -> Message: ...

    @overload
    async def execute_webhook(
        self, webhook_id: int, token: Secret, payload: Mapping[str, object], wait: Literal[False]
    ) -> None: ...

    async def execute_webhook(
        self,
        webhook_id: int,
        token: Secret,
        payload: Mapping[str, object],
        wait: bool = True,
    ) -> Message | None:
        """Post a message; it is returned once Discord has kept it, if `wait` says so.

        Without `wait` a message that could not be kept goes unnoticed.
        """
        call = Call(
            "execute_webhook",
            "POST",
            f"/webhooks/{webhook_id}/{MASKED}",
            query={"wait": "true" if wait else "false"},
            payload=payload,
        )
        reply = await self._by_token(call, token)
        return reply.one(Message) if wait else None

    async def _by_token(self, call: Call, token: Secret) -> Reply:
        return await self._client.send(call, Seal(webhook_token=token), self._notice)


class DiscordApi(WebhookApi):
    """All routes, as the bot this token belongs to."""

    def __init__(self, client: DiscordClient, token: Secret, notice: Notice | None = None) -> None:
        super().__init__(client, notice)
        self._seal = Seal(bot_token=token)

    async def current_user(self) -> CurrentUser:
        """Whom the token belongs to."""
        return (await self._get("current_user", "/users/@me")).one(CurrentUser)

    async def current_application(self) -> Application:
        """The application the bot belongs to."""
        return (await self._get("current_application", "/applications/@me")).one(Application)

    async def my_guilds(self, pages: int = _MOST_PAGES) -> tuple[PartialGuild, ...]:
        """All guilds the bot is in, as many as fit on `pages` pages of 200.

        A page that isn't full need not be the last; only one with nothing new is.
        """
        found: dict[int, PartialGuild] = {}
        query = {"limit": str(_PAGE)}
        for _ in range(pages):
            reply = await self._get("my_guilds", "/users/@me/guilds", query)
            page = {guild.id: guild for guild in reply.many(PartialGuild)}
            if page.keys() <= found.keys():
                break
            found |= page
            query["after"] = str(max(found))
        return tuple(found.values())

    async def guild(self, guild_id: int) -> Guild:
        """The guild with its roles; `NotFound` (10004) also when the bot is not in it."""
        return (await self._get("guild", f"/guilds/{guild_id}")).one(Guild)

    async def guild_channels(self, guild_id: int) -> tuple[Channel, ...]:
        """The guild's channels, without threads and without those the bot can't see."""
        return (await self._get("guild_channels", f"/guilds/{guild_id}/channels")).many(Channel)

    async def guild_member(self, guild_id: int, user_id: int) -> Member:
        """A member of the guild: the bot itself, by its user id."""
        path = f"/guilds/{guild_id}/members/{user_id}"
        return (await self._get("guild_member", path)).one(Member)

    async def channel(self, channel_id: int) -> Channel:
        """One channel by its id."""
        return (await self._get("channel", f"/channels/{channel_id}")).one(Channel)

    async def create_channel(
        self,
        guild_id: int,
        name: str,
        topic: str,
        parent_id: int | None = None,
        overwrites: Sequence[Overwrite] = (),
        *,
        reason: str,
    ) -> Channel:
        """A new text channel; Discord may have changed its name.

        Without `overwrites` it takes over those of its category.
        """
        payload: dict[str, object] = {"name": name, "type": TEXT_CHANNEL, "topic": topic}
        if parent_id is not None:
            payload["parent_id"] = str(parent_id)
        if overwrites:
            payload["permission_overwrites"] = [_overwrite_json(it) for it in overwrites]
        path = f"/guilds/{guild_id}/channels"
        call = Call("create_channel", "POST", path, payload=payload, reason=reason)
        return (await self._send(call)).one(Channel)

    async def delete_channel(self, channel_id: int, *, reason: str) -> None:
        """Delete a channel, for good, with its messages and webhooks."""
        call = Call("delete_channel", "DELETE", f"/channels/{channel_id}", reason=reason)
        reply = await self._send(call)
        if reply.body.flaw != "truncated":
            reply.one(Channel)  # and no page of a network that asks to sign in

    async def channel_webhooks(self, channel_id: int) -> tuple[Webhook, ...]:
        """The channel's webhooks."""
        path = f"/channels/{channel_id}/webhooks"
        return (await self._get("channel_webhooks", path)).many(Webhook)

    async def guild_webhooks(self, guild_id: int) -> tuple[Webhook, ...]:
        """The webhooks of all channels of the guild."""
        return (await self._get("guild_webhooks", f"/guilds/{guild_id}/webhooks")).many(Webhook)

    async def create_webhook(self, channel_id: int, name: str, *, reason: str) -> Webhook:
        """A new incoming webhook, with its token."""
        path = f"/channels/{channel_id}/webhooks"
        call = Call("create_webhook", "POST", path, payload={"name": name}, reason=reason)
        return (await self._send(call)).one(Webhook)

    async def webhook(self, webhook_id: int) -> Webhook:
        """One webhook by its id."""
        return (await self._get("webhook", f"/webhooks/{webhook_id}")).one(Webhook)

    async def delete_webhook(self, webhook_id: int, *, reason: str) -> None:
        """Delete a webhook, for good."""
        call = Call("delete_webhook", "DELETE", f"/webhooks/{webhook_id}", reason=reason)
        (await self._send(call)).nothing()

    async def _get(self, action: str, path: str, query: Mapping[str, str] | None = None) -> Reply:
        return await self._send(Call(action, "GET", path, query=query or {}))

    async def _send(self, call: Call) -> Reply:
        return await self._client.send(call, self._seal, self._notice)


def _overwrite_json(overwrite: Overwrite) -> dict[str, object]:
    return {
        "id": str(overwrite.id),
        "type": 0 if overwrite.kind == "role" else 1,
        "allow": int(overwrite.allow),
        "deny": int(overwrite.deny),
    }
