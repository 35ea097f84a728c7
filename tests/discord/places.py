"""Categories, overwrites and options for tests of where a channel is put."""

from collections.abc import Mapping
from dataclasses import replace

from cakd_tui.core.events import Event, Noted, Warned
from cakd_tui.core.option import OptionValue
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.state import FOR_MEMBER, FOR_ROLE, Channel, Overwrite
from cakd_tui.rehearsal.worlds import BOT, OBSERVERS, OPS_LAB
from tests.discord.stage import Stage, StageMaker, channels

VIEW, WEBHOOKS = rights.VIEW_CHANNEL, rights.MANAGE_WEBHOOKS
OPERATIONS = "900000000000000204"
EVERYONE_OUT = Overwrite(OPS_LAB, FOR_ROLE, 0, VIEW)
BOT_IN = Overwrite(BOT.id, FOR_MEMBER, VIEW | WEBHOOKS, 0)
OBSERVERS_IN = Overwrite(OBSERVERS, FOR_ROLE, VIEW, 0)
FULL: Mapping[str, OptionValue] = {
    "category": "operations",
    "private": True,
    "roles": ("Observers",),
}


async def staged(stage: StageMaker, options: Mapping[str, OptionValue]) -> Stage:
    """A server in which all is in order, and a project with these options."""
    acting = await stage()
    return replace(acting, answers=acting.answers.with_options(options))


def only(acting: Stage) -> Channel:
    """The project's one channel."""
    (channel,) = channels(acting)
    return channel


def overwrite(acting: Stage, channel_id: str, *entries: Overwrite) -> None:
    """Give a channel or category these overwrites."""
    world = acting.rehearsal.world
    world.channels[channel_id] = replace(world.channels[channel_id], overwrites=entries)


def notes(said: list[Event]) -> list[str]:
    """What was worth a line."""
    return [each.text for each in said if isinstance(each, Noted)]


def warning(said: list[Event]) -> Warned:
    """The one warning."""
    (warned,) = [each for each in said if isinstance(each, Warned)]
    return warned


def reason(said: list[Event]) -> object:
    """Why the one warning was given."""
    return warning(said).symptom.facts["reason"]
