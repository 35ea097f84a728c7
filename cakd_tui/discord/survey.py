"""What Discord answered to the preflight's questions; a failure is an answer as well."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, ParamSpec, TypeVar

from cakd_tui.core.route import WEBHOOK, Remembered, Route
from cakd_tui.discord.adoption import CHANNEL
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
    api: DiscordApi, webhooks: tuple[Webhook, ...] | DiscordError, known: int | None
) -> tuple[Webhook, ...] | DiscordError:
    """These webhooks and the remembered one, wherever somebody has moved it.

    What can't be told is no sign that it is gone: a failure to ask comes in place of them all.
    """
    if isinstance(webhooks, DiscordError) or known is None:
        return webhooks
    if any(each.id == known for each in webhooks):
        return webhooks
    moved = await answered(api.webhook, known)
    if isinstance(moved, Webhook):
        return (*webhooks, moved)
    not_shown = isinstance(moved, ApiError) and moved.code in _NOT_SHOWN
    return webhooks if not_shown else moved
