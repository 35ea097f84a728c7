"""The live lists of what an option can be set to: the server's categories, and its roles."""

import asyncio
from collections.abc import Sequence
from typing import Final

from cakd_tui.core.field import Choice, Choices
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.models import CATEGORY, Channel, Guild, Role
from cakd_tui.discord.mentions import MENTION_KEY
from cakd_tui.discord.options import CATEGORY_KEY, MOST_IN_CATEGORY, ROLES_KEY, channels_under
from cakd_tui.discord.permissions import LABELS, Permission, Standing, channel_permissions
from cakd_tui.discord.placing import standing_in

_NEEDED: Final = (
    Permission.VIEW_CHANNEL,
    Permission.MANAGE_CHANNELS,
    Permission.MANAGE_WEBHOOKS,
)


async def option_choices(api: DiscordApi, guild_id: int, key: str) -> Choices:
    """What the option can be set to; nothing for one that is only on or off."""
    if key == CATEGORY_KEY:
        channels, standing = await asyncio.gather(
            api.guild_channels(guild_id), standing_in(api, guild_id)
        )
        return category_choices(channels, standing)
    if key == ROLES_KEY:
        return role_choices(await api.guild(guild_id))
    if key == MENTION_KEY:
        return mention_choices(await api.guild(guild_id))
    return Choices((), "")


def category_choices(channels: Sequence[Channel], standing: Standing) -> Choices:
    """The categories, not ready where they are full or lack a permission for the bot."""
    categories = [each for each in channels if each.type == CATEGORY]
    offered = [_category(each, channels, standing) for each in categories]
    offered.sort(key=lambda choice: (not choice.ready, choice.label.casefold()))
    return Choices(tuple(offered), f"The bot sees {_counted(len(offered), 'category')}.")


def role_choices(guild: Guild) -> Choices:
    """The roles that people hold: neither @everyone nor those that belong to a bot or service."""
    roles = [role for role in guild.roles if role.id != guild.id and not role.managed]
    offered = sorted(map(_role, roles), key=lambda choice: choice.label.casefold())
    return Choices(tuple(offered), f"{guild.name} has {_counted(len(offered), 'role')} to let in.")


def mention_choices(guild: Guild) -> Choices:
    """The same roles, with what Discord says of calling them."""
    roles = [role for role in guild.roles if role.id != guild.id and not role.managed]
    offered = sorted(map(_called, roles), key=lambda choice: choice.label.casefold())
    return Choices(tuple(offered), f"{guild.name} has {_counted(len(offered), 'role')} to call.")


def _category(category: Channel, channels: Sequence[Channel], standing: Standing) -> Choice:
    count = len(channels_under(category, channels))
    name = category.name or str(category.id)
    room = f"{count} of {MOST_IN_CATEGORY} channels"
    if count >= MOST_IN_CATEGORY:
        return Choice(str(category.id), name, f"{room}, full", ready=False)
    granted = channel_permissions(standing, category.overwrites)
    missing = [LABELS[bit] for bit in _NEEDED if bit not in granted]
    if missing:
        lacks = " and ".join(missing if granted else missing[:1])
        return Choice(str(category.id), name, f"{room}, {lacks} missing", ready=False)
    return Choice(str(category.id), name, room)


def _role(role: Role) -> Choice:
    sees_all = Permission.ADMINISTRATOR in Permission(role.permissions)
    return Choice(str(role.id), role.name, "sees every channel anyway" if sees_all else "")


def _called(role: Role) -> Choice:
    return Choice(str(role.id), role.name, "" if role.mentionable else "not everybody may call it")


def _counted(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    return f"{count or 'no'} {noun.removesuffix('y')}{'ies' if noun.endswith('y') else 's'}"
