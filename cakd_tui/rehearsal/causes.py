"""What can go wrong with the bot's account, on the way to Discord and at Discord itself.

For each cause there is a function that brings it about and, where people can do something about it,
one that mends it and says what they did.
"""

from dataclasses import replace
from typing import Final

from cakd_tui.rehearsal import edits, refusals, worlds
from cakd_tui.rehearsal.faults import Banned, Fault, Limited, Refused, Status
from cakd_tui.rehearsal.refusals import Refusal
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OPS_LAB

_DELETED_TO_MAKE_ROOM: Final = 3
_TWIN: Final = "900000000000000505"


def leave_be(rehearsal: Rehearsal) -> None:
    """Break nothing."""


def refuse_tokens(rehearsal: Rehearsal) -> None:
    """Have the token reset by somebody else."""
    rehearsal.refuses_tokens = True


def accept_tokens(rehearsal: Rehearsal) -> str:
    """Put the new token in the place of the old one."""
    rehearsal.refuses_tokens = False
    return "Reset the token of alerts-bot in the Developer Portal: the new one is valid"


def be_a_person(rehearsal: Rehearsal) -> None:
    """Have the token belong to a person, who may read and not do what only bots can."""
    rehearsal.world.me = replace(rehearsal.world.me, username="robin", bot=False)
    _refuse(rehearsal, refusals.only_bots(), "POST", "*")


def be_the_bot(rehearsal: Rehearsal) -> str:
    """Take the bot's own token instead."""
    rehearsal.faults.clear()
    rehearsal.world.me = worlds.BOT
    return "Put the token of alerts-bot in the place of Robin's"


def mistake_the_server(rehearsal: Rehearsal) -> None:
    """Have the id of a server that nobody knows."""
    rehearsal.guild_id = worlds.NOWHERE


def forget_the_server(rehearsal: Rehearsal) -> None:
    """Let Discord deny the server itself, though all that is in it answers.

    Seen at Discord: Unknown Guild for a server whose channels were listed all the while.
    """
    _refuse(rehearsal, refusals.unknown_guild(), "GET", f"/guilds/{OPS_LAB}")


def know_the_server(rehearsal: Rehearsal) -> str:
    """Wait until Discord is right again."""
    rehearsal.faults.clear()
    return "Waited until Discord knew Ops Lab again"


def demand_two_factors(rehearsal: Rehearsal) -> None:
    """Have the server ask for two factors, and the bot's owner have one."""
    edits.demand_two_factors(rehearsal.world, OPS_LAB)
    rehearsal.world.me = replace(rehearsal.world.me, mfa_enabled=False)


def secure_owner(rehearsal: Rehearsal) -> str:
    """Give the owner's account its second factor."""
    rehearsal.world.me = replace(rehearsal.world.me, mfa_enabled=True)
    return "Turned on two-factor authentication for the account that owns alerts-bot"


def fill_channels(rehearsal: Rehearsal) -> None:
    """Leave no room for another channel."""
    worlds.fill_channels(rehearsal.world)


def delete_channels(rehearsal: Rehearsal) -> str:
    """Make room for channels."""
    archived = [
        channel.id
        for channel in rehearsal.world.channels_of(OPS_LAB)
        if channel.name.startswith("archived-")
    ]
    for channel_id in archived[:_DELETED_TO_MAKE_ROOM]:
        edits.delete_channel(rehearsal.world, channel_id)
    return f"Deleted {_DELETED_TO_MAKE_ROOM} archived channels in Ops Lab"


def fill_category(rehearsal: Rehearsal) -> None:
    """Have a category with no room for another channel."""
    worlds.add_full_category(rehearsal.world)


def fill_webhooks(rehearsal: Rehearsal) -> None:
    """Leave no room for another webhook in the alerts channel."""
    worlds.add_alerts_channel(rehearsal.world)
    worlds.fill_webhooks(rehearsal.world)


def delete_webhooks(rehearsal: Rehearsal) -> str:
    """Make room for webhooks."""
    for webhook in rehearsal.world.webhooks_in(ALERTS_CHANNEL)[:_DELETED_TO_MAKE_ROOM]:
        del rehearsal.world.webhooks[webhook.id]
    return f"Deleted {_DELETED_TO_MAKE_ROOM} unused webhooks in #alerts-{worlds.PROJECT}"


def limit(rehearsal: Rehearsal) -> None:
    """Ask for pauses."""
    rehearsal.faults.add(Fault(Limited(), "GET", "/users/@me/guilds", nth=2))
    rehearsal.faults.add(Fault(Limited(), "GET", "/guilds/*/channels", nth=2))
    rehearsal.faults.add(Fault(Limited(), "POST", "/guilds/*/channels"))
    rehearsal.faults.add(Fault(Limited(), "POST", "/channels/*/webhooks"))


def lift_limits(rehearsal: Rehearsal) -> str:
    """Let the pauses be over."""
    rehearsal.faults.clear()
    rehearsal.release_limits()
    return "Waited until Discord took requests again"


def cut_off(rehearsal: Rehearsal) -> None:
    """Unplug the network."""
    rehearsal.reachable.clear()


def reconnect(rehearsal: Rehearsal) -> str:
    """Plug it in again."""
    rehearsal.reachable.set()
    return "Brought the network connection back"


def break_down(rehearsal: Rehearsal) -> None:
    """Let Discord itself be down."""
    rehearsal.faults.add(Fault(Status(502), times=None))


def recover(rehearsal: Rehearsal) -> str:
    """Let it be up again."""
    rehearsal.faults.clear()
    return "Waited until Discord's outage was over"


def ban_the_address(rehearsal: Rehearsal) -> None:
    """Have Cloudflare refuse this address, in its own words."""
    rehearsal.faults.add(Fault(Banned(403), times=None))


def block_requests(rehearsal: Rehearsal) -> None:
    """Have Cloudflare refuse the requests, in the form of Discord's refusals."""
    _refuse(rehearsal, refusals.blocked_by_cloudflare(), "*", "*")


def let_through(rehearsal: Rehearsal) -> str:
    """Let Cloudflare forget about it."""
    rehearsal.faults.clear()
    return "Stopped what sent refused requests, and waited until Cloudflare let others through"


def misword_requests(rehearsal: Rehearsal) -> None:
    """Have Discord find fault with a field that the program alone fills."""
    flaw = refusals.invalid_field("type", "BASE_TYPE_CHOICES", "Value must be one of {2, 4}.")
    _refuse(rehearsal, flaw, "POST", "/guilds/*/channels")


def make_writable(rehearsal: Rehearsal) -> str:
    """Give the folder for the program's files back its permissions."""
    rehearsal.config_read_only = False
    return "Made the config folder writable"


def set_up(rehearsal: Rehearsal) -> None:
    """Have everything made already."""
    worlds.add_alerts_channel(rehearsal.world)
    worlds.add_our_webhook(rehearsal.world)


def make_two_channels(rehearsal: Rehearsal) -> None:
    """Have two channels of the project's name, neither of which says whose it is."""
    worlds.add_alerts_channel(rehearsal.world)
    channels = rehearsal.world.channels
    first = replace(channels[ALERTS_CHANNEL], topic=None)
    second = replace(first, id=_TWIN, topic="Alerts of the old cluster")
    channels |= {first.id: first, second.id: second}


def delete_the_second(rehearsal: Rehearsal) -> str:
    """Leave one of them."""
    edits.delete_channel(rehearsal.world, _TWIN)
    return f"Deleted the second #alerts-{worlds.PROJECT} in Ops Lab"


def _refuse(rehearsal: Rehearsal, refusal: Refusal, method: str, path: str) -> None:
    rehearsal.faults.add(Fault(Refused(refusal.reply), method, path, times=None))
