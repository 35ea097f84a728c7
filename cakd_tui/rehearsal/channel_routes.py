"""Channels: made under the guild's rules, looked at, deleted with all that hangs on them."""

from dataclasses import replace
from typing import Final

from cakd_tui.rehearsal import access, edits, fields, limits, permissions, refusals, shapes
from cakd_tui.rehearsal.answer import Reply, json_reply
from cakd_tui.rehearsal.forms import Form, form_of
from cakd_tui.rehearsal.ratelimits import CHANGES
from cakd_tui.rehearsal.routing import Call, Route
from cakd_tui.rehearsal.state import CATEGORY, TEXT, VOICE, Channel, Guild, World

_CREATED: Final = 10
_DELETED: Final = 12

_KINDS: Final = (TEXT, VOICE, CATEGORY)
"""What the rehearsal can make; Discord can make more."""


def create(call: Call) -> Reply:
    """POST /guilds/{guild_id}/channels: made even where the bot won't see it."""
    world = call.world
    guild = access.joined_guild(world, call.params["guild_id"], refusals.missing_access)
    access.need(world, permissions.MANAGE_CHANNELS, guild)
    form = form_of(call.request)
    kind = form.choice("type", _KINDS) or TEXT
    parent = fields.category(form, world, guild, kind)
    draft = _draft(form, world, guild, kind)
    form.close()
    fields.check_overwrites(world, guild, draft.overwrites)
    if parent is not None:
        _check_category(world, guild, parent)
        draft = replace(
            draft, parent_id=parent.id, overwrites=draft.overwrites or parent.overwrites
        )
    if len(world.channels_of(guild.id)) >= limits.CHANNELS_PER_GUILD:
        raise refusals.guild_full()
    made = replace(draft, id=world.ids.new())
    world.channels[made.id] = made
    world.note(_CREATED, made.id, call.reason)
    return json_reply(201, shapes.channel(made))


def channel(call: Call) -> Reply:
    """GET /channels/{channel_id}: a hidden channel is refused, unlike one that doesn't exist."""
    _, held = access.visible_channel(call.world, call.params["channel_id"])
    return json_reply(200, shapes.channel(held))


def delete(call: Call) -> Reply:
    """DELETE /channels/{channel_id}: its webhooks go with it, the channels of a category stay."""
    world = call.world
    guild, held = access.visible_channel(world, call.params["channel_id"])
    access.need(world, permissions.MANAGE_CHANNELS, guild, held)
    needed = (guild.rules_channel_id, guild.updates_channel_id)
    if "COMMUNITY" in guild.features and held.id in needed:
        raise refusals.needed_by_community()
    edits.delete_channel(world, held.id)
    world.note(_DELETED, held.id, call.reason)
    return json_reply(200, shapes.channel(held))


def _draft(form: Form, world: World, guild: Guild, kind: int) -> Channel:
    """The channel as the request describes it, still without id and category."""
    topic = form.text("topic", limits.CHANNEL_TOPIC)
    position = form.whole("position", 0, 2**31 - 1)
    return Channel(
        id="",
        guild_id=guild.id,
        name=fields.channel_name(form, kind),
        kind=kind,
        topic=topic or None,
        position=len(world.channels_of(guild.id)) if position is None else position,
        overwrites=fields.overwrites(form),
        nsfw=form.flag("nsfw") or False,
        slowmode=form.whole("rate_limit_per_user", 0, limits.SLOWMODE_SECONDS) or 0,
        auto_archive=form.choice("default_auto_archive_duration", limits.AUTO_ARCHIVE_MINUTES),
    )


def _check_category(world: World, guild: Guild, parent: Channel) -> None:
    """Refuse a category the bot can't see or manage, as Discord does when a channel is moved."""
    if not access.sees(world, guild, parent):
        raise refusals.missing_access()
    access.need(world, permissions.MANAGE_CHANNELS, guild, parent)


ROUTES: Final = (
    Route(
        "POST",
        "/guilds/{guild_id}/channels",
        "create_guild_channel",
        create,
        allowance=CHANGES,
        needs_reason=True,
    ),
    Route("GET", "/channels/{channel_id}", "get_channel", channel),
    Route(
        "DELETE",
        "/channels/{channel_id}",
        "delete_channel",
        delete,
        allowance=CHANGES,
        needs_reason=True,
    ),
)
