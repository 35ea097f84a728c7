"""From Discord's answers to what has become of a route: gone, moved, renamed, hidden, or as it was.

Pure functions. What still delivers is a warning, what doesn't is a failure.
"""

from dataclasses import replace
from typing import Final

from cakd_tui.core.finding import Finding, Fix, Link, Verdict
from cakd_tui.core.route import WEBHOOK, Remembered, Route, generation
from cakd_tui.discord.adoption import CHANNEL, COMING_CHANNEL
from cakd_tui.discord.category_move import Move
from cakd_tui.discord.checks import STATUS_CHANNEL, STATUS_LEFT_OVER, STATUS_WEBHOOK
from cakd_tui.discord.findings import failure, passed, skipped
from cakd_tui.discord.http.errors import (
    BadWebhookUrl,
    DiscordError,
    Forbidden,
    MalformedToken,
    NotFound,
    TransportError,
    Unauthorized,
)
from cakd_tui.discord.http.models import TEXT_CHANNEL, Channel, Webhook
from cakd_tui.discord.naming import same_channel_name, same_name

MAKE_AGAIN: Final = Fix(
    "In a shell", "cakd create -f platform.yaml makes only what is gone again", again=True
)
GO_ON: Final = Fix(
    "In a shell", "cakd create -f platform.yaml goes on where it stopped", again=True
)
MAKE_ANOTHER: Final = Fix(
    "In a shell", "cakd create -f platform.yaml makes one in the server", again=True
)
TAKE_OVER: Final = Fix(
    "or", "leave it so: cakd create -f platform.yaml notes it as it is now", again=True
)

_UNKNOWN_CHANNEL: Final = 10003
_UNKNOWN_WEBHOOK: Final = 10015
_MISSING_ACCESS: Final = 50001


def is_gone(answer: object) -> bool:
    """Whether Discord said that there is no such channel or webhook any more."""
    return isinstance(answer, NotFound) and answer.code in (_UNKNOWN_CHANNEL, _UNKNOWN_WEBHOOK)


def is_hidden(answer: object) -> bool:
    """Whether Discord said that there is such a channel, and doesn't show it."""
    return isinstance(answer, Forbidden) and answer.code == _MISSING_ACCESS


def unfinished_finding() -> Finding:
    """A set-up that was cut short before there was a webhook."""
    return Finding(
        STATUS_WEBHOOK,
        Verdict.FAIL,
        "none yet",
        headline="The set-up was not finished: no alert is delivered",
        fixes=(GO_ON,),
    )


def webhook_finding(route: Route, webhook: Webhook | DiscordError) -> Finding:
    """Whether alerts still reach the channel they were meant for.

    Source: Discord docs, Webhook (Get Webhook with Token); JSON Error Codes, 10015 and 50027.
    """
    if isinstance(webhook, Webhook):
        return _webhook_there(route, webhook)
    if is_gone(webhook):
        found = _undelivered("deleted in Discord", "The webhook is gone", webhook)
        return replace(found, gone=WEBHOOK)
    if isinstance(webhook, Unauthorized | MalformedToken):
        return _undelivered("its token is not valid", "The saved address is refused", webhook)
    if isinstance(webhook, BadWebhookUrl):
        return _undelivered(
            "the saved address is none of Discord's", "The saved address is no webhook's", webhook
        )
    unreachable = isinstance(webhook, TransportError)
    headline = "Discord can't be reached" if unreachable else "Discord does not show the webhook"
    return failure(STATUS_WEBHOOK, webhook, headline=headline)


def _undelivered(evidence: str, headline: str, error: DiscordError) -> Finding:
    return Finding(
        STATUS_WEBHOOK,
        Verdict.FAIL,
        evidence,
        headline=f"{headline}: no alert is delivered",
        fixes=(MAKE_AGAIN,),
        symptom=error.symptom,
    )


def _webhook_there(route: Route, webhook: Webhook) -> Finding:
    name = webhook.name or "without a name"
    channel, known = route.thing(CHANNEL), route.thing(WEBHOOK)
    if channel and webhook.channel_id is not None and str(webhook.channel_id) != channel.id:
        return _webhook_moved(name, webhook, channel)
    if known and known.id == str(webhook.id) and not same_name(known.name, webhook.name or ""):
        return Finding(
            STATUS_WEBHOOK,
            Verdict.WARN,
            f"renamed: {known.name} → {name}",
            headline="The webhook was renamed; it still delivers",
            fixes=(_in_integrations(channel, f"{name}: name it {known.name}"), TAKE_OVER),
        )
    return passed(STATUS_WEBHOOK, name)


def _webhook_moved(name: str, webhook: Webhook, channel: Remembered) -> Finding:
    place = f"{webhook.guild_id or '@me'}/{webhook.channel_id}"
    link = Link("Open that channel", f"https://discord.com/channels/{place}")
    wanted = f"#{channel.name}"
    return Finding(
        STATUS_WEBHOOK,
        Verdict.WARN,
        f"moved: it posts to another channel than {wanted}",
        headline="The webhook was moved; alerts arrive elsewhere",
        fixes=(
            Fix("In Discord", f"there, Edit Channel → Integrations → {name} → {wanted}", link),
            Fix("or", f"cakd rotate -f platform.yaml makes another in {wanted}"),
        ),
    )


def _in_integrations(channel: Remembered | None, text: str) -> Fix:
    place = f"#{channel.name} → Edit Channel" if channel else "Server Settings"
    return Fix("In Discord", f"{place} → Integrations → Webhooks → {text}")


def channel_finding(
    thing: Remembered, channel: Channel | DiscordError, guild_id: int, move: Move | None = None
) -> Finding:
    """What became of the remembered channel, but for one that is hidden."""
    if isinstance(channel, Channel):
        return _channel_there(thing, channel, guild_id, move)
    if is_gone(channel):
        return Finding(
            STATUS_CHANNEL,
            Verdict.FAIL,
            f"#{thing.name} was deleted in Discord",
            headline="The channel is gone, and its webhooks with it",
            fixes=(MAKE_AGAIN,),
            symptom=channel.symptom,
            gone=thing.kind,
        )
    return failure(STATUS_CHANNEL, channel, headline=f"Discord does not show #{thing.name}")


def _channel_there(
    thing: Remembered, channel: Channel, guild_id: int, move: Move | None
) -> Finding:
    new = f"#{channel.name}"
    if channel.guild_id not in (None, guild_id):
        return Finding(
            STATUS_CHANNEL,
            Verdict.FAIL,
            f"{new} is in another server",
            headline="The saved channel isn't in the server it was set up in",
            fixes=(MAKE_ANOTHER,),
        )
    if channel.type != TEXT_CHANNEL:
        return Finding(
            STATUS_CHANNEL,
            Verdict.WARN,
            f"{new} is no longer a text channel",
            headline="The channel was turned into one of another kind",
            fixes=(Fix("In Discord", f"{new} → Edit Channel → turn it into a text channel"),),
        )
    renamed = not same_channel_name(thing.name, channel.name or "")
    if renamed or move:
        return _channel_changed(thing, new, move, renamed=renamed)
    return passed(STATUS_CHANNEL, new)


def _channel_changed(thing: Remembered, new: str, move: Move | None, *, renamed: bool) -> Finding:
    done, said, ways = [], [], []
    if renamed:
        done.append("renamed")
        said.append(f"renamed: #{thing.name} → {new}")
        ways.append(f"{new} → Edit Channel → name it {thing.name}")
    if move:
        done.append("moved")
        said.append(f"moved: {move.before} → {move.now}")
        ways += [move.way_back] if move.way_back else []
    return Finding(
        STATUS_CHANNEL,
        Verdict.WARN,
        "; ".join(said),
        headline=f"The channel was {' and '.join(done)}; alerts still arrive in it",
        fixes=(*(Fix("In Discord", way) for way in ways), TAKE_OVER),
    )


def left_over_finding(route: Route) -> Finding:
    """What an interrupted run left behind beside the channel and the webhook.

    What was left on purpose, for another channel or server, is named and no drift.
    """
    former = [each.name for each in route.remembered if generation(each.kind)]
    begun = route.thing(COMING_CHANNEL)
    others = [
        f"{each.name} ({each.kind})"
        for each in route.remembered
        if each.kind not in (CHANNEL, WEBHOOK, COMING_CHANNEL) and not generation(each.kind)
    ]
    if former and not others and not begun:
        evidence = f"no longer used: {', '.join(former)}; cakd destroy deletes what cakd made"
        return passed(STATUS_LEFT_OVER, evidence)
    if not others and not begun:
        return passed(STATUS_LEFT_OVER, "nothing")
    rotate = Fix("In a shell", "cakd rotate -f platform.yaml finishes a change of webhooks")
    move = [f"#{begun.name}, a move to it was begun"] if begun else []
    unfinished = "A move to another channel was not finished"
    return Finding(
        STATUS_LEFT_OVER,
        Verdict.WARN,
        ", ".join((*move, *others)),
        headline=unfinished if begun else "An interrupted run has left something behind",
        fixes=(
            *([GO_ON] if begun else []),
            *([rotate] if others else []),
            Fix("or", "cakd destroy -f platform.yaml takes everything back"),
        ),
    )


def unremembered_channel() -> Finding:
    """Where the saved route names no channel."""
    return skipped(STATUS_CHANNEL, "the saved route names none")
