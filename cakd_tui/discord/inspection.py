"""Looks at what is there in Discord of a saved route, all of it side by side, changing nothing.

A webhook is asked for once and by its own token, so that this much can be told without a bot.
"""

import asyncio
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Finding
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.stream import Emit
from cakd_tui.discord.adoption import CHANNEL
from cakd_tui.discord.category_move import Move, is_moved, move_of, place_of
from cakd_tui.discord.checks import (
    INSPECTIONS,
    STATUS_CHANNEL,
    STATUS_REPAIR,
    STATUS_WEBHOOK,
)
from cakd_tui.discord.drift import (
    channel_finding,
    is_gone,
    is_hidden,
    left_over_finding,
    unfinished_finding,
    unremembered_channel,
    webhook_finding,
)
from cakd_tui.discord.fields import GUILD_KEY, TOKEN_KEY, saved_guild
from cakd_tui.discord.findings import failure, skipped
from cakd_tui.discord.footing import Footing, Footings
from cakd_tui.discord.http.api import DiscordApi, WebhookApi
from cakd_tui.discord.http.client import DiscordClient, Notice
from cakd_tui.discord.http.errors import (
    BadWebhookUrl,
    DiscordError,
    Forbidden,
    MalformedToken,
    Unauthorized,
)
from cakd_tui.discord.http.models import Channel, Webhook
from cakd_tui.discord.http.webhook_url import parse_public_url
from cakd_tui.discord.repair import hidden_finding, repair_finding
from cakd_tui.discord.snowflake import id_or_none
from cakd_tui.discord.survey import answered, known_ids

_NEEDS_TOKEN: Final = "needs a bot token"
_NEEDS_SERVER: Final = "needs the server's ID"
_NEEDS_BOTH: Final = "needs a bot token and the server's ID"


class Inspection:
    """One look at one route."""

    def __init__(self, client: DiscordClient, route: Route, emit: Emit, notice: Notice) -> None:
        self._client = client
        self._route = route
        self._emit = emit
        self._notice = notice

    async def run(self, answers: Answers | None, footings: Footings) -> None:
        """Tell every finding as soon as it is certain."""
        async with asyncio.TaskGroup() as group:
            webhook = group.create_task(self._webhook())
            self._say(left_over_finding(self._route))
            guild_id = _guild_id(self._route, answers)
            if answers is None or guild_id is None:
                lacking = _lacking(answers, guild_id)
                self._say(skipped(STATUS_CHANNEL, lacking))
                self._say(skipped(STATUS_REPAIR, lacking))
                return
            token = answers.secret(TOKEN_KEY)
            api = DiscordApi(self._client, token, self._notice)
            footing = group.create_task(footings.of(api, token, guild_id))
            channel = await self._channel(api, footing, guild_id)
            await self._repair(footing, await webhook, channel, guild_id)

    async def _webhook(self) -> Webhook | DiscordError | None:
        """The webhook, by its own token; None where the route leads to none yet."""
        if not self._route.webhook:
            self._say(unfinished_finding())
            return None
        webhook = await answered(self._asked_webhook)
        self._say(webhook_finding(self._route, webhook))
        return webhook

    async def _asked_webhook(self) -> Webhook:
        webhook_id, token = parse_public_url(self._route.webhook.reveal())
        return await WebhookApi(self._client, self._notice).webhook_by_token(webhook_id, token)

    async def _channel(
        self, api: DiscordApi, footing: asyncio.Task[Footing], guild_id: int
    ) -> Channel | DiscordError | None:
        thing = self._route.thing(CHANNEL)
        channel_id = known_ids(self._route, guild_id).channel
        if thing is None or channel_id is None:
            self._say(unremembered_channel())
            return None
        channel = await answered(api.channel, channel_id)
        if isinstance(channel, Forbidden) and is_hidden(channel):
            self._say(hidden_finding(await footing, thing.name, channel_id, channel))
        elif isinstance(channel, CredentialsRefused):
            self._say(skipped(STATUS_CHANNEL, "needs an accepted token"))
        elif _is_silence(channel) and isinstance((await footing).user, DiscordError):
            self._say(skipped(STATUS_CHANNEL, "needs an answer from Discord"))
        else:
            move = await self._move(api, thing, channel)
            self._say(channel_finding(thing, channel, guild_id, move))
        return channel

    async def _move(
        self, api: DiscordApi, thing: Remembered, channel: Channel | DiscordError
    ) -> Move | None:
        """From where to where it was moved; only then the two categories are asked for."""
        if not isinstance(channel, Channel) or not is_moved(thing, channel):
            return None
        places = [each for each in (thing.place, place_of(channel)) if each]
        ids = {each: number for each in places if (number := id_or_none(each)) is not None}
        asked = await asyncio.gather(*(answered(api.channel, each) for each in ids.values()))
        there = dict(zip(ids, asked, strict=True))
        names = {key: it.name or key for key, it in there.items() if isinstance(it, Channel)}
        gone = [key for key, it in there.items() if is_gone(it)]
        return move_of(thing, channel, names, gone)

    async def _repair(
        self,
        footing: asyncio.Task[Footing],
        webhook: Webhook | DiscordError | None,
        channel: Channel | DiscordError | None,
        guild_id: int,
    ) -> None:
        known = await footing
        refused = isinstance(known.user, CredentialsRefused)
        if _is_silence(webhook) and isinstance(known.user, DiscordError) and not refused:
            self._say(skipped(STATUS_REPAIR, "needs an answer from Discord"))
            return
        needed = not isinstance(webhook, Webhook) or is_gone(channel)
        self._say(repair_finding(known, channel, guild_id, needed=needed))

    def _say(self, finding: Finding) -> None:
        self._emit(Checked(finding))


def said_unusable(error: DiscordError, emit: Emit) -> None:
    """Say that Discord can't even be asked, as the address to ask at can't be used."""
    headline = "The address of the API can't be used"
    emit(Checked(failure(STATUS_WEBHOOK, error, headline=headline)))
    for check in INSPECTIONS[1:]:
        emit(Checked(skipped(check, "needs an address to ask")))


def _is_silence(answer: object) -> bool:
    """Whether nothing is known of a thing that was asked for."""
    told = isinstance(answer, BadWebhookUrl | Unauthorized | MalformedToken) or is_gone(answer)
    return isinstance(answer, DiscordError) and not told


def _lacking(answers: Answers | None, guild_id: int | None) -> str:
    if guild_id is not None:
        return _NEEDS_TOKEN
    return _NEEDS_BOTH if answers is None else _NEEDS_SERVER


def _guild_id(route: Route, answers: Answers | None) -> int | None:
    """The server the route was set up in, wherever the next one would be."""
    saved = saved_guild(route)
    if saved is None and answers is not None:
        return id_or_none(answers.value(GUILD_KEY))
    return saved
