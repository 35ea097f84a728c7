"""Finds in the server what a channel's wished-for place names, asking Discord only what it must."""

import asyncio
from datetime import UTC, datetime

from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import Forbidden, NotFound
from cakd_tui.discord.http.models import Channel
from cakd_tui.discord.naming import same_title
from cakd_tui.discord.options import (
    BadOption,
    Wish,
    category_in,
    checked_category,
    refuse_full,
    roles_in,
)
from cakd_tui.discord.permissions import NOTHING, Permission, Role, Standing
from cakd_tui.discord.placement import Placement, placement
from cakd_tui.discord.survey import standing_of


async def placed(
    api: DiscordApi,
    guild_id: int,
    wish: Wish,
    channels: tuple[Channel, ...],
    standing: Standing | None = None,
) -> Placement:
    """How to make a channel as wished for, `channels` being those of the server.

    The bot's standing is asked for where it is needed and not given. Raises `BadOption` where that
    can't be done, and `DiscordError`.
    """
    category = None
    if wish.category:
        category = await wished_category(api, guild_id, wish.category, channels)
        refuse_full(category, channels)
    if not wish.private:
        return Placement(category)
    standing = standing or await standing_in(api, guild_id)
    roles = roles_in(standing.roles, guild_id, wish.roles)
    return placement(standing, category, wish.private, roles)


async def wished_category(
    api: DiscordApi, guild_id: int, wanted: str, channels: tuple[Channel, ...]
) -> Channel:
    """The category of this name or id; one that isn't listed is asked for by its id.

    A list leaves out what the bot can't see, so only that answer tells hidden from deleted.
    """
    listed = category_in(channels, wanted)
    if listed is not None:
        return listed
    try:
        return checked_category(await api.channel(int(wanted)), wanted, guild_id)
    except NotFound as error:
        message = f"there is no category with the id {wanted}: it was deleted, or the id is wrong"
        raise BadOption("category-missing", message) from error
    except Forbidden as error:
        message = (
            f"the bot can't see the category with the id {wanted}: "
            "the category → Edit Category → Permissions → add the bot → View Channel"
        )
        raise BadOption("category-hidden", message) from error


async def standing_in(api: DiscordApi, guild_id: int) -> Standing:
    """The bot's standing in the server as it is now."""
    user, guild = await asyncio.gather(api.current_user(), api.guild(guild_id))
    member = await api.guild_member(guild_id, user.id)
    return standing_of(user, guild, member, datetime.now(UTC))


async def differences(
    api: DiscordApi, guild_id: int, wish: Wish, channel: Channel
) -> tuple[str, ...]:
    """What of the wish a channel that is there already does not meet, a sentence each.

    Nothing is asked for where nothing was wished for. Raises `BadOption` and `DiscordError`.
    """
    said = []
    if wish.category and not await _is_under(api, wish.category, channel):
        said.append(f"#{channel.name} is not in the category {wish.category}; it stays where it is")
    if wish.private and not _denies_everyone(channel, guild_id):
        said.append(f"#{channel.name} is not private; it stays as it is")
    elif wish.roles:
        roles = (await api.guild(guild_id)).roles
        wanted = roles_in([role.plain() for role in roles], guild_id, wish.roles)
        said += [
            f"#{channel.name} does not let in the role {role.name}; it stays as it is"
            for role in wanted
            if not _lets_in(channel, role)
        ]
    return tuple(said)


async def _is_under(api: DiscordApi, wanted: str, channel: Channel) -> bool:
    if channel.parent_id is None:
        return False
    if str(channel.parent_id) == wanted:
        return True
    parent = await api.channel(channel.parent_id)
    return same_title(parent.name or "", wanted)


def _denies_everyone(channel: Channel, guild_id: int) -> bool:
    return any(
        each.kind == "role" and each.id == guild_id and Permission.VIEW_CHANNEL in each.deny
        for each in channel.overwrites
    )


def _lets_in(channel: Channel, role: Role) -> bool:
    allowed = NOTHING
    for each in channel.overwrites:
        if each.kind == "role" and each.id == role.id:
            allowed |= each.allow
    return Permission.VIEW_CHANNEL in allowed or Permission.ADMINISTRATOR in role.permissions
