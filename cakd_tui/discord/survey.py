"""What Discord answered to the preflight's questions; a failure is an answer as well."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

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
from cakd_tui.discord.permissions import Overwrite, Standing

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
class Place:
    """The server and the bot's part in it, as far as permissions go."""

    guild: Guild
    standing: Standing
    channel: Channel | None
    """The project's alerts channel, when it is there already."""

    @property
    def overwrites(self) -> tuple[Overwrite, ...]:
        """Those of the alerts channel; none where it doesn't exist yet."""
        return self.channel.overwrites if self.channel else ()


def standing_of(user: CurrentUser, guild: Guild, member: Member) -> Standing:
    """The bot's standing by its roles; a time-out is told apart and not counted in."""
    return Standing(
        guild_id=guild.id,
        owner_id=guild.owner_id,
        user_id=user.id,
        roles=tuple(role.plain() for role in guild.roles),
        role_ids=member.roles,
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
