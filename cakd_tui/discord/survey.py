"""What Discord answered to the preflight's questions; a failure is an answer as well."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, ParamSpec, TypeVar

from cakd_tui.core.route import WEBHOOK, Remembered, Route, generation, plain_kind
from cakd_tui.discord.adoption import CHANNEL, COMING_CHANNEL
from cakd_tui.discord.fields import GUILD_KEY
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import ApiError, DiscordError
from cakd_tui.discord.http.models import (
    TEXT_CHANNEL,
    Channel,
    CurrentUser,
    Guild,
    Member,
    Webhook,
)
from cakd_tui.discord.permissions import Standing
from cakd_tui.discord.snowflake import id_or_none

T = TypeVar("T")
Asked = ParamSpec("Asked")

_NOT_SHOWN: Final = (10015, 50001, 50013)
"""Unknown Webhook, Missing Access, Missing Permissions (Discord docs: JSON Error Codes)."""


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
    return KnownIds(_id_of(known, guild_id, CHANNEL), _id_of(known, guild_id, WEBHOOK))


def known_thing(known: Route | None, guild_id: int, kind: str) -> Remembered | None:
    """What is remembered of this kind, unless it belongs to another server or has no id."""
    if known is None or known.values.get(GUILD_KEY, str(guild_id)) != str(guild_id):
        return None
    thing = known.thing(kind)
    return thing if thing and id_or_none(thing.id) is not None else None


def coming_channel(known: Route | None) -> Remembered | None:
    """The channel, in whatever server, that a run was cut short in moving to."""
    thing = known.thing(COMING_CHANNEL) if known else None
    return thing if thing and id_or_none(thing.id) is not None else None


def known_webhooks(known: Route | None, guild_id: int, channel: Channel | None) -> tuple[int, ...]:
    """The ids of the webhooks to be asked for: with another channel all that were used before."""
    ids = known_ids(known, guild_id)
    if known is None or (channel is not None and channel.id == ids.channel):
        return () if ids.webhook is None else (ids.webhook,)
    used = [each for each in known.remembered if not generation(each.kind)]
    hooks = [each for each in used if plain_kind(each.kind) == WEBHOOK]
    found = [_id_of(known, guild_id, each.kind) for each in hooks]
    return tuple(each for each in found if each is not None)


def _id_of(known: Route | None, guild_id: int, kind: str) -> int | None:
    thing = known_thing(known, guild_id, kind)
    return id_or_none(thing.id) if thing else None


@dataclass(frozen=True, slots=True)
class Place:
    """The server and the bot's part in it, as far as permissions go."""

    guild: Guild
    standing: Standing
    channel: Channel | None
    """The project's alerts channel, when it is there already."""


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


def webhooks_in(webhooks: tuple[Webhook, ...], channel: Channel) -> tuple[Webhook, ...]:
    """Those of the webhooks that post to the channel."""
    return tuple(each for each in webhooks if each.channel_id == channel.id)


async def and_moved(
    api: DiscordApi, webhooks: tuple[Webhook, ...] | DiscordError, known: Collection[int]
) -> tuple[Webhook, ...] | DiscordError:
    """These webhooks and the remembered ones, wherever somebody has moved them.

    What can't be told is no sign that one is gone: a failure to ask comes in place of them all.
    """
    if isinstance(webhooks, DiscordError):
        return webhooks
    listed = {each.id for each in webhooks}
    asked = [answered(api.webhook, each) for each in known if each not in listed]
    moved = await asyncio.gather(*asked)
    for each in moved:
        if isinstance(each, DiscordError) and not _is_not_shown(each):
            return each
    return (*webhooks, *(each for each in moved if isinstance(each, Webhook)))


def _is_not_shown(error: DiscordError) -> bool:
    return isinstance(error, ApiError) and error.code in _NOT_SHOWN
