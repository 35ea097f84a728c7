"""The named situations in which the program can be tried out, each built from the ready world.

A scenario breaks one thing, and `Rehearsal.mend` is the operator putting it right.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal.faults import Fault, Limited, Status
from cakd_tui.rehearsal.permissions import MANAGE_CHANNELS, MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.tokens import bot_token
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OBSERVERS, OPS_LAB, OWN_ROLE

_TIMED_OUT_FOR: Final = timedelta(hours=1)
_DELETED_TO_MAKE_ROOM: Final = 3


class UnknownScenario(KeyError):
    """There is no scenario of this name; the message lists those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Scenario:
    """One situation: what is broken, and how it is mended."""

    name: str
    summary: str
    """One sentence for the list of scenarios."""
    prepare: Callable[[Rehearsal], None] = field(repr=False)
    mend: Callable[[Rehearsal], str] | None = field(default=None, repr=False)
    config_read_only: bool = False
    """Whether the folder for the program's files is to be made read-only."""
    keyring: str = "memory"
    """The keyring to use: `memory` keeps secrets for this run and touches no other."""


def scenario(
    name: str,
    *,
    latency: float = 0.0,
    tempo: float = 1.0,
    strict_token: bool = False,
    clock: Callable[[], float] = time.time,
) -> Rehearsal:
    """A fresh rehearsal of this scenario; raises `UnknownScenario`.

    `latency` is in seconds per answer, `tempo` multiplies every wait Discord would ask for, with
    `strict_token` only the rehearsal's own token is valid, `clock` gives seconds since 1970.
    """
    chosen = SCENARIOS.get(name)
    if chosen is None:
        raise UnknownScenario(f"no scenario {name!r}; there are: {', '.join(SCENARIOS)}")
    rehearsal = Rehearsal(
        worlds.ready(clock),
        bot_token(worlds.BOT.id),
        OPS_LAB,
        name=name,
        strict_token=strict_token,
        latency=latency,
        tempo=tempo,
        mending=chosen.mend,
    )
    rehearsal.config_read_only = chosen.config_read_only
    chosen.prepare(rehearsal)
    return rehearsal


def _leave_be(rehearsal: Rehearsal) -> None:
    """Nothing is broken."""


def _take(*bits: int) -> Callable[[Rehearsal], None]:
    """Take permissions from every role the bot holds in Ops Lab."""

    def prepare(rehearsal: Rehearsal) -> None:
        for role_id in (OPS_LAB, OWN_ROLE, OBSERVERS):
            edits.revoke(rehearsal.world, OPS_LAB, role_id, sum(bits))

    return prepare


def _grant(bit: int, label: str) -> Callable[[Rehearsal], str]:
    def mend(rehearsal: Rehearsal) -> str:
        edits.grant(rehearsal.world, OPS_LAB, OWN_ROLE, bit)
        return f"Turned on {label} in the role alerts-bot"

    return mend


def _leave_all(rehearsal: Rehearsal) -> None:
    for guild_id in rehearsal.world.guilds:
        edits.leave(rehearsal.world, guild_id)


def _invite(rehearsal: Rehearsal) -> str:
    edits.join(rehearsal.world, OPS_LAB, worlds.own_role(worlds.INVITED))
    return "Invited alerts-bot to Ops Lab with the permissions it needs"


def _refuse_tokens(rehearsal: Rehearsal) -> None:
    rehearsal.refuses_tokens = True


def _accept_tokens(rehearsal: Rehearsal) -> str:
    rehearsal.refuses_tokens = False
    return "Reset the token of alerts-bot in the Developer Portal: the new one is valid"


def _demand_two_factors(rehearsal: Rehearsal) -> None:
    edits.demand_two_factors(rehearsal.world, OPS_LAB)
    rehearsal.world.me = replace(rehearsal.world.me, mfa_enabled=False)


def _secure_owner(rehearsal: Rehearsal) -> str:
    rehearsal.world.me = replace(rehearsal.world.me, mfa_enabled=True)
    return "Turned on two-factor authentication for the account that owns alerts-bot"


def _time_out(rehearsal: Rehearsal) -> None:
    edits.time_out(rehearsal.world, OPS_LAB, rehearsal.world.now() + _TIMED_OUT_FOR)


def _end_time_out(rehearsal: Rehearsal) -> str:
    edits.time_out(rehearsal.world, OPS_LAB, None)
    return "Removed the time-out of alerts-bot in Ops Lab"


def _fill_channels(rehearsal: Rehearsal) -> None:
    worlds.fill_channels(rehearsal.world)


def _delete_channels(rehearsal: Rehearsal) -> str:
    archived = [
        channel.id
        for channel in rehearsal.world.channels_of(OPS_LAB)
        if channel.name.startswith("archived-")
    ]
    for channel_id in archived[:_DELETED_TO_MAKE_ROOM]:
        edits.delete_channel(rehearsal.world, channel_id)
    return f"Deleted {_DELETED_TO_MAKE_ROOM} archived channels in Ops Lab"


def _fill_webhooks(rehearsal: Rehearsal) -> None:
    worlds.add_alerts_channel(rehearsal.world)
    worlds.fill_webhooks(rehearsal.world)


def _delete_webhooks(rehearsal: Rehearsal) -> str:
    for webhook in rehearsal.world.webhooks_in(ALERTS_CHANNEL)[:_DELETED_TO_MAKE_ROOM]:
        del rehearsal.world.webhooks[webhook.id]
    return f"Deleted {_DELETED_TO_MAKE_ROOM} unused webhooks in #alerts-{worlds.PROJECT}"


def _limit(rehearsal: Rehearsal) -> None:
    rehearsal.faults.add(Fault(Limited(), "GET", "/guilds/*/channels", nth=2))
    rehearsal.faults.add(Fault(Limited(), "POST", "/guilds/*/channels"))
    rehearsal.faults.add(Fault(Limited(), "POST", "/channels/*/webhooks"))


def _lift_limits(rehearsal: Rehearsal) -> str:
    rehearsal.faults.clear()
    rehearsal.release_limits()
    return "Waited until Discord took requests again"


def _cut_off(rehearsal: Rehearsal) -> None:
    rehearsal.reachable.clear()


def _reconnect(rehearsal: Rehearsal) -> str:
    rehearsal.reachable.set()
    return "Brought the network connection back"


def _break_down(rehearsal: Rehearsal) -> None:
    rehearsal.faults.add(Fault(Status(502), times=None))


def _recover(rehearsal: Rehearsal) -> str:
    rehearsal.faults.clear()
    return "Waited until Discord's outage was over"


def _make_writable(rehearsal: Rehearsal) -> str:
    rehearsal.config_read_only = False
    return "Made the config folder writable"


def _set_up(rehearsal: Rehearsal) -> None:
    worlds.add_alerts_channel(rehearsal.world)
    worlds.add_our_webhook(rehearsal.world)


_ALL: Final = (
    Scenario("ready", "Everything is in order.", _leave_be),
    Scenario(
        "missing-manage-channels",
        "No role of the bot grants Manage Channels.",
        _take(MANAGE_CHANNELS),
        _grant(MANAGE_CHANNELS, "Manage Channels"),
    ),
    Scenario(
        "missing-manage-webhooks",
        "No role of the bot grants Manage Webhooks.",
        _take(MANAGE_WEBHOOKS),
        _grant(MANAGE_WEBHOOKS, "Manage Webhooks"),
    ),
    Scenario(
        "missing-view",
        "No role of the bot grants View Channel.",
        _take(VIEW_CHANNEL),
        _grant(VIEW_CHANNEL, "View Channel"),
    ),
    Scenario("not-in-guild", "The bot is in no server yet.", _leave_all, _invite),
    Scenario("bad-token", "Discord refuses every token.", _refuse_tokens, _accept_tokens),
    Scenario(
        "two-factor",
        "The server demands two-factor authentication and the bot's owner has none.",
        _demand_two_factors,
        _secure_owner,
    ),
    Scenario("timed-out", "The bot is timed out for an hour.", _time_out, _end_time_out),
    Scenario(
        "channels-full",
        "The server has all of its 500 channels.",
        _fill_channels,
        _delete_channels,
    ),
    Scenario(
        "webhooks-full",
        "The alerts channel exists and has all of its 15 webhooks.",
        _fill_webhooks,
        _delete_webhooks,
    ),
    Scenario("rate-limited", "Discord asks to wait now and then.", _limit, _lift_limits),
    Scenario("offline", "There is no connection to Discord.", _cut_off, _reconnect),
    Scenario("outage-502", "Discord is down and answers 502.", _break_down, _recover),
    Scenario(
        "readonly-config",
        "The config folder can't be written.",
        _leave_be,
        _make_writable,
        config_read_only=True,
    ),
    Scenario(
        "existing-setup",
        "The alerts channel and its webhook are there already.",
        _set_up,
    ),
)

SCENARIOS: Final[Mapping[str, Scenario]] = MappingProxyType({each.name: each for each in _ALL})
