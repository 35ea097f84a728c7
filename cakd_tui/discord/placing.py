"""Finds in the server what a channel's wished-for place names, asking Discord only what it must."""

import asyncio
from datetime import UTC, datetime

from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError, Forbidden, NotFound
from cakd_tui.discord.http.models import Channel
from cakd_tui.discord.options import (
    BadOption,
    Wish,
    category_in,
    checked_category,
    refuse_full,
    roles_in,
)
from cakd_tui.discord.permissions import Standing
from cakd_tui.discord.placement import Placement, placement
from cakd_tui.discord.survey import answered, standing_of


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
    """The bot's standing in the server as it is now.

    A failure is raised once both answers are in: no request outlives it.
    """
    user, guild = await asyncio.gather(answered(api.current_user), answered(api.guild, guild_id))
    if isinstance(user, DiscordError):
        raise user
    if isinstance(guild, DiscordError):
        raise guild
    member = await api.guild_member(guild_id, user.id)
    return standing_of(user, guild, member, datetime.now(UTC))
