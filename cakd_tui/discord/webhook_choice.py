"""Which webhook of a channel is ours to use."""

from collections.abc import Iterable

from cakd_tui.discord.http.models import INCOMING_WEBHOOK, Channel, Webhook
from cakd_tui.discord.naming import same_name, webhook_name


def own_webhook(
    webhooks: Iterable[Webhook], channel: Channel, project: str, remembered: int | None = None
) -> Webhook | None:
    """The project's webhook in the channel: the remembered one first, then the oldest of our name.

    Only an incoming webhook whose token Discord shows us: it hides the tokens of those that other
    applications made, so theirs are never taken (Discord docs: Webhook object, `token`).
    """
    name = webhook_name(project).text
    usable = [
        each
        for each in webhooks
        if each.type == INCOMING_WEBHOOK and each.channel_id == channel.id and each.token
    ]
    by_id = next((each for each in usable if each.id == remembered), None)
    if by_id is not None:
        return by_id
    named = [each for each in usable if same_name(each.name or "", name)]
    return min(named, key=lambda each: each.id, default=None)
