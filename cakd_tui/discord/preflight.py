"""Discord's preflight: asks all it can at once, and tells each finding as soon as it is certain.

Two rounds of waiting at most: the bot's member needs the bot's id, everything else needs only the
answers given before.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Check, Finding, Link
from cakd_tui.core.plan import Plan
from cakd_tui.core.route import Route
from cakd_tui.core.stream import Emit
from cakd_tui.discord import checks, findings
from cakd_tui.discord.fields import GUILD_KEY
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError, Forbidden
from cakd_tui.discord.http.models import (
    Application,
    Channel,
    CurrentUser,
    Guild,
    Member,
    PartialGuild,
    Webhook,
)
from cakd_tui.discord.invite import invite_url
from cakd_tui.discord.ledger import explained
from cakd_tui.discord.ledger_scene import scene_of, unseen_scene
from cakd_tui.discord.naming import channel_name, webhook_name
from cakd_tui.discord.new_channel import new_channel
from cakd_tui.discord.options import BadOption, wish_of
from cakd_tui.discord.permission_findings import permission_findings
from cakd_tui.discord.reused_channel import ReusedChannel
from cakd_tui.discord.stock_findings import (
    hidden_finding,
    names_finding,
    room_finding,
)
from cakd_tui.discord.survey import (
    Place,
    alerts_channel,
    answered,
    is_ours,
    known_ids,
    standing_of,
)
from cakd_tui.discord.unmet import Difference, differences

_NEEDS_SERVER = (
    checks.VIEW,
    checks.MANAGE_CHANNELS,
    checks.MANAGE_WEBHOOKS,
    checks.TWO_FACTOR,
    checks.TIME_OUT,
    checks.ROOM,
    checks.EXISTING,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The questions that were sent together."""

    application: asyncio.Task[Application | DiscordError]
    guild: asyncio.Task[Guild | DiscordError]
    channels: asyncio.Task[tuple[Channel, ...] | DiscordError]
    webhooks: asyncio.Task[tuple[Webhook, ...] | DiscordError]
    remembered: asyncio.Task[Channel | DiscordError | None]

    def cancel(self) -> None:
        """Nobody needs the answers any more."""
        for task in (
            self.application,
            self.guild,
            self.channels,
            self.webhooks,
            self.remembered,
        ):
            task.cancel()


@dataclass(frozen=True, slots=True)
class _Stock:
    """What needs the list of channels, and is asked as soon as that is there."""

    webhooks: asyncio.Task[tuple[Webhook, ...] | DiscordError]
    unmet: asyncio.Task[tuple[Difference, ...] | BadOption]
    """What of a channel that is there is not as chosen."""

    def cancel(self) -> None:
        """Nobody needs the answers any more."""
        self.webhooks.cancel()
        self.unmet.cancel()


class Preflight:
    """The read-only checks for one project in one server."""

    def __init__(self, api: DiscordApi, answers: Answers, known: Route | None, emit: Emit) -> None:
        self._api = api
        self._answers = answers
        self._project = answers.project
        self._guild_id = int(answers.value(GUILD_KEY))
        self._known = known_ids(known, self._guild_id)
        self._emit = emit

    async def run(self) -> Plan | None:
        """Make all checks; the plan, where enough came to light for one."""
        self._say(names_finding(self._project))
        async with asyncio.TaskGroup() as group:
            asked = self._ask(group)
            user = await self._user()
            if isinstance(user, DiscordError):
                asked.cancel()
                token = isinstance(user, CredentialsRefused)
                because = "needs an accepted token" if token else "needs an answer from Discord"
                self._skip((checks.SERVER, *_NEEDS_SERVER), because)
                return None
            member = group.create_task(answered(self._api.guild_member, self._guild_id, user.id))
            stock = _Stock(
                group.create_task(self._webhooks(asked)), group.create_task(self._unmet(asked))
            )
            guild = await self._guild(asked, member)
            if isinstance(guild, DiscordError):
                asked.cancel()
                member.cancel()
                stock.cancel()
                self._skip(_NEEDS_SERVER, "needs the server")
                return None
            self._say(findings.two_factor_finding(user, guild))
            return await self._judged(user, guild, await member, asked, stock)

    def _ask(self, group: asyncio.TaskGroup) -> _Asked:
        api, guild = self._api, self._guild_id
        return _Asked(
            group.create_task(answered(api.current_application)),
            group.create_task(answered(api.guild, guild)),
            group.create_task(answered(api.guild_channels, guild)),
            group.create_task(answered(api.guild_webhooks, guild)),
            group.create_task(self._remembered_channel()),
        )

    async def _remembered_channel(self) -> Channel | DiscordError | None:
        """The channel an earlier run wrote down; hidden ones are missing from the list."""
        if self._known.channel is None:
            return None
        return await answered(self._api.channel, self._known.channel)

    async def _user(self) -> CurrentUser | DiscordError:
        start = time.perf_counter()
        user = await answered(self._api.current_user)
        self._say(findings.answers_finding(user, time.perf_counter() - start))
        self._say(findings.token_finding(user))
        return user

    async def _guild(
        self, asked: _Asked, member: asyncio.Task[Member | DiscordError]
    ) -> Guild | DiscordError:
        guild = await asked.guild
        listed: Sequence[PartialGuild] | DiscordError = ()
        if isinstance(guild, DiscordError) and findings.is_stranger(guild):
            listed = await answered(self._api.my_guilds, pages=1)
            # Only these answers tell whether there is such a server; they are under way.
            await asyncio.wait((asked.channels, member))
        invite = self._invite(await asked.application)
        self._say(findings.server_finding(guild, listed, invite, self._guild_id))
        return guild

    def _invite(self, application: Application | DiscordError) -> Link | None:
        if isinstance(application, DiscordError):
            return None
        url = invite_url(application.id, guild_id=self._guild_id)
        return Link(f"Invite {application.name}", url)

    async def _channels(self, asked: _Asked) -> tuple[Channel, ...] | DiscordError:
        """The server's channels; a hidden one is among them if it is remembered and shown."""
        listed, remembered = await asked.channels, await asked.remembered
        if isinstance(listed, DiscordError) or not isinstance(remembered, Channel):
            return listed
        known = any(each.id == remembered.id for each in listed)
        return listed if known or not is_ours(remembered, self._guild_id) else (*listed, remembered)

    async def _webhooks(self, asked: _Asked) -> tuple[Webhook, ...] | DiscordError:
        """The server's webhooks, or at least those of the alerts channel."""
        webhooks, channels = await asked.webhooks, await self._channels(asked)
        if not isinstance(webhooks, Forbidden) or isinstance(channels, DiscordError):
            return webhooks
        channel = alerts_channel(channels, self._project, self._known.channel)
        return await answered(self._api.channel_webhooks, channel.id) if channel else webhooks

    async def _unmet(self, asked: _Asked) -> tuple[Difference, ...] | BadOption:
        """What of the alerts channel is not as chosen, where it is there."""
        guild, channels = await asked.guild, await self._channels(asked)
        if isinstance(guild, DiscordError) or isinstance(channels, DiscordError):
            return ()
        channel = alerts_channel(channels, self._project, self._known.channel)
        if channel is None:
            return ()
        try:
            wish = wish_of(self._answers)
        except BadOption as refused:
            return refused
        found = differences(self._api, self._guild_id, wish, channel, channels, guild)
        return tuple([each async for each in found])

    async def _judged(
        self,
        user: CurrentUser,
        guild: Guild,
        member: Member | DiscordError,
        asked: _Asked,
        stock: _Stock,
    ) -> Plan | None:
        channels = await self._channels(asked)
        if isinstance(member, DiscordError):
            self._unreadable(member)
            return None
        standing = standing_of(user, guild, member, datetime.now(UTC))
        application = await asked.application
        invited = None if isinstance(application, DiscordError) else application
        if isinstance(channels, DiscordError):
            self._unreadable(channels)
            nowhere = Place(guild, standing, None)
            self._emit(explained(scene_of(nowhere, user, member, invited)))
            return None
        channel = alerts_channel(channels, self._project, self._known.channel)
        place = Place(guild, standing, channel, self._known)
        self._say(findings.time_out_finding(standing, member))
        scene = scene_of(place, user, member, invited)
        hidden, new = await asked.remembered, None
        if isinstance(hidden, Forbidden) and self._known.channel is not None:
            scene = unseen_scene(scene, f"#{channel_name(self._project)}", self._known.channel)
        elif channel is None:
            new = await new_channel(self._api, self._guild_id, self._answers, channels, standing)
            scene = new.scene(scene)
        for finding in permission_findings(scene):
            self._say(finding)
        self._emit(explained(scene))
        webhooks, unmet = await stock.webhooks, await stock.unmet
        category = new.category if new else None
        self._say(room_finding(channels, webhooks, place, self._project, category))
        if isinstance(hidden, Forbidden):
            self._say(hidden_finding(hidden))
            return None
        there = self._reused(place, webhooks, unmet) or new
        if there is None:
            return None
        self._say(there.finding())
        return there.plan(f"in {guild.name}", webhook_name(self._project).text)

    def _reused(
        self,
        place: Place,
        webhooks: tuple[Webhook, ...] | DiscordError,
        unmet: tuple[Difference, ...] | BadOption,
    ) -> ReusedChannel | None:
        if place.channel is None:
            return None
        if isinstance(webhooks, DiscordError):
            return ReusedChannel(place.channel, webhooks, unmet)
        return ReusedChannel(place.channel, place.own(webhooks, self._project), unmet)

    def _unreadable(self, error: DiscordError) -> None:
        """One answer that all that follows needs did not come."""
        headline = "Discord does not show the bot's place in the server"
        self._say(findings.failure(checks.VIEW, error, headline=headline))
        rest = tuple(each for each in _NEEDS_SERVER if each not in (checks.VIEW, checks.TWO_FACTOR))
        self._skip(rest, "needs the bot's roles and the channels")

    def _say(self, finding: Finding) -> None:
        self._emit(Checked(finding))

    def _skip(self, skipped: Iterable[Check], because: str) -> None:
        for check in skipped:
            self._say(findings.skipped(check, because))


def said_unusable(error: DiscordError, emit: Emit) -> None:
    """Say that Discord can't even be asked, as the address to ask at can't be used."""
    headline = "The address of the API can't be used"
    emit(Checked(findings.failure(checks.ANSWERS, error, headline=headline)))
    for check in checks.CHECKS[1:]:
        emit(Checked(findings.skipped(check, "needs an address to ask")))
