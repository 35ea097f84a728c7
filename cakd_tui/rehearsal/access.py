"""What the bot can reach and may do, in the refusals Discord gives when it can't.

Missing Access means the thing can't be seen, Missing Permissions that it can but a permission is
lacking (observed; the docs don't define the difference).
"""

from collections.abc import Callable

from cakd_tui.rehearsal import permissions, refusals
from cakd_tui.rehearsal.refusals import Refusal
from cakd_tui.rehearsal.state import CATEGORY, Channel, Guild, World


def joined_guild(world: World, guild_id: str, stranger: Callable[[], Refusal]) -> Guild:
    """A guild the bot is in; `stranger` is how this route refuses a bot that isn't."""
    guild = world.guilds.get(guild_id)
    if guild is None:
        raise refusals.unknown_guild()
    if guild.member(world.me.id) is None:
        raise stranger()
    return guild


def visible_channel(
    world: World, channel_id: str, stranger: Callable[[], Refusal] = refusals.missing_access
) -> tuple[Guild, Channel]:
    """A channel the bot can see, with its guild."""
    channel = world.channels.get(channel_id)
    if channel is None:
        raise refusals.unknown_channel()
    guild = joined_guild(world, channel.guild_id, stranger)
    if not sees(world, guild, channel):
        raise refusals.missing_access()
    return guild, channel


def sees(world: World, guild: Guild, channel: Channel) -> bool:
    """Whether the bot has View Channel there."""
    return bool(allowed(world, guild, channel) & permissions.VIEW_CHANNEL)


def listed_channels(world: World, guild: Guild) -> list[Channel]:
    """The channels a list shows: the visible ones, and categories with a visible channel in them.

    Discord docs, change log: channels that can't be viewed are omitted from 12 October 2026 on.
    """
    every = world.channels_of(guild.id)
    seen = {channel.id for channel in every if sees(world, guild, channel)}
    above = {channel.parent_id for channel in every if channel.id in seen}
    return [
        channel
        for channel in every
        if channel.id in seen or (channel.kind == CATEGORY and channel.id in above)
    ]


def allowed(world: World, guild: Guild, channel: Channel | None = None) -> int:
    """What the bot can really do, guild-wide or in a channel, two factors aside."""
    return permissions.usable(guild, world.me.id, world.now(), channel)


def need(world: World, permission: int, guild: Guild, channel: Channel | None = None) -> None:
    """Refuse unless the bot has the permission and may use it."""
    if not allowed(world, guild, channel) & permission:
        raise refusals.missing_permissions()
    if permission & permissions.NEEDS_TWO_FACTORS and guild.mfa_level and not world.me.mfa_enabled:
        raise refusals.two_factor_required()
