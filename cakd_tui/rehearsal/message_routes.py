"""Posting through a webhook: what may be in a message, and the message as it comes back."""

from typing import Final

from cakd_tui.rehearsal import fields, limits, refusals, shapes
from cakd_tui.rehearsal.answer import Reply, empty_reply, json_reply
from cakd_tui.rehearsal.embeds import read_embeds
from cakd_tui.rehearsal.forms import Form, form_of
from cakd_tui.rehearsal.mentions import mentioned, read_allowed
from cakd_tui.rehearsal.ratelimits import POSTS, POSTS_PER_CHANNEL
from cakd_tui.rehearsal.routing import Call, Route
from cakd_tui.rehearsal.state import FORUM, MEDIA, Message, Webhook
from cakd_tui.rehearsal.webhook_routes import entrusted

SUPPRESS_EMBEDS: Final = 1 << 2
SUPPRESS_NOTIFICATIONS: Final = 1 << 12


def execute(call: Call) -> Reply:
    """POST /webhooks/{webhook_id}/{webhook_token}: the message with `wait`, else nothing."""
    world = call.world
    webhook = entrusted(call)
    wait = call.flag("wait")
    call.limits.admit_unseen(("posts", webhook.channel_id), POSTS_PER_CHANNEL)
    form = form_of(call.request)
    message = _message(call, webhook, form)
    _check_thread(call, webhook, form)
    form.close()
    if not message.content and not message.embeds:
        raise refusals.empty_message()
    world.messages.append(message)
    if not wait:
        return empty_reply()
    return json_reply(200, shapes.message(message, world))


def _message(call: Call, webhook: Webhook, form: Form) -> Message:
    world = call.world
    content = form.text("content", limits.CONTENT, trim=True) or ""
    called = mentioned(content, read_allowed(form), world.guilds[webhook.guild_id])
    return Message(
        id=world.ids.new(),
        channel_id=webhook.channel_id,
        webhook_id=webhook.id,
        application_id=webhook.application_id,
        username=fields.webhook_name(form, "username") or webhook.name,
        avatar_url=form.url("avatar_url"),
        content=content,
        embeds=read_embeds(form),
        sent_at=world.now(),
        flags=_flags(form),
        tts=form.flag("tts") or False,
        mentions=called.users,
        mention_roles=called.roles,
        mention_everyone=called.everyone,
    )


def _flags(form: Form) -> int:
    """The two flags that make sense for text and embeds; components are not rehearsed."""
    flags = form.whole("flags", 0, 2**31 - 1) or 0
    if flags & ~(SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS):
        form.complain("flags", "MESSAGE_FLAGS_INVALID", "Message flags are invalid")
    return flags


def _check_thread(call: Call, webhook: Webhook, form: Form) -> None:
    """A forum wants a thread, a text channel must not get one."""
    name = form.text("thread_name", limits.CHANNEL_NAME)
    forum = call.world.channels[webhook.channel_id].kind in (FORUM, MEDIA)
    if forum and not name:
        raise refusals.refusal(
            400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id"
        )
    if name and not forum:
        raise refusals.no_thread_here()


ROUTES: Final = (
    Route(
        "POST",
        "/webhooks/{webhook_id}/{webhook_token}",
        "execute_webhook",
        execute,
        allowance=POSTS,
        needs_bot=False,
        query=("wait",),
    ),
)
