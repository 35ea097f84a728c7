"""How the things of the world look in JSON, complete as in Discord's own OpenAPI document.

Where docs and document differ the docs win: no `url` on webhooks, features the document lacks.
"""

from typing import Final

from cakd_tui.rehearsal import permissions
from cakd_tui.rehearsal.state import (
    CATEGORY,
    FOLLOWER,
    FORUM,
    INCOMING,
    MEDIA,
    STAGE,
    VOICE,
    Application,
    Channel,
    Guild,
    Member,
    Message,
    Role,
    User,
    Webhook,
    World,
)

Shape = dict[str, object]

_LOCALE: Final = "en-US"


def user(account: User) -> Shape:
    """A user as others see it."""
    return {
        "id": account.id,
        "username": account.username,
        "avatar": None,
        "discriminator": "4242" if account.bot else "0",
        "public_flags": 0,
        "flags": 0,
        "bot": account.bot,
        "banner": None,
        "accent_color": None,
        "global_name": account.global_name,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }


def me(account: User) -> Shape:
    """The bot as it sees itself; `verified` says nothing about a bot."""
    return {
        **user(account),
        "mfa_enabled": account.mfa_enabled,
        "locale": _LOCALE,
        "premium_type": 0,
        "email": None,
        "verified": True,
    }


def application(app: Application, world: World) -> Shape:
    """The application as its own bot sees it."""
    joined = [guild for guild in world.guilds.values() if guild.member(world.me.id)]
    owner = world.user(app.owner_id) or User(app.owner_id, "owner")
    wanted = permissions.VIEW_CHANNEL | permissions.MANAGE_CHANNELS | permissions.MANAGE_WEBHOOKS
    install = {"scopes": ["bot"], "permissions": str(wanted)}
    return {
        "id": app.id,
        "name": app.name,
        "icon": None,
        "description": "Delivers alerts.",
        "type": None,
        "bot": user(world.me),
        "bot_public": app.bot_public,
        "bot_require_code_grant": app.bot_require_code_grant,
        "verify_key": f"{int(app.id):064x}",
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(owner),
        "approximate_guild_count": len(joined),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "install_params": install,
        "integration_types_config": {"0": {"oauth2_install_params": install}},
    }


def joined_guild(guild: Guild, user_id: str, *, counts: bool) -> Shape:
    """A guild in the list of one's own: with one's role sum, without overwrites or time-out."""
    shape: Shape = {
        "id": guild.id,
        "name": guild.name,
        "icon": None,
        "banner": None,
        "owner": guild.owner_id == user_id,
        "permissions": str(permissions.base(guild, user_id)),
        "features": list(guild.features),
    }
    return shape | _counts(guild) if counts else shape


def guild(held: Guild, *, counts: bool = False) -> Shape:
    """A guild with its roles."""
    shape: Shape = {
        "id": held.id,
        "name": held.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": list(held.features),
        "banner": None,
        "owner_id": held.owner_id,
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "roles": [role(each) for each in held.roles],
        "default_message_notifications": 1,
        "mfa_level": held.mfa_level,
        "explicit_content_filter": 2,
        "max_presences": None,
        "max_members": 25_000_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": _LOCALE,
        "rules_channel_id": held.rules_channel_id,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": held.updates_channel_id,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }
    return shape | _counts(held) if counts else shape


def role(held: Role) -> Shape:
    """A role; the tags of a bot's own role name the bot."""
    shape: Shape = {
        "id": held.id,
        "name": held.name,
        "permissions": str(held.permissions),
        "position": held.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": held.managed,
        "mentionable": held.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if held.bot_id is not None:
        shape["tags"] = {"bot_id": held.bot_id}
    return shape


def member(held: Member, account: User) -> Shape:
    """A member; a time-out that is over is still shown, as Discord does."""
    until = held.timed_out_until
    return {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": until.isoformat() if until else None,
        "flags": 0,
        "joined_at": held.joined_at.isoformat(),
        "nick": held.nick,
        "pending": held.pending,
        "premium_since": None,
        "roles": list(held.roles),
        "user": user(account),
        "mute": False,
        "deaf": False,
    }


def channel(held: Channel) -> Shape:
    """A channel with its overwrites."""
    shape: Shape = {
        "id": held.id,
        "type": held.kind,
        "flags": 0,
        "guild_id": held.guild_id,
        "name": held.name,
        "position": held.position,
        "parent_id": held.parent_id,
        "permission_overwrites": [
            {"id": each.id, "type": each.kind, "allow": str(each.allow), "deny": str(each.deny)}
            for each in held.overwrites
        ],
    }
    if held.kind == CATEGORY:
        return shape
    shape |= {"nsfw": held.nsfw, "rate_limit_per_user": held.slowmode, "last_message_id": None}
    if held.kind in (VOICE, STAGE):
        return shape | {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    shape |= {"topic": held.topic}
    if held.auto_archive is not None:
        shape["default_auto_archive_duration"] = held.auto_archive
    if held.kind in (FORUM, MEDIA):
        shape |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
    return shape


def webhook(held: Webhook, world: World, *, by_token: bool = False) -> Shape:
    """A webhook; its token is shown to its own application, and where no application made it."""
    shape: Shape = {
        "application_id": held.application_id,
        "avatar": held.avatar,
        "channel_id": held.channel_id,
        "guild_id": held.guild_id,
        "id": held.id,
        "name": held.name,
        "type": held.kind,
    }
    maker = world.user(held.user_id) if held.user_id else None
    if maker is not None and not by_token:
        shape["user"] = user(maker)
    ours = held.application_id in (None, world.application.id)
    if held.kind == INCOMING and (ours or by_token):
        shape["token"] = held.token
    if held.kind == FOLLOWER and held.source_guild and held.source_channel:
        guild_id, guild_name = held.source_guild
        channel_id, channel_name = held.source_channel
        shape["source_guild"] = {"id": guild_id, "icon": None, "name": guild_name}
        shape["source_channel"] = {"id": channel_id, "name": channel_name}
    return shape


def message(held: Message, world: World) -> Shape:
    """A message a webhook posted; its author is the webhook."""
    mentioned = [world.user(user_id) for user_id in held.mentions]
    shape: Shape = {
        "type": 0,
        "content": held.content,
        "mentions": [user(account) for account in mentioned if account],
        "mention_roles": list(held.mention_roles),
        "attachments": [],
        "embeds": list(held.embeds),
        "timestamp": held.sent_at.isoformat(),
        "edited_timestamp": None,
        "flags": held.flags,
        "components": [],
        "id": held.id,
        "channel_id": held.channel_id,
        "author": user(User(held.webhook_id, held.username, bot=True))
        | {"discriminator": "0000", "avatar": None},
        "pinned": False,
        "mention_everyone": held.mention_everyone,
        "tts": held.tts,
        "webhook_id": held.webhook_id,
    }
    if held.application_id is not None:
        shape["application_id"] = held.application_id
    return shape


def _counts(held: Guild) -> Shape:
    return {
        "approximate_member_count": held.population,
        "approximate_presence_count": max(1, held.population // 2),
    }
