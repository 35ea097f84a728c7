"""Webhooks: by channel and id for the bot, by id and token for whoever holds the token.

The bot needs Manage Webhooks and View Channel in the channel (Discord docs, change log of
13 July 2022); a webhook of its own application it may look at without.
"""

import hmac
from dataclasses import replace
from typing import Final

from cakd_tui.rehearsal import access, fields, limits, permissions, refusals, shapes
from cakd_tui.rehearsal.answer import Reply, empty_reply, json_reply
from cakd_tui.rehearsal.forms import form_of
from cakd_tui.rehearsal.ratelimits import CHANGES
from cakd_tui.rehearsal.routing import Call, Route
from cakd_tui.rehearsal.state import ANNOUNCEMENT, FORUM, MEDIA, TEXT, Channel, Guild, Webhook
from cakd_tui.rehearsal.tokens import webhook_token

_CREATED: Final = 50
_UPDATED: Final = 51
_DELETED: Final = 52

_POSTABLE: Final = (TEXT, ANNOUNCEMENT, FORUM, MEDIA)


def create(call: Call) -> Reply:
    """POST /channels/{channel_id}/webhooks: the answer's token is all it takes to post."""
    world = call.world
    guild, channel = _managed(call, call.params["channel_id"])
    form = form_of(call.request)
    name = fields.webhook_name(form, "name", required=True)
    avatar = fields.avatar(form)
    form.close()
    _check_room(call, guild, channel)
    webhook_id = world.ids.new()
    made = Webhook(
        id=webhook_id,
        guild_id=guild.id,
        channel_id=channel.id,
        name=name or "",
        token=webhook_token(webhook_id),
        application_id=world.application.id,
        user_id=world.me.id,
        avatar=avatar,
    )
    world.webhooks[made.id] = made
    world.note(_CREATED, made.id, call.reason)
    return json_reply(200, shapes.webhook(made, world))


def in_channel(call: Call) -> Reply:
    """GET /channels/{channel_id}/webhooks"""
    _, channel = _managed(call, call.params["channel_id"])
    listed = call.world.webhooks_in(channel.id)
    return json_reply(200, [shapes.webhook(webhook, call.world) for webhook in listed])


def webhook(call: Call) -> Reply:
    """GET /webhooks/{webhook_id}"""
    held = _known(call)
    if held.application_id != call.world.application.id:
        _managed(call, held.channel_id)
    return json_reply(200, shapes.webhook(held, call.world))


def update(call: Call) -> Reply:
    """PATCH /webhooks/{webhook_id}: new name, new avatar, another channel of the same guild."""
    world = call.world
    held = _known(call)
    guild, _ = _managed(call, held.channel_id)
    form = form_of(call.request)
    name = fields.webhook_name(form, "name")
    channel_id = form.snowflake("channel_id") or held.channel_id
    avatar = fields.avatar(form) if form.has("avatar") else held.avatar
    form.close()
    if channel_id != held.channel_id:
        target_guild, target = _managed(call, channel_id)
        if target_guild.id != guild.id:
            raise refusals.unknown_channel()
        _check_room(call, guild, target)
    changed = replace(held, name=name or held.name, channel_id=channel_id, avatar=avatar)
    world.webhooks[held.id] = changed
    world.note(_UPDATED, held.id, call.reason)
    return json_reply(200, shapes.webhook(changed, world))


def delete(call: Call) -> Reply:
    """DELETE /webhooks/{webhook_id}"""
    held = _known(call)
    _managed(call, held.channel_id)
    del call.world.webhooks[held.id]
    call.world.note(_DELETED, held.id, call.reason)
    return empty_reply()


def by_token(call: Call) -> Reply:
    """GET /webhooks/{webhook_id}/{webhook_token}: without the user who made it."""
    return json_reply(200, shapes.webhook(entrusted(call), call.world, by_token=True))


def delete_by_token(call: Call) -> Reply:
    """DELETE /webhooks/{webhook_id}/{webhook_token}"""
    del call.world.webhooks[entrusted(call).id]
    return empty_reply()


def entrusted(call: Call) -> Webhook:
    """The webhook of a path with its token; refuses a wrong token."""
    held = _known(call)
    given = call.params["webhook_token"]
    if not hmac.compare_digest(held.token.encode(), given.encode(errors="replace")):
        raise refusals.invalid_webhook_token()
    return held


def _known(call: Call) -> Webhook:
    held = call.world.webhooks.get(call.params["webhook_id"])
    if held is None:
        raise refusals.unknown_webhook()
    return held


def _managed(call: Call, channel_id: str) -> tuple[Guild, Channel]:
    """A channel in which the bot may manage webhooks, with its guild."""
    guild, channel = access.visible_channel(call.world, channel_id, refusals.missing_permissions)
    access.need(call.world, permissions.MANAGE_WEBHOOKS, guild, channel)
    return guild, channel


def _check_room(call: Call, guild: Guild, channel: Channel) -> None:
    if channel.kind not in _POSTABLE:
        raise refusals.wrong_channel_type()
    if len(call.world.webhooks_in(channel.id)) >= limits.WEBHOOKS_PER_CHANNEL:
        raise refusals.webhooks_full()
    if len(call.world.webhooks_of(guild.id)) >= limits.WEBHOOKS_PER_GUILD:
        raise refusals.guild_webhooks_full()


_OF_CHANNEL: Final = "/channels/{channel_id}/webhooks"
_BY_ID: Final = "/webhooks/{webhook_id}"
_BY_TOKEN: Final = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES: Final = (
    Route("POST", _OF_CHANNEL, "create_webhook", create, CHANGES, needs_reason=True),
    Route("GET", _OF_CHANNEL, "list_channel_webhooks", in_channel),
    Route("GET", _BY_ID, "get_webhook", webhook),
    Route("PATCH", _BY_ID, "update_webhook", update, CHANGES, needs_reason=True),
    Route("DELETE", _BY_ID, "delete_webhook", delete, CHANGES, needs_reason=True),
    Route(
        "GET",
        _BY_TOKEN,
        "get_webhook_by_token",
        by_token,
        needs_bot=False,
        bucket="webhook by token",
    ),
    Route(
        "DELETE",
        _BY_TOKEN,
        "delete_webhook_by_token",
        delete_by_token,
        needs_bot=False,
        bucket="webhook by token",
    ),
)
