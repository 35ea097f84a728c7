"""What a guild tells its members: itself, its roles, its channels, a member, its webhooks."""

from typing import Final

from cakd_tui.rehearsal import access, permissions, refusals, shapes
from cakd_tui.rehearsal.answer import Reply, json_reply
from cakd_tui.rehearsal.routing import Call, Route


def guild(call: Call) -> Reply:
    """GET /guilds/{guild_id}: a guild the bot isn't in is answered like one that doesn't exist."""
    held = access.joined_guild(call.world, call.params["guild_id"], refusals.unknown_guild)
    return json_reply(200, shapes.guild(held, counts=call.flag("with_counts")))


def roles(call: Call) -> Reply:
    """GET /guilds/{guild_id}/roles"""
    held = access.joined_guild(call.world, call.params["guild_id"], refusals.missing_access)
    return json_reply(200, [shapes.role(role) for role in held.roles])


def channels(call: Call) -> Reply:
    """GET /guilds/{guild_id}/channels: what the bot can't view isn't there."""
    held = access.joined_guild(call.world, call.params["guild_id"], refusals.missing_access)
    listed = access.listed_channels(call.world, held)
    return json_reply(200, [shapes.channel(channel) for channel in listed])


def member(call: Call) -> Reply:
    """GET /guilds/{guild_id}/members/{user_id}"""
    held = access.joined_guild(call.world, call.params["guild_id"], refusals.missing_access)
    found = held.member(call.params["user_id"])
    account = call.world.user(call.params["user_id"])
    if found is None or account is None:
        raise refusals.unknown_member()
    return json_reply(200, shapes.member(found, account))


def webhooks(call: Call) -> Reply:
    """GET /guilds/{guild_id}/webhooks: those of channels the bot can't view, too."""
    held = access.joined_guild(call.world, call.params["guild_id"], refusals.missing_permissions)
    access.need(call.world, permissions.MANAGE_WEBHOOKS, held)
    listed = call.world.webhooks_of(held.id)
    return json_reply(200, [shapes.webhook(webhook, call.world) for webhook in listed])


ROUTES: Final = (
    Route("GET", "/guilds/{guild_id}", "get_guild", guild, query=("with_counts",)),
    Route("GET", "/guilds/{guild_id}/roles", "list_guild_roles", roles),
    Route("GET", "/guilds/{guild_id}/channels", "list_guild_channels", channels),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", "get_guild_member", member),
    Route("GET", "/guilds/{guild_id}/webhooks", "get_guild_webhooks", webhooks),
)
