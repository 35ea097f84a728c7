"""What Discord answered to the preflight's questions; a failure is an answer as well."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar

from cakd_tui.core.route import Route
from cakd_tui.discord.fields import GUILD_KEY
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import (
    TEXT_CHANNEL,
    Channel,
    CurrentUser,
    Guild,
    Member,
    Webhook,
)
from cakd_tui.discord.naming import channel_name, channel_topic, same_channel_name
from cakd_tui.discord.permissions import Standing
from cakd_tui.discord.webhook_choice import own_webhook

T = TypeVar("T")
Asked = ParamSpec("Asked")


async def answered(
    ask: Callable[Asked, Awaitable[T]], *args: Asked.args, **kwargs: Asked.kwargs
) -> T | DiscordError:
    """What comes of a request: its result, or its failure as a value."""
    try:
        return await ask(*args, **kwargs)
    except DiscordError as error:
        return error


@dataclass(frozen=True, slots=True)
class KnownIds:
    """The ids an earlier run wrote down for this server."""

    channel: int | None = None
    webhook: int | None = None


def known_ids(known: Route | None, guild_id: int) -> KnownIds:
    """What is remembered, unless it belongs to another server or is no id."""
    if known is None or known.values.get(GUILD_KEY, str(guild_id)) != str(guild_id):
        return KnownIds()
    return KnownIds(_id_of(known, "channel"), _id_of(known, "webhook"))


def _id_of(known: Route, kind: str) -> int | None:
    thing = known.thing(kind)
    return int(thing.id) if thing and re.fullmatch(r"[0-9]{1,20}", thing.id) else None


@dataclass(frozen=True, slots=True)
class Place:
    """The server and the bot's part in it, as far as permissions go."""

    guild: Guild
    standing: Standing
    channel: Channel | None
    """The project's alerts channel, when it is there already."""
    known: KnownIds = KnownIds()

    def own(self, webhooks: tuple[Webhook, ...], project: str) -> Webhook | None:
        """The project's webhook in the alerts channel, when both are there."""
        if self.channel is None:
            return None
        return own_webhook(webhooks, self.channel, project, self.known.webhook)


def is_ours(channel: Channel, guild_id: int) -> bool:
    """Whether a remembered channel can still take alerts: a text channel of this server."""
    return channel.type == TEXT_CHANNEL and channel.guild_id in (None, guild_id)


def standing_of(user: CurrentUser, guild: Guild, member: Member, now: datetime) -> Standing:
    """The bot's standing in the guild at `now`."""
    return Standing(
        guild_id=guild.id,
        owner_id=guild.owner_id,
        user_id=user.id,
        roles=tuple(role.plain() for role in guild.roles),
        role_ids=member.roles,
        timed_out=member.timed_out(now),
    )


def alerts_channel(
    channels: tuple[Channel, ...], project: str, remembered: int | None = None
) -> Channel | None:
    """The project's channel among those of the server.

    The remembered one first; then, of the text channels with its name, one with our topic, and the
    oldest before the younger. A voice channel or category of that name is none.
    """
    texts = [channel for channel in channels if channel.type == TEXT_CHANNEL]
    by_id = next((channel for channel in texts if channel.id == remembered), None)
    if by_id is not None:
        return by_id
    name, topic = channel_name(project), channel_topic(project)
    named = [channel for channel in texts if same_channel_name(channel.name or "", name)]
    return min(named, key=lambda each: (each.topic != topic, each.id), default=None)


def webhooks_in(webhooks: tuple[Webhook, ...], channel: Channel) -> tuple[Webhook, ...]:
    """Those of the webhooks that post to the channel."""
    return tuple(each for each in webhooks if each.channel_id == channel.id)
