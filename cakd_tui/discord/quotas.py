"""The limits of Discord's that a plan comes nearer to."""

from cakd_tui.core.plan import Quota
from cakd_tui.discord.decision import Decision
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel, Webhook
from cakd_tui.discord.options import MOST_IN_CATEGORY, channels_under
from cakd_tui.discord.stock_findings import MOST_CHANNELS, MOST_WEBHOOKS
from cakd_tui.discord.survey import webhooks_in


def quotas_of(
    server: str,
    channels: tuple[Channel, ...],
    webhooks: tuple[Webhook, ...] | DiscordError,
    decision: Decision,
    category: Channel | None,
    *,
    sees_all: bool = True,
) -> tuple[Quota, ...]:
    """What is taken of each once the plan is done; hidden channels are not counted.

    `category` is where a new channel goes. Channels have no quota where the bot does not see them
    all. Webhooks that are not shown have no quota, and neither
    has a plan that can't be run before something is chosen.
    """
    if decision.undecided:
        return ()
    found: list[Quota] = []
    if decision.channel.verb.makes and sees_all:
        found.append(Quota(f"channels in {server}", len(channels) + 1, MOST_CHANNELS))
        if category is not None:
            under = len(channels_under(category, channels)) + 1
            found.append(Quota(f"channels in {category.name}", under, MOST_IN_CATEGORY))
    if decision.webhook.verb.makes and not isinstance(webhooks, DiscordError):
        channel = decision.channel.thing
        here = len(webhooks_in(webhooks, channel)) if channel else 0
        found.append(Quota("webhooks in the channel", here + 1, MOST_WEBHOOKS))
    return tuple(found)
