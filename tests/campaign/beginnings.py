"""The states a project can be in when a run begins, and what the run is for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.answer import json_reply
from cakd_tui.rehearsal.faults import Fault, Refused
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS
from cakd_tui.rehearsal.state import ANNOUNCEMENT
from cakd_tui.rehearsal.worlds import DEPLOYS, STAGING
from tests.campaign.deeds import CREATE, DESTROY, ROTATE, Deed
from tests.campaign.ground import PROJECT, Ground


@dataclass(frozen=True)
class Beginning:
    """What was there, and how it came about."""

    name: str
    arrange: Callable[[Ground], Awaitable[None]]
    deed: Deed = CREATE

    def __str__(self) -> str:
        return self.name


async def _fresh(on: Ground) -> None:
    """Nothing was."""


async def _private(on: Ground) -> None:
    """Nothing was, and the channel is to be a private one."""
    on.answers = on.answers.with_options({"private": True})


async def _again(on: Ground) -> None:
    """A run went to its end."""
    await on.create()


async def _forgotten(on: Ground) -> None:
    """Everything is there but the saved route."""
    await on.create()
    on.routes.forget(PROJECT)


async def _half(on: Ground) -> None:
    """A run ended after it had made the channel, and did not write that down."""
    await _forgotten(on)
    on.rehearsal.world.webhooks.pop(on.webhooks()[0].id)


async def _webhook_gone(on: Ground) -> None:
    """Somebody deleted the webhook."""
    await on.create()
    on.rehearsal.world.webhooks.pop(on.webhooks()[0].id)


async def _channel_gone(on: Ground) -> None:
    """Somebody deleted the channel, and its webhook with it."""
    await on.create()
    edits.delete_channel(on.rehearsal.world, on.channels()[0].id)


async def _another_server(on: Ground) -> None:
    """Everything is there, and now alerts are wanted in another server."""
    await _left(on)
    world = on.rehearsal.world
    for role in world.guilds[STAGING].roles:
        edits.grant(world, STAGING, role.id, MANAGE_WEBHOOKS)
    on.answers = on.answers.with_value("guild", STAGING)


async def _another_channel(on: Ground) -> None:
    """Everything is there, and now another channel was chosen."""
    await _left(on)
    world = on.rehearsal.world
    topic = f"CAKD alerts for {PROJECT}"
    world.channels[DEPLOYS] = replace(world.channels[DEPLOYS], topic=topic)
    on.answers = on.answers.with_use("channel", DEPLOYS)


async def _announcing(on: Ground) -> None:
    """Everything is there, but the channel was turned into one for announcements."""
    await _left(on)
    world = on.rehearsal.world
    for each in [each for each in world.channels.values() if each.id in on.left]:
        world.channels[each.id] = replace(each, kind=ANNOUNCEMENT)


async def _outlived(on: Ground) -> None:
    """The webhook was moved, and the channel it was in is gone."""
    await on.create()
    world, channel, webhook = on.rehearsal.world, on.channels()[0], on.webhooks()[0]
    world.webhooks[webhook.id] = replace(webhook, channel_id=DEPLOYS)
    edits.delete_channel(world, channel.id)
    on.left = frozenset({webhook.id})


async def _half_moved(on: Ground) -> None:
    """A move to another server ended when its channel was made."""
    await _another_server(on)
    path = "/channels/*/webhooks"
    on.rehearsal.faults.add(Fault(Refused(json_reply(403, {"code": 50013})), "POST", path))
    await on.create()
    on.rehearsal.faults.clear()


async def _in_two_places(on: Ground) -> None:
    """The same, and all of it is to go: what is in use and what was moved to."""
    await _half_moved(on)
    on.left = frozenset()


async def _half_rotated(on: Ground) -> None:
    """A rotation ended when its webhook was made and tried, before the old one was deleted."""
    await on.create()
    on.rehearsal.faults.add(Fault(Refused(json_reply(403, {"code": 50013})), "DELETE"))
    await on.rotate()
    on.rehearsal.faults.clear()


async def _left(on: Ground) -> None:
    await on.create()
    things = {each.id for each in on.channels()} | {each.id for each in on.webhooks()}
    on.left = frozenset(things)


BEGINNINGS = (
    Beginning("fresh", _fresh),
    Beginning("fresh-private", _private),
    Beginning("again", _again),
    Beginning("route-forgotten", _forgotten),
    Beginning("half-made", _half),
    Beginning("webhook-gone", _webhook_gone),
    Beginning("channel-gone", _channel_gone),
    Beginning("another-server", _another_server),
    Beginning("another-channel", _another_channel),
    Beginning("announcing", _announcing),
    Beginning("webhook-outlived", _outlived),
    Beginning("half-moved", _half_moved),
    Beginning("rotate", _again, ROTATE),
    Beginning("rotate-half-done", _half_rotated, ROTATE),
    Beginning("destroy", _again, DESTROY),
    Beginning("destroy-two-places", _in_two_places, DESTROY),
)
