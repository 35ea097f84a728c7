"""What people do in Discord to a set-up that was complete: delete it, rename it, move it."""

from dataclasses import replace
from typing import Final

from cakd_tui.rehearsal import causes, edits
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, LOUNGE, OPERATIONS, OUR_WEBHOOK, PROJECT

RENAMED: Final = "ops-alarms"


def delete_webhook(rehearsal: Rehearsal) -> None:
    """Have the webhook deleted."""
    causes.set_up(rehearsal)
    del rehearsal.world.webhooks[OUR_WEBHOOK]


def delete_channel(rehearsal: Rehearsal) -> None:
    """Have the channel deleted, and the webhook with it."""
    causes.set_up(rehearsal)
    edits.delete_channel(rehearsal.world, ALERTS_CHANNEL)


def rename_channel(rehearsal: Rehearsal) -> None:
    """Have the channel renamed."""
    causes.set_up(rehearsal)
    _name(rehearsal, RENAMED)


def name_channel_back(rehearsal: Rehearsal) -> str:
    """Give it its name back."""
    _name(rehearsal, f"alerts-{PROJECT}")
    return f"Renamed #{RENAMED} to #alerts-{PROJECT} in Ops Lab"


def move_channel(rehearsal: Rehearsal) -> None:
    """Have the channel dragged into another category."""
    causes.set_up(rehearsal)
    _put(rehearsal, LOUNGE)


def drag_channel_back(rehearsal: Rehearsal) -> str:
    """Put it where it was."""
    _put(rehearsal, OPERATIONS)
    return f"Dragged #alerts-{PROJECT} back into Operations in Ops Lab"


def _put(rehearsal: Rehearsal, category: str) -> None:
    channels = rehearsal.world.channels
    channels[ALERTS_CHANNEL] = replace(channels[ALERTS_CHANNEL], parent_id=category)


def _name(rehearsal: Rehearsal, name: str) -> None:
    channels = rehearsal.world.channels
    channels[ALERTS_CHANNEL] = replace(channels[ALERTS_CHANNEL], name=name)
