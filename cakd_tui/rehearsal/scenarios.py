"""The named situations in which the program can be tried out, each built from the ready world.

A scenario breaks one thing, and `Rehearsal.mend` is the operator putting it right.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cakd_tui.rehearsal import causes, denials, drifts, large_server, worlds
from cakd_tui.rehearsal.permissions import MANAGE_CHANNELS, MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.tokens import bot_token
from cakd_tui.rehearsal.worlds import OPERATIONS, OPS_LAB


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
    remembers_channel: bool = False
    """Whether an earlier run wrote down the alerts channel."""
    remembers_webhook: bool = False
    """Whether it got as far as the webhook and its URL."""
    place: str = ""
    """The category it noted the channel in, by its id; empty for none."""
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What has to be chosen for it to show, by key, as `platform.yaml` would say it."""
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


def _set_up_before(
    name: str,
    summary: str,
    prepare: Callable[[Rehearsal], None],
    mend: Callable[[Rehearsal], str] | None = None,
    place: str = "",
) -> Scenario:
    """One in which a run went to its end and wrote everything down."""
    return Scenario(
        name, summary, prepare, mend, remembers_channel=True, remembers_webhook=True, place=place
    )


_ALL: Final = (
    Scenario("ready", "Everything is in order.", causes.leave_be),
    Scenario(
        "missing-manage-channels",
        "No role of the bot grants Manage Channels.",
        denials.take(MANAGE_CHANNELS),
        denials.grant(MANAGE_CHANNELS, "Manage Channels"),
    ),
    Scenario(
        "missing-manage-webhooks",
        "No role of the bot grants Manage Webhooks.",
        denials.take(MANAGE_WEBHOOKS),
        denials.grant(MANAGE_WEBHOOKS, "Manage Webhooks"),
    ),
    Scenario(
        "missing-view",
        "No role of the bot grants View Channel.",
        denials.take(VIEW_CHANNEL),
        denials.grant(VIEW_CHANNEL, "View Channel"),
    ),
    Scenario(
        "denied-in-channel",
        "The alerts channel denies Manage Webhooks to a role of the bot.",
        denials.deny_in_channel,
        denials.lift_in_channel,
    ),
    Scenario(
        "denied-by-category",
        "The category Locked, once it is chosen (^p), denies Manage Webhooks in the new channel.",
        denials.lock_category,
        denials.unlock_category,
        options=MappingProxyType({"category": "Locked"}),
    ),
    Scenario(
        "hidden-channel",
        "The alerts channel of an earlier run is there and hidden from the bot.",
        denials.hide_channel,
        denials.show_channel,
        remembers_channel=True,
    ),
    Scenario(
        "over-privileged",
        "The bot can do its work by Administrator alone.",
        denials.let_administrate,
        denials.cut_down,
    ),
    Scenario(
        "fragile-grant",
        "Another role than the bot's own grants Manage Webhooks.",
        denials.lend,
        denials.grant(MANAGE_WEBHOOKS, "Manage Webhooks"),
    ),
    Scenario(
        "large-server",
        "No role of the bot grants Manage Webhooks, in a server of 250 roles and 500 channels.",
        large_server.grow,
        denials.grant(MANAGE_WEBHOOKS, "Manage Webhooks"),
    ),
    Scenario("not-in-guild", "The bot is in no server yet.", denials.leave_all, denials.invite),
    Scenario("wrong-id", "The server ID is that of no server at all.", causes.mistake_the_server),
    Scenario(
        "unknown-guild",
        "Discord says that it does not know the server, and is wrong.",
        causes.forget_the_server,
        causes.know_the_server,
    ),
    Scenario(
        "bad-token", "Discord refuses every token.", causes.refuse_tokens, causes.accept_tokens
    ),
    Scenario(
        "persons-token",
        "The token is that of a person, not of a bot.",
        causes.be_a_person,
        causes.be_the_bot,
    ),
    Scenario(
        "two-factor",
        "The server demands two-factor authentication and the bot's owner has none.",
        causes.demand_two_factors,
        causes.secure_owner,
    ),
    Scenario(
        "timed-out",
        "The bot is timed out for an hour.",
        denials.time_out,
        denials.end_time_out,
    ),
    Scenario(
        "pending",
        "The bot has not passed the server's membership screening.",
        denials.screen,
        denials.admit,
    ),
    Scenario(
        "channels-full",
        "The server has all of its 500 channels.",
        causes.fill_channels,
        causes.delete_channels,
    ),
    Scenario(
        "category-full",
        "The category Archive, once it is chosen (^p), has all of its 50 channels.",
        causes.fill_category,
        causes.delete_channels,
        options=MappingProxyType({"category": "Archive"}),
    ),
    Scenario(
        "webhooks-full",
        "The alerts channel exists and has all of its 15 webhooks.",
        causes.fill_webhooks,
        causes.delete_webhooks,
    ),
    Scenario(
        "rate-limited", "Discord asks to wait now and then.", causes.limit, causes.lift_limits
    ),
    Scenario("offline", "There is no connection to Discord.", causes.cut_off, causes.reconnect),
    Scenario("outage-502", "Discord is down and answers 502.", causes.break_down, causes.recover),
    Scenario(
        "cloudflare-1010",
        "Cloudflare refuses this address before Discord hears of it.",
        causes.ban_the_address,
        causes.let_through,
    ),
    Scenario(
        "cloudflare-40333",
        "Cloudflare refuses the requests in the form of Discord's refusals.",
        causes.block_requests,
        causes.let_through,
    ),
    Scenario(
        "internal-bug",
        "Discord finds fault with a field that the program alone fills.",
        causes.misword_requests,
    ),
    Scenario(
        "readonly-config",
        "The config folder can't be written.",
        causes.leave_be,
        causes.make_writable,
        config_read_only=True,
    ),
    Scenario(
        "existing-setup",
        "The alerts channel and its webhook are there already.",
        causes.set_up,
    ),
    Scenario(
        "several-channels",
        "Two channels bear the name of the alerts channel.",
        causes.make_two_channels,
        causes.delete_the_second,
    ),
    _set_up_before(
        "in-use", "An earlier run has set it all up, and it is as it was.", causes.set_up
    ),
    _set_up_before(
        "webhook-gone",
        "Somebody deleted the webhook an earlier run made.",
        drifts.delete_webhook,
    ),
    _set_up_before(
        "channel-gone",
        "Somebody deleted the alerts channel an earlier run made.",
        drifts.delete_channel,
    ),
    _set_up_before(
        "channel-renamed",
        "Somebody renamed the alerts channel an earlier run made.",
        drifts.rename_channel,
        drifts.name_channel_back,
    ),
    _set_up_before(
        "channel-moved",
        "Somebody moved the alerts channel an earlier run made to another category.",
        drifts.move_channel,
        drifts.drag_channel_back,
        OPERATIONS,
    ),
)

SCENARIOS: Final[Mapping[str, Scenario]] = MappingProxyType({each.name: each for each in _ALL})
