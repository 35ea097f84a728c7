"""What people do in Discord by hand: grant and take permissions, let bots in, tidy up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cakd_tui.rehearsal.state import Member, Role, World


def grant(world: World, guild_id: str, role_id: str, bits: int) -> None:
    """Turn permissions on in a role."""
    _set_permissions(world, guild_id, role_id, add=bits, take=0)


def revoke(world: World, guild_id: str, role_id: str, bits: int) -> None:
    """Turn permissions off in a role."""
    _set_permissions(world, guild_id, role_id, add=0, take=bits)


def join(world: World, guild_id: str, own_role: Role) -> None:
    """Let the bot into a guild with the role its invite brings along."""
    guild = world.guilds[guild_id]
    member = Member(world.me.id, (own_role.id,), joined_at=world.now())
    world.guilds[guild_id] = replace(
        guild, roles=(*guild.roles, own_role), members=(*guild.members, member)
    )


def leave(world: World, guild_id: str) -> None:
    """Remove the bot from a guild; its own role goes with it."""
    guild = world.guilds[guild_id]
    world.guilds[guild_id] = replace(
        guild,
        roles=tuple(role for role in guild.roles if role.bot_id != world.me.id),
        members=tuple(member for member in guild.members if member.user_id != world.me.id),
    )


def time_out(world: World, guild_id: str, until: datetime | None) -> None:
    """Silence the bot in a guild until some moment, or end that."""
    _set_member(world, guild_id, lambda member: replace(member, timed_out_until=until))


def screen(world: World, guild_id: str, *, pending: bool) -> None:
    """Let the bot wait at a guild's membership screening, or through it."""
    _set_member(world, guild_id, lambda member: replace(member, pending=pending))


def demand_two_factors(world: World, guild_id: str) -> None:
    """Require two factors for moderation in a guild."""
    world.guilds[guild_id] = replace(world.guilds[guild_id], mfa_level=1)


def delete_channel(world: World, channel_id: str) -> None:
    """Delete a channel; its webhooks go with it, the channels of a category stay."""
    for child in world.children_of(channel_id):
        world.channels[child.id] = replace(child, parent_id=None)
    for webhook in world.webhooks_in(channel_id):
        del world.webhooks[webhook.id]
    del world.channels[channel_id]


def _set_member(world: World, guild_id: str, change: Callable[[Member], Member]) -> None:
    guild = world.guilds[guild_id]
    world.guilds[guild_id] = replace(
        guild,
        members=tuple(
            change(member) if member.user_id == world.me.id else member for member in guild.members
        ),
    )


def _set_permissions(world: World, guild_id: str, role_id: str, *, add: int, take: int) -> None:
    guild = world.guilds[guild_id]
    world.guilds[guild_id] = replace(
        guild,
        roles=tuple(
            replace(role, permissions=(role.permissions | add) & ~take)
            if role.id == role_id
            else role
            for role in guild.roles
        ),
    )
