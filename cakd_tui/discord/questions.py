"""What a preflight asks Discord, all of it side by side, and what follows from several answers.

Two rounds of waiting at most: the bot's member needs the bot's id, everything else needs only the
answers given before.
"""

import asyncio
from dataclasses import dataclass

from cakd_tui.core.answers import Answers
from cakd_tui.core.route import Route
from cakd_tui.discord.adoption import NoSuchChoice
from cakd_tui.discord.decision import channel_for
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError, Forbidden
from cakd_tui.discord.http.models import Application, Channel, Guild, Member, Webhook
from cakd_tui.discord.options import BadOption, wish_of
from cakd_tui.discord.survey import and_moved, answered, is_ours, known_webhooks
from cakd_tui.discord.unmet import Difference, differences
from cakd_tui.discord.whereabouts import Whereabouts, whereabouts


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks about one project's place in one server."""

    api: DiscordApi
    answers: Answers
    guild_id: int
    known: Route | None

    def ask(self, group: asyncio.TaskGroup) -> "Asked":
        """Send everything that needs no answer first."""
        api, guild = self.api, self.guild_id
        return Asked(
            group.create_task(answered(api.current_application)),
            group.create_task(answered(api.guild, guild)),
            group.create_task(answered(api.guild_channels, guild)),
            group.create_task(answered(api.guild_webhooks, guild)),
            group.create_task(whereabouts(api, self.answers, self.known, guild)),
        )

    def ask_about_bot(self, group: asyncio.TaskGroup, asked: "Asked", user_id: int) -> "AskedMore":
        """Send what needs the bot's id or the list of channels."""
        return AskedMore(
            group.create_task(answered(self.api.guild_member, self.guild_id, user_id)),
            group.create_task(self._webhooks(asked)),
            group.create_task(self._unmet(asked)),
        )

    async def channels(self, asked: "Asked") -> tuple[Channel, ...] | DiscordError:
        """The server's channels; a hidden one is among them if it is remembered and shown."""
        listed, remembered = await asked.channels, (await asked.whereabouts).channel
        if isinstance(listed, DiscordError) or not isinstance(remembered, Channel):
            return listed
        known = any(each.id == remembered.id for each in listed)
        return listed if known or not is_ours(remembered, self.guild_id) else (*listed, remembered)

    def channel(self, channels: tuple[Channel, ...]) -> Channel | None:
        """The alerts channel, or the oldest of those that could be it."""
        try:
            return channel_for(self.answers, self.known, channels).nearest
        except NoSuchChoice:
            return None

    async def _webhooks(self, asked: "Asked") -> tuple[Webhook, ...] | DiscordError:
        """The server's webhooks, or at least those of the alerts channel and the remembered."""
        webhooks, channels = await asked.webhooks, await self.channels(asked)
        if not isinstance(webhooks, Forbidden) or isinstance(channels, DiscordError):
            return webhooks
        channel = self.channel(channels)
        known = known_webhooks(self.known, self.guild_id, channel)
        if channel is not None:
            listed = await answered(self.api.channel_webhooks, channel.id)
            return await and_moved(self.api, listed, known)
        return await and_moved(self.api, (), known) if known else webhooks

    async def _unmet(self, asked: "Asked") -> tuple[Difference, ...] | BadOption:
        """What of the alerts channel is not as chosen, where it is there."""
        guild, channels = await asked.guild, await self.channels(asked)
        if isinstance(guild, DiscordError) or isinstance(channels, DiscordError):
            return ()
        channel = self.channel(channels)
        if channel is None:
            return ()
        try:
            wish = wish_of(self.answers)
        except BadOption as refused:
            return refused
        found = differences(self.api, self.guild_id, wish, channel, channels, guild)
        return tuple([each async for each in found])


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that were sent together."""

    application: asyncio.Task[Application | DiscordError]
    guild: asyncio.Task[Guild | DiscordError]
    channels: asyncio.Task[tuple[Channel, ...] | DiscordError]
    webhooks: asyncio.Task[tuple[Webhook, ...] | DiscordError]
    whereabouts: asyncio.Task[Whereabouts]

    def cancel(self) -> None:
        """Nobody needs the answers any more."""
        for task in (
            self.application,
            self.guild,
            self.channels,
            self.webhooks,
            self.whereabouts,
        ):
            task.cancel()


@dataclass(frozen=True, slots=True)
class AskedMore:
    """The questions that could only be sent after others were answered."""

    member: asyncio.Task[Member | DiscordError]
    webhooks: asyncio.Task[tuple[Webhook, ...] | DiscordError]
    unmet: asyncio.Task[tuple[Difference, ...] | BadOption]
    """What of a channel that is there is not as chosen."""

    def cancel(self) -> None:
        """Nobody needs the answers any more."""
        self.member.cancel()
        self.webhooks.cancel()
        self.unmet.cancel()
