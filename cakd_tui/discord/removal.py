"""Deletes a project's webhooks and channel, and nothing else, until they are gone.

Deleting twice does no harm, so a request whose answer got lost is sent again: that there is nothing
to delete any more is the answer hoped for (Discord docs: Delete/Close Channel, Delete Webhook).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.events import ActionStarted, Noted, Removed, Waiting
from cakd_tui.core.ports import Memory
from cakd_tui.core.route import (
    NEXT_WEBHOOK,
    OLD_WEBHOOK,
    Remembered,
    Route,
    generation,
    plain_kind,
)
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.adoption import CHANNEL, COMING_CHANNEL
from cakd_tui.discord.drift import is_gone
from cakd_tui.discord.fields import TOKEN_KEY, saved_guild
from cakd_tui.discord.findings import in_short
from cakd_tui.discord.http.api import DiscordApi, WebhookApi
from cakd_tui.discord.http.errors import (
    BadWebhookUrl,
    DiscordError,
    NotFound,
    Unauthorized,
)
from cakd_tui.discord.http.pauses import Sleep
from cakd_tui.discord.http.webhook_url import parse_public_url
from cakd_tui.discord.second_webhook import second_webhook
from cakd_tui.discord.snowflake import id_or_none
from cakd_tui.discord.survey import is_ours

_WHICH: Final = {
    COMING_CHANNEL: "the new ",
    NEXT_WEBHOOK: "the second ",
    OLD_WEBHOOK: "the old ",
}

_PAUSES: Final = (0.5, 1.5)
"""Seconds before a deletion is sent again."""


class Removal:
    """Deletes things of one route; `bot` is None where nobody gave its token."""

    def __init__(
        self,
        anyone: WebhookApi,
        bot: DiscordApi | None,
        route: Route,
        memory: Memory,
        emit: Emit,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._anyone = anyone
        self._bot = bot
        self._route = route
        self._memory = memory
        self._emit = emit
        self._sleep = sleep
        self._url = _parsed(route.webhook)
        self._reason = f"CAKD alerts for {route.project}"

    async def run(self, things: Sequence[Remembered]) -> None:
        """Webhooks first, as they may have been moved to another channel; then the channel.

        Raises `ProviderError` naming what could not be deleted.
        """
        if self._bot is None and any(not self._has_token_of(each) for each in things):
            raise _token_needed()
        for thing in sorted(things, key=_is_channel):
            label = f"#{thing.name}" if _is_channel(thing) else thing.name
            what = plain_kind(thing.kind)
            which = "the former " if generation(thing.kind) else _WHICH.get(thing.kind, "")
            self._emit(ActionStarted(thing.kind, f"Deleting {which}Discord {what} {label}..."))
            try:
                found = await self._deleted(thing)
            except CredentialsRefused as error:
                message = f"failed to delete {what}: {error}"
                raise CredentialsRefused(message, error.symptom) from error
            except ProviderError as error:
                raise ProviderError(f"failed to delete {what}: {error}", error.symptom) from error
            await self._memory.forget(thing.kind)
            self._emit(Removed(thing.kind, label, found))

    async def _deleted(self, thing: Remembered) -> bool:
        """Whether it was there to be deleted."""
        if _is_channel(thing):
            return await self._channel(thing)
        if self._url is not None and self._has_token_of(thing):
            webhook_id, token = self._url
            try:
                return await self._until_gone(
                    lambda: self._anyone.delete_webhook_by_token(webhook_id, token)
                )
            except Unauthorized:
                if self._bot is None:
                    raise
        number = _number(thing) if thing.id else await self._unnamed()
        return number is not None and await self._webhook(number)

    async def _channel(self, thing: Remembered) -> bool:
        """Delete it if it is what we remember: a text channel, in use one of the route's server.

        What was left or moved to may be in another.
        """
        bot, number = self._given_bot(), _number(thing)
        try:
            channel = await bot.channel(number)
        except NotFound as error:
            if not is_gone(error):
                raise
            return False
        known = saved_guild(self._route) if thing.kind == CHANNEL else channel.guild_id
        if known is None or not is_ours(channel, known):
            raise _another_channel(thing)
        return await self._until_gone(lambda: bot.delete_channel(number, reason=self._reason))

    async def _webhook(self, number: int) -> bool:
        bot = self._given_bot()
        return await self._until_gone(lambda: bot.delete_webhook(number, reason=self._reason))

    async def _unnamed(self) -> int | None:
        """The webhook that an interrupted rotation made and didn't write down, if there is one."""
        channel = self._route.thing(CHANNEL)
        if channel is None:
            return None
        try:
            listed = await self._given_bot().channel_webhooks(_number(channel))
        except NotFound as error:
            if not is_gone(error):
                raise
            return None
        found = second_webhook(listed, self._route)
        return found.id if found else None

    async def _until_gone(self, delete: Callable[[], Awaitable[None]]) -> bool:
        """Send it until it is answered; whether there was something to delete."""
        sent_before = False
        for pause in (*_PAUSES, None):
            try:
                await delete()
            except NotFound as error:
                if not is_gone(error):
                    raise
                return sent_before
            except DiscordError as error:
                if pause is None or not error.ambiguous:
                    raise
                self._emit(Noted(f"No clear answer ({in_short(error)}); deleting it once more"))
                self._emit(Waiting(pause, "No clear answer"))
                await self._sleep(pause)
                sent_before = True
            else:
                return True
        return True

    def _has_token_of(self, thing: Remembered) -> bool:
        """Whether the route's URL is all it takes to delete this webhook."""
        return self._url is not None and not _is_channel(thing) and thing.id == str(self._url[0])

    def _given_bot(self) -> DiscordApi:
        if self._bot is None:
            raise _token_needed()
        return self._bot


def _is_channel(thing: Remembered) -> bool:
    return plain_kind(thing.kind) == CHANNEL


def _parsed(url: Secret) -> tuple[int, Secret] | None:
    try:
        return parse_public_url(url.reveal())
    except BadWebhookUrl:
        return None


def _number(thing: Remembered) -> int:
    number = id_or_none(thing.id)
    if number is None:
        raise ProviderError(f"the saved route names no id of the {thing.kind} {thing.name}")
    return number


def _another_channel(thing: Remembered) -> ProviderError:
    option = "--keep-former" if generation(thing.kind) else "--keep-channel"
    message = (
        f"the channel with the remembered id {thing.id} is no text channel of the server that the "
        f"route names, so it is left; cakd destroy {option} takes back the rest, and it can be "
        "deleted by hand"
    )
    return ProviderError(message, Symptom("route", {"reason": "another-channel"}, message))


def _token_needed() -> CredentialsRefused:
    message = "deleting this needs the bot's token"
    symptom = Symptom("credentials", {"field": TOKEN_KEY, "reason": "missing"}, message)
    return CredentialsRefused(message, symptom)
