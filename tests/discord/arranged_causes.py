"""Refusals whose cause is settled by what Discord answers beside them, each in its scenario."""

from cakd_tui.rehearsal import refusals, shapes, worlds
from cakd_tui.rehearsal.answer import json_reply
from cakd_tui.rehearsal.faults import Fault, Refused
from cakd_tui.rehearsal.refusals import Refusal
from tests.discord.bare_run import Run


def refuse(run: Run, refusal: Refusal, method: str) -> None:
    """Refuse what a run asks of the server's channels."""
    run.rehearsal.faults.add(Fault(Refused(refusal.reply), method, "/guilds/*/channels"))


async def nothing_more(run: Run) -> None:
    """The scenario says it all."""


async def denied_at_large(run: Run) -> None:
    """Discord denies the server on every route."""
    refuse(run, refusals.unknown_guild(), "GET")


async def listed_though_hidden(run: Run) -> None:
    """The list still names what the bot can't see, and nothing is remembered."""
    run.known = None
    hidden = shapes.channel(run.rehearsal.world.channels[worlds.ALERTS_CHANNEL])
    listed = Refused(json_reply(200, [hidden]))
    run.rehearsal.faults.add(Fault(listed, "GET", "/guilds/*/channels"))


async def hidden_category(run: Run) -> None:
    """The category is hidden between the list and the request."""
    refuse(run, refusals.missing_access(), "POST")


async def without_second_factor(run: Run) -> None:
    """The second factor is missing, and Discord calls that a missing permission."""
    await run.preflight()
    refuse(run, refusals.missing_permissions(), "POST")


ROWS = {
    "CAKD-D-20002": ("persons-token", nothing_more, "only bots may do"),
    "CAKD-D-10004-ABSENT": ("not-in-guild", nothing_more, "removed: it is in no server yet."),
    "CAKD-D-10004-ID": ("wrong-id", nothing_more, "either: it is in Ops Lab, Elsewhere, Staging."),
    "CAKD-D-10004-FALSE": ("unknown-guild", denied_at_large, "The bot is a member of it"),
    "CAKD-D-50001-GUILD": ("missing-view", nothing_more, "No role of the bot grants View Channel"),
    "CAKD-D-50001-CHANNEL": (
        "hidden-channel",
        listed_though_hidden,
        "deny View Channel to @everyone",
    ),
    "CAKD-D-50001-CATEGORY": (
        "denied-by-category",
        hidden_category,
        "The category Locked denies View Channel to the bot",
    ),
    "CAKD-D-50013-GUILD": (
        "missing-manage-webhooks",
        nothing_more,
        "in the target guild: no role of the bot grants Manage Webhooks.",
    ),
    "CAKD-D-50013-CHANNEL": ("denied-in-channel", nothing_more, "deny it to a role of the bot"),
    "CAKD-D-50013-CATEGORY": (
        "denied-by-category",
        nothing_more,
        "The category Locked denies it to @everyone",
    ),
    "CAKD-D-50013-TIME-OUT": ("timed-out", nothing_more, "until 20"),
    "CAKD-D-50013-PENDING": ("pending", nothing_more, "let in"),
    "CAKD-D-50013-2FA": ("two-factor", without_second_factor, "the bot's owner has none"),
    "CAKD-D-50035-BUG": ("internal-bug", nothing_more, "the program's own"),
    "CAKD-D-HIDDEN": ("hidden-channel", nothing_more, "A second channel is not made"),
}
