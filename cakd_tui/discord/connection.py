"""A provider's connection to Discord: one client for a whole run.

Everything that needs the network code is imported inside the coroutines, off the event loop, so
that a face can draw its first page without waiting for it.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cakd_tui.core.answers import Answers
from cakd_tui.core.courier import Delivery
from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.events import Checked, Event
from cakd_tui.core.field import Choice, Choices, Identity
from cakd_tui.core.finding import Finding, Link
from cakd_tui.core.plan import Plan
from cakd_tui.core.ports import Memory, Provisioned
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.sample_alert import sample_alert
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.fields import GUILD_KEY, TOKEN_KEY, given_guild, saved_guild
from cakd_tui.discord.http.answering import Answering
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Application, PartialGuild
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.http.pauses import Pauses
from cakd_tui.discord.invite import NEEDED, invite_url
from cakd_tui.discord.late_client import LateClient
from cakd_tui.discord.mentions import allowed_mentions
from cakd_tui.discord.permissions import LABELS, Permission
from cakd_tui.discord.waiting import once, said

if TYPE_CHECKING:
    from cakd_tui.discord.footing import Footings
    from cakd_tui.discord.http.api import DiscordApi
    from cakd_tui.discord.http.client import DiscordClient, Notice
    from cakd_tui.discord.listening import Heard, ListeningApi


class DiscordConnection:
    """Asks Discord, or whatever `answer` stands in for it."""

    def __init__(
        self,
        base_url: str = "",
        answer: Answering | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._base_url = base_url
        self._answer = answer
        self._pauses = Pauses()
        self._client = LateClient(base_url, answer, self._pauses, patience)
        self._heard: Heard | None = None
        """What the last preflight was answered."""
        self._footings: Footings | None = None

    async def warm_up(self) -> None:
        """Import the network code, load certificates and connect, while the operator types."""
        await (await self._client()).prepare()

    async def identity(self, field: str, answers: Answers, emit: Emit) -> Identity:
        """The bot the token belongs to, and its application."""
        del field
        api = await self._api(answers, emit)
        user, application = await asyncio.gather(api.current_user(), api.current_application())
        if not user.bot:
            message = "this is a person's token, not a bot's; Discord forbids programs to use it"
            symptom = Symptom("credentials", {"field": TOKEN_KEY, "reason": "user-token"}, message)
            raise CredentialsRefused(message, symptom)
        return Identity(
            user.username, f"a bot of application {application.name}", _invite_remarks(application)
        )

    async def choices(self, field: str, answers: Answers, emit: Emit) -> Choices:
        """The servers the bot is in, and the link that brings it into another."""
        del field
        api = await self._api(answers, emit)
        user, application, guilds = await asyncio.gather(
            api.current_user(), api.current_application(), api.my_guilds()
        )
        offered = sorted(map(_choice, guilds), key=_nearness)
        return Choices(
            tuple(offered),
            f"{user.username} is {_membership(len(guilds))}",
            Link(f"Invite {user.username}", invite_url(application.id)),
            _invite_remarks(application),
        )

    async def option_choices(self, key: str, answers: Answers, emit: Emit) -> Choices:
        """The server's categories or roles."""
        from cakd_tui.discord.option_choices import option_choices

        return await option_choices(await self._api(answers, emit), given_guild(answers), key)

    async def preflight(self, answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        """Make the checks of `discord.checks`."""
        from cakd_tui.discord.diagnosis import with_cause
        from cakd_tui.discord.preflight import Preflight, said_unusable

        try:
            api = await self._listening(answers, once(emit, self._pauses))
        except DiscordError as error:
            said_unusable(error, emit)
            return None
        self._heard = api.heard

        def tell(event: Event) -> None:
            if isinstance(event, Checked):
                event = Checked(with_cause(event.finding, api.heard, known))
            emit(event)

        return await Preflight(api, answers, known, tell).run()

    async def provision(
        self, answers: Answers, known: Route | None, memory: Memory, emit: Emit
    ) -> Provisioned:
        """Create or reuse the channel and its webhook; whom alerts call is looked up first.

        The symptom of a failure names its cause where the answers, or one question more, settle it.
        """
        from cakd_tui.discord.calling import kept_for
        from cakd_tui.discord.diagnosis import tell_cause
        from cakd_tui.discord.provisioning import Provisioning

        api = await self._listening(answers, emit)
        try:
            kept = await kept_for(api, int(answers.value(GUILD_KEY)), answers)
            made = await Provisioning(api, answers, known, memory, emit, self._pauses).run()
            return replace(made, kept=kept)
        except ProviderError as failure:
            await tell_cause(failure, api, self._heard, known)
            raise

    async def inspect(self, route: Route, answers: Answers | None, emit: Emit) -> None:
        """Look at what is there in Discord of the route, telling the checks of `INSPECTIONS`."""
        tell = once(emit, self._pauses)
        client: DiscordClient | DiscordError
        try:
            client = await self._client()
        except DiscordError as error:
            client = error
        from cakd_tui.discord.footing import Footings
        from cakd_tui.discord.inspection import Inspection, said_unusable

        if isinstance(client, DiscordError):
            said_unusable(client, tell)
            return
        self._footings = self._footings or Footings()
        inspection = Inspection(client, route, tell, _notice(tell))
        await inspection.run(answers, self._footings)

    async def remove(
        self,
        route: Route,
        things: Sequence[Remembered],
        answers: Answers | None,
        memory: Memory,
        emit: Emit,
    ) -> None:
        """Delete webhooks by the route's URL or as the bot, and the channel as the bot."""
        from cakd_tui.discord.diagnosis import tell_cause
        from cakd_tui.discord.http.api import WebhookApi
        from cakd_tui.discord.removal import Removal

        anyone = WebhookApi(await self._client(), _notice(emit))
        bot = None if answers is None else await self._listening(_in_guild(answers, route), emit)
        try:
            await Removal(anyone, bot, route, memory, emit, self._pauses).run(things)
        except ProviderError as failure:
            if bot is not None:
                await tell_cause(failure, bot, None, route)
            raise

    async def renew(
        self, route: Route, answers: Answers, memory: Memory, emit: Emit
    ) -> Provisioned:
        """Make a second webhook of the same name in the route's channel."""
        from cakd_tui.discord.diagnosis import tell_cause
        from cakd_tui.discord.rotation import Rotation

        api = await self._listening(_in_guild(answers, route), emit)
        try:
            return await Rotation(api, route, memory, emit, self._pauses).run()
        except ProviderError as failure:
            await tell_cause(failure, api, None, route)
            raise

    async def send_test(self, route: Route, emit: Emit, *, worst_case: bool = False) -> Delivery:
        """Carry the sample alert as the courier carries any other, up to three times.

        Who is to be called when alerts fire is named in it, and not called.
        """
        from cakd_tui.discord.courier import DiscordCourier
        from cakd_tui.discord.trial import tried

        courier = DiscordCourier(self._client, time.perf_counter)
        parcel = courier.pack(route, [sample_alert(route.project, worst_case=worst_case)])
        body = {**parcel.body, "allowed_mentions": allowed_mentions(())}
        sent = replace(parcel, body=body)
        return await tried(lambda: courier.deliver(route, sent, emit), self._pauses, emit)

    async def diagnose(self, emit: Emit) -> Sequence[Finding]:
        """Whether Discord can be reached, and its clock; needs no answers."""
        from cakd_tui.discord.reachability import reachability

        named = self._answer is None
        return await reachability(self._base_url, self._client, _notice(emit), named=named)

    def hurry(self) -> None:
        """Retries are sent at once; what waits for a limit of Discord's is given up."""
        self._pauses.hurry()

    async def aclose(self) -> None:
        """Close the connections."""
        if self._footings is not None:
            self._footings.cancel()
        await self._client.aclose()

    async def _api(self, answers: Answers, emit: Emit) -> "DiscordApi":
        client = await self._client()
        from cakd_tui.discord.http.api import DiscordApi

        notice = _notice(once(emit, self._pauses))
        return DiscordApi(client, answers.secret(TOKEN_KEY), notice)

    async def _listening(self, answers: Answers, emit: Emit) -> "ListeningApi":
        client = await self._client()
        from cakd_tui.discord.listening import ListeningApi

        token, guild_id = answers.secret(TOKEN_KEY), given_guild(answers)
        return ListeningApi(client, token, guild_id, _notice(emit))


def _notice(emit: Emit) -> "Notice":
    return lambda pause: emit(said(pause))


def _in_guild(answers: Answers, route: Route) -> Answers:
    """The answers for the server the route is in, whatever server was answered since."""
    guild = saved_guild(route)
    return answers if guild is None else answers.with_value(GUILD_KEY, str(guild))


def _membership(count: int) -> str:
    if count == 0:
        return "not a member of any server yet."
    return f"a member of {count} server{'' if count == 1 else 's'}."


def _nearness(choice: Choice) -> tuple[bool, bool, str]:
    """What is ready comes first, then what has more than needed, then what lacks something."""
    return not choice.ready, choice.detail != "ready", choice.label.casefold()


def _choice(guild: PartialGuild) -> Choice:
    """A server, with what the bot lacks there by its roles alone."""
    granted = Permission(guild.permissions or 0)
    if Permission.ADMINISTRATOR in granted or guild.owner:
        return Choice(str(guild.id), guild.name, "Administrator (more than needed)")
    missing = [LABELS[bit] for bit in NEEDED if bit not in granted]
    if not missing:
        return Choice(str(guild.id), guild.name, "ready")
    return Choice(str(guild.id), guild.name, f"{' and '.join(missing)} missing", ready=False)


def _invite_remarks(application: Application) -> tuple[str, ...]:
    """What would keep the invite link from working (Discord docs: Application, OAuth2)."""
    remarks = []
    if application.bot_public is False:
        remarks.append("Only the application's owner can invite it: it is not a public bot.")
    if application.bot_require_code_grant:
        remarks.append(
            "The link will not work: turn off Requires OAuth2 Code Grant on the portal's Bot page."
        )
    return tuple(remarks)
