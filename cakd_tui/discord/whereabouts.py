"""What has become of the channels a saved route remembers, and which of them to go on with."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.route import Remembered, Route
from cakd_tui.discord.adoption import CHANNEL
from cakd_tui.discord.drift import is_gone, is_hidden
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import TEXT_CHANNEL, Channel
from cakd_tui.discord.snowflake import id_or_none
from cakd_tui.discord.survey import answered, coming_channel, is_ours, known_thing

NO_TEXT: Final = "is no text channel any more"
ELSEWHERE: Final = "is in another server"

Answer = Channel | DiscordError | None
NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What Discord has said of them."""

    thing: Remembered | None = None
    """The one to go on with, or the one in the way: it is there, and can't be looked at."""
    channel: Answer = None
    """What was answered of it; None where the server's list has to tell."""
    there: Mapping[str, str] = field(default_factory=lambda: NOWHERE)
    """The ids of the others that are not gone, each with what keeps it from taking alerts; empty
    where that is nothing, or not known."""


async def whereabouts(
    api: DiscordApi, answers: Answers, known: Route | None, guild_id: int
) -> Whereabouts:
    """Ask for them by their ids: what is hidden from the bot is missing from a list.

    Where another one is to be taken, none makes a difference.
    """
    if CHANNEL in answers.uses:
        return Whereabouts()
    coming, used = coming_channel(known), known_thing(known, guild_id, CHANNEL)
    answer, other = await asyncio.gather(_asked(api, coming), _asked(api, used))
    return _judged(coming, answer, used, other, guild_id)


async def _asked(api: DiscordApi, thing: Remembered | None) -> Answer:
    number = id_or_none(thing.id) if thing else None
    return None if number is None else await answered(api.channel, number)


def _judged(
    coming: Remembered | None,
    answer: Answer,
    used: Remembered | None,
    other: Answer,
    guild_id: int,
) -> Whereabouts:
    """The one that was moved to goes before the one in use, unless that alone can be seen."""
    there = {
        thing.id: _hindrance(each, guild_id)
        for thing, each in ((coming, answer), (used, other))
        if thing is not None and each is not None and not is_gone(each)
    }

    def one(thing: Remembered | None, each: Answer) -> Whereabouts:
        rest = {key: why for key, why in there.items() if thing is None or key != thing.id}
        return Whereabouts(thing, each, rest)

    if _takes_alerts(answer, guild_id) or (_is_in_the_way(answer) and not is_hidden(answer)):
        return one(coming, answer)
    if _takes_alerts(other, guild_id) or _is_in_the_way(other):
        return one(used, other)
    return one(coming, answer) if is_hidden(answer) else one(None, None)


def _takes_alerts(answer: Answer, guild_id: int) -> bool:
    return isinstance(answer, Channel) and is_ours(answer, guild_id)


def _is_in_the_way(answer: Answer) -> bool:
    """Whether it may be there: what can't be told is no sign that it is gone."""
    return isinstance(answer, DiscordError) and not is_gone(answer)


def _hindrance(answer: Answer, guild_id: int) -> str:
    if not isinstance(answer, Channel) or is_ours(answer, guild_id):
        return ""
    return NO_TEXT if answer.type != TEXT_CHANNEL else ELSEWHERE
