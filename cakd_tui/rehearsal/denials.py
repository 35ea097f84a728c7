"""What the people of a server can take from the bot, and how they give it back.

For each cause there is a function that brings it about and one that mends it and says what was
done, in the words of Discord's own client.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal.permissions import ADMINISTRATOR, MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import FOR_MEMBER, FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, LOCKED, OBSERVERS, OPS_LAB, OWN_ROLE

_TIMED_OUT_FOR: Final = timedelta(hours=1)
_HELD: Final = (OPS_LAB, OWN_ROLE, OBSERVERS)
"""The roles the bot holds in Ops Lab."""


def take(*bits: int) -> Callable[[Rehearsal], None]:
    """Take permissions from every role the bot holds."""

    def prepare(rehearsal: Rehearsal) -> None:
        for role_id in _HELD:
            edits.revoke(rehearsal.world, OPS_LAB, role_id, sum(bits))

    return prepare


def grant(bit: int, label: str) -> Callable[[Rehearsal], str]:
    """Turn a permission on in the bot's own role."""

    def mend(rehearsal: Rehearsal) -> str:
        edits.grant(rehearsal.world, OPS_LAB, OWN_ROLE, bit)
        return f"Turned on {label} in the role alerts-bot"

    return mend


def leave_all(rehearsal: Rehearsal) -> None:
    """Remove the bot from every server."""
    for guild_id in rehearsal.world.guilds:
        edits.leave(rehearsal.world, guild_id)


def invite(rehearsal: Rehearsal) -> str:
    """Follow the invite link."""
    edits.join(rehearsal.world, OPS_LAB, worlds.own_role(worlds.INVITED))
    return "Invited alerts-bot to Ops Lab with the permissions it needs"


def time_out(rehearsal: Rehearsal) -> None:
    """Time the bot out."""
    edits.time_out(rehearsal.world, OPS_LAB, rehearsal.world.now() + _TIMED_OUT_FOR)


def end_time_out(rehearsal: Rehearsal) -> str:
    """End it early."""
    edits.time_out(rehearsal.world, OPS_LAB, None)
    return "Removed the time-out of alerts-bot in Ops Lab"


def screen(rehearsal: Rehearsal) -> None:
    """Have the bot wait at the server's membership screening."""
    edits.screen(rehearsal.world, OPS_LAB, pending=True)


def admit(rehearsal: Rehearsal) -> str:
    """Let it in."""
    edits.screen(rehearsal.world, OPS_LAB, pending=False)
    return "Let alerts-bot through the membership screening of Ops Lab"


def hide_channel(rehearsal: Rehearsal) -> None:
    """Have the project's channel, and hide it from everyone."""
    worlds.add_alerts_channel(rehearsal.world)
    worlds.add_our_webhook(rehearsal.world)
    _overwrite(rehearsal, ALERTS_CHANNEL, Overwrite(OPS_LAB, FOR_ROLE, deny=VIEW_CHANNEL))


def show_channel(rehearsal: Rehearsal) -> str:
    """Show the bot the channel, and nobody else."""
    hidden = Overwrite(OPS_LAB, FOR_ROLE, deny=VIEW_CHANNEL)
    shown = Overwrite(rehearsal.world.me.id, FOR_MEMBER, allow=VIEW_CHANNEL | MANAGE_WEBHOOKS)
    _overwrite(rehearsal, ALERTS_CHANNEL, hidden, shown)
    return f"Allowed View Channel and Manage Webhooks for the member alerts-bot in {_ALERTS}"


def deny_in_channel(rehearsal: Rehearsal) -> None:
    """Have the project's channel, where a role of the bot's may not manage webhooks."""
    worlds.add_alerts_channel(rehearsal.world)
    _overwrite(rehearsal, ALERTS_CHANNEL, Overwrite(OBSERVERS, FOR_ROLE, deny=MANAGE_WEBHOOKS))


def lift_in_channel(rehearsal: Rehearsal) -> str:
    """Remove that denial."""
    _overwrite(rehearsal, ALERTS_CHANNEL)
    return f"Removed the denial of Manage Webhooks for Observers in {_ALERTS}"


def lock_category(rehearsal: Rehearsal) -> None:
    """Have a category whose channels nobody but administrators may give webhooks."""
    worlds.add_locked_category(rehearsal.world)


def unlock_category(rehearsal: Rehearsal) -> str:
    """Remove the denial from the category and from the channels that took it over."""
    for channel_id in (LOCKED, *(each.id for each in rehearsal.world.children_of(LOCKED))):
        _overwrite(rehearsal, channel_id)
    return "Removed the denial of Manage Webhooks for @everyone in the category Locked"


def let_administrate(rehearsal: Rehearsal) -> None:
    """Have the bot able to do its work by Administrator alone."""
    take(worlds.INVITED)(rehearsal)
    edits.grant(rehearsal.world, OPS_LAB, OWN_ROLE, ADMINISTRATOR)


def cut_down(rehearsal: Rehearsal) -> str:
    """Give it what it needs instead."""
    edits.revoke(rehearsal.world, OPS_LAB, OWN_ROLE, ADMINISTRATOR)
    edits.grant(rehearsal.world, OPS_LAB, OWN_ROLE, worlds.INVITED)
    return "Turned off Administrator in the role alerts-bot, and on what it needs"


def lend(rehearsal: Rehearsal) -> None:
    """Have another role than the bot's own let it manage webhooks."""
    edits.revoke(rehearsal.world, OPS_LAB, OWN_ROLE, MANAGE_WEBHOOKS)
    edits.grant(rehearsal.world, OPS_LAB, OBSERVERS, MANAGE_WEBHOOKS)


_ALERTS: Final = f"#alerts-{worlds.PROJECT}"


def _overwrite(rehearsal: Rehearsal, channel_id: str, *overwrites: Overwrite) -> None:
    channels = rehearsal.world.channels
    channels[channel_id] = replace(channels[channel_id], overwrites=overwrites)
