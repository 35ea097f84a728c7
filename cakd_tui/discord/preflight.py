"""Discord's preflight: asks all it can at once, and tells each finding as soon as it is certain."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Check, Finding, Link
from cakd_tui.core.plan import Plan
from cakd_tui.core.route import Route
from cakd_tui.core.stream import Emit
from cakd_tui.discord import checks, findings
from cakd_tui.discord.adoption import NoSuchChoice
from cakd_tui.discord.calling import Calling, calling
from cakd_tui.discord.decision import Decision, decided
from cakd_tui.discord.fields import given_guild
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import ApiError, DiscordError, Forbidden
from cakd_tui.discord.http.models import (
    Application,
    CurrentUser,
    Guild,
    PartialGuild,
)
from cakd_tui.discord.invite import invite_url
from cakd_tui.discord.ledger import explained
from cakd_tui.discord.ledger_scene import Scene, scene_of, unseen_scene
from cakd_tui.discord.mentions import MENTION_KEY
from cakd_tui.discord.naming import channel_name
from cakd_tui.discord.new_channel import NewChannel, new_channel
from cakd_tui.discord.permission_findings import permission_findings
from cakd_tui.discord.permissions import sees_server
from cakd_tui.discord.questions import Asked, AskedMore, Asker
from cakd_tui.discord.quotas import quotas_of
from cakd_tui.discord.reused_channel import ReusedChannel
from cakd_tui.discord.snowflake import id_or_none
from cakd_tui.discord.stock_findings import (
    names_finding,
    refused_use,
    room_finding,
    undecided_finding,
)
from cakd_tui.discord.survey import (
    Place,
    answered,
    standing_of,
)

_NEEDS_SERVER = (
    checks.VIEW,
    checks.MANAGE_CHANNELS,
    checks.MANAGE_WEBHOOKS,
    checks.TWO_FACTOR,
    checks.TIME_OUT,
    checks.SCREENING,
    checks.ROOM,
    checks.EXISTING,
)


class Preflight:
    """The read-only checks for one project in one server."""

    def __init__(self, api: DiscordApi, answers: Answers, known: Route | None, emit: Emit) -> None:
        guild_id = given_guild(answers)
        self._asker = Asker(api, answers, guild_id, known)
        self._project = answers.project
        self._emit = emit

    async def run(self) -> Plan | None:
        """Make all checks; the plan, where enough came to light for one."""
        self._say(names_finding(self._project))
        async with asyncio.TaskGroup() as group:
            asked = self._asker.ask(group)
            user = await self._user()
            if isinstance(user, DiscordError):
                asked.cancel()
                token = isinstance(user, CredentialsRefused)
                because = "needs an accepted token" if token else "needs an answer from Discord"
                self._skip((checks.SERVER, *_NEEDS_SERVER), because)
                return None
            more = self._asker.ask_about_bot(group, asked, user.id)
            guild = await self._guild(asked, more)
            if isinstance(guild, DiscordError):
                asked.cancel()
                more.cancel()
                self._skip(_NEEDS_SERVER, "needs the server")
                return None
            self._say(findings.two_factor_finding(user, guild))
            return await self._judged(user, guild, asked, more)

    async def _user(self) -> CurrentUser | DiscordError:
        start = time.perf_counter()
        user = await answered(self._asker.api.current_user)
        self._say(findings.answers_finding(user, time.perf_counter() - start))
        self._say(findings.token_finding(user))
        return user

    async def _guild(self, asked: Asked, more: AskedMore) -> Guild | DiscordError:
        guild = await asked.guild
        listed: Sequence[PartialGuild] | DiscordError = ()
        if isinstance(guild, DiscordError) and findings.is_stranger(guild):
            listed = await answered(self._asker.api.my_guilds, pages=1)
            # Only these answers tell whether there is such a server; they are under way.
            await asyncio.wait((asked.channels, more.member))
        invite = self._invite(await asked.application)
        self._say(findings.server_finding(guild, listed, invite, self._asker.guild_id))
        return guild

    def _invite(self, application: Application | DiscordError) -> Link | None:
        if isinstance(application, DiscordError):
            return None
        url = invite_url(application.id, guild_id=self._asker.guild_id)
        return Link(f"Invite {application.name}", url)

    async def _judged(
        self, user: CurrentUser, guild: Guild, asked: Asked, more: AskedMore
    ) -> Plan | None:
        member = await more.member
        if isinstance(member, DiscordError):
            self._unreadable(member)
            return None
        standing = standing_of(user, guild, member, datetime.now(UTC))
        self._say(findings.time_out_finding(standing, member))
        self._say(findings.screening_finding(standing, member))
        channels = await self._asker.channels(asked)
        application = await asked.application
        invited = None if isinstance(application, DiscordError) else application
        if isinstance(channels, DiscordError):
            nowhere = Place(guild, standing, None)
            self._explained(scene_of(nowhere, user, member, invited))
            self._unlisted(channels)
            return None
        asker = self._asker
        channel = asker.channel(channels)
        place = Place(guild, standing, channel)
        scene = scene_of(place, user, member, invited, channels)
        where, new = await asked.whereabouts, None
        hidden = where.channel if isinstance(where.channel, Forbidden) else None
        hidden_id = id_or_none(where.thing.id) if where.thing else None
        if hidden is not None and hidden_id is not None:
            scene = unseen_scene(scene, f"#{channel_name(self._project)}", hidden_id)
        elif channel is None:
            new = await new_channel(asker.api, asker.guild_id, asker.answers, channels, standing)
            scene = new.scene(scene)
        self._explained(scene, hidden)
        webhooks, unmet = await more.webhooks, await more.unmet
        category, sees_all = new.category if new else None, sees_server(standing)
        try:
            decision = decided(asker.answers, asker.known, channels, webhooks, where.there)
        except NoSuchChoice as refused:
            self._say(room_finding(channels, webhooks, channel, sees_all=sees_all))
            self._say(refused_use(refused))
            return None
        there = decision.webhook.undecided_or_there
        self._say(room_finding(channels, webhooks, channel, there, category, sees_all=sees_all))
        if hidden is not None:
            self._skip((checks.EXISTING,), f"needs to see {scene.place}")
            return None
        alerts = ReusedChannel(channel, decision, webhooks, unmet) if channel else new
        if alerts is None:
            return None
        quotas = quotas_of(guild.name, channels, webhooks, decision, category, sees_all=sees_all)
        plan = alerts.plan(f"in {guild.name}", self._project, decision, quotas)
        return self._planned(plan, alerts, decision, calling(guild, asker.answers, standing))

    def _planned(
        self,
        plan: Plan | None,
        there: ReusedChannel | NewChannel,
        decision: Decision,
        called: Calling,
    ) -> Plan | None:
        """The plan with whom alerts call, once what was chosen and what is there are said."""
        if options := self._asker.answers.options:
            chosen = {key for key, value in options.items() if value}
            self._say(called.as_chosen(there.as_chosen(), alone=chosen == {MENTION_KEY}))
        self._say(undecided_finding(decision.undecided) or there.finding())
        return plan and called.in_plan(plan, self._asker.known)

    def _explained(self, scene: Scene, refusal: ApiError | None = None) -> None:
        for finding in permission_findings(scene, refusal):
            self._say(finding)
        self._emit(explained(scene))

    def _unlisted(self, error: DiscordError) -> None:
        """What the server's channels are needed for can't be told."""
        headline = "Discord does not show the server's channels"
        self._say(findings.failure(checks.ROOM, error, headline=headline))
        self._skip((checks.EXISTING,), "needs the server's channels")

    def _unreadable(self, error: DiscordError) -> None:
        """The bot's own member, which all that follows needs, is not known."""
        headline = "Discord does not show the bot's place in the server"
        self._say(findings.failure(checks.VIEW, error, headline=headline))
        rest = tuple(each for each in _NEEDS_SERVER if each not in (checks.VIEW, checks.TWO_FACTOR))
        self._skip(rest, "needs the bot's roles")

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
