"""A project that is set up and is to move to another server or channel."""

from collections.abc import Callable
from dataclasses import replace

from cakd_tui.core.route import Route
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS
from cakd_tui.rehearsal.state import ANNOUNCEMENT
from cakd_tui.rehearsal.worlds import DEPLOYS, STAGING
from tests.discord.stage import Stage, channels

Move = Callable[[Stage], None]


def to_staging(acting: Stage) -> None:
    """The next run is about another server, where the bot may do all it needs."""
    world = acting.rehearsal.world
    for role in world.guilds[STAGING].roles:
        edits.grant(world, STAGING, role.id, MANAGE_WEBHOOKS)
    acting.answers = acting.answers.with_value("guild", STAGING)


def to_deploys(acting: Stage) -> None:
    """The next run is about another channel of the same server."""
    acting.answers = acting.answers.with_use("channel", DEPLOYS)


def announcing(acting: Stage) -> None:
    """Somebody has made the channel one for announcements, so another is needed."""
    channel = channels(acting)[0]
    acting.rehearsal.world.channels[channel.id] = replace(channel, kind=ANNOUNCEMENT)


MOVES: list[Move] = [to_staging, to_deploys]


def place_of_alerts(acting: Stage, route: Route) -> tuple[str, str]:
    """Server and channel the saved address posts to."""
    parts = route.webhook.reveal().split("/")
    webhook = acting.rehearsal.world.webhooks[parts[-2]]
    return webhook.guild_id, webhook.channel_id


def used(route: Route, kind: str) -> str:
    """The id of the thing of this kind."""
    thing = route.thing(kind)
    assert thing is not None
    return thing.id
