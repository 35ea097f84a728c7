"""Makes a project's channel and webhook, or takes those that are there: never a second of either.

Names are not unique at Discord and creating has no idempotency key (Discord docs: Guild, Create
Guild Channel). So it looks before it creates, and looks again when the answer to a create got
lost, before it would send another.
"""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.events import ActionDone, ActionStarted, Noted
from cakd_tui.core.ports import Memory, Provisioned
from cakd_tui.core.route import WEBHOOK, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.discord.adoption import (
    CHANNEL,
    NoSuchChoice,
    Undecided,
)
from cakd_tui.discord.creation import Creation, sure_to_see
from cakd_tui.discord.decision import Decision, channel_for, decided
from cakd_tui.discord.fields import given_guild
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel, Webhook
from cakd_tui.discord.http.pauses import Sleep
from cakd_tui.discord.http.webhook_url import public_url
from cakd_tui.discord.naming import REWRITTEN, channel_name, channel_topic, webhook_name
from cakd_tui.discord.options import Wish, wish_of
from cakd_tui.discord.permissions import Permission, Standing, channel_permissions
from cakd_tui.discord.placement import Placement, left_out_note, predicted_overwrites
from cakd_tui.discord.placing import placed, standing_in
from cakd_tui.discord.recovery import Recovered, recovered_channel, recovered_webhook
from cakd_tui.discord.survey import and_moved, answered, known_webhooks
from cakd_tui.discord.unmet import differences
from cakd_tui.discord.whereabouts import Whereabouts, whereabouts

T = TypeVar("T")


class Provisioning:
    """One project's set-up in one server."""

    def __init__(
        self,
        api: DiscordApi,
        answers: Answers,
        known: Route | None,
        memory: Memory,
        emit: Emit,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._api = api
        self._answers = answers
        self._project = answers.project
        self._guild_id = given_guild(answers)
        self._known = known
        self._memory = memory
        self._emit = emit
        self._creation = Creation(emit, sleep)
        self._reason = f"CAKD alerts for {self._project}"
        self._listed: tuple[Channel, ...] = ()
        self._webhooks: tuple[Webhook, ...] | DiscordError = ()
        self._placement = Placement()
        self._standing: Standing | DiscordError | None = None

    async def run(self) -> Provisioned:
        """Channel, then webhook. Raises `ProviderError` in the guide's wording."""
        self._emit(ActionStarted(CHANNEL, ""))
        decision = await _told("failed to create channel", self._decide())
        channel, decision = await _told("failed to create channel", self._channel(decision))
        work = self._webhook(channel, decision)
        webhook, token, new = await _told("failed to create webhook", work)
        return Provisioned(public_url(webhook.id, token), new)

    async def _decide(self) -> Decision:
        """The plan's own decision, from no more answers than it takes."""
        wish = wish_of(self._answers)
        where = await whereabouts(self._api, self._answers, self._known, self._guild_id)
        channels = await self._candidates(where, wish)
        channel = channel_for(self._answers, self._known, channels).thing
        listed = await answered(self._api.channel_webhooks, channel.id) if channel else ()
        remembered = known_webhooks(self._known, self._guild_id, channel)
        self._webhooks = await and_moved(self._api, listed, remembered)
        decision = decided(self._answers, self._known, channels, self._webhooks, where.there)
        if decision.undecided:
            raise Undecided(decision.undecided[0])
        return decision

    async def _channel(self, decision: Decision) -> tuple[Channel, Decision]:
        """The channel, and the decision that holds for it."""
        wish, channel = wish_of(self._answers), decision.channel.thing
        made = channel is None
        verb = "Creating" if made else "Reusing"
        if channel is None:
            _given(self._webhooks)
            # What can't be made as chosen is refused before anything is said to be under way.
            standing = _given(self._standing)
            self._placement = await placed(self._api, self._guild_id, wish, self._listed, standing)
        self._emit(ActionStarted(CHANNEL, f"{verb} Discord channel for {self._project}..."))
        if channel is None:
            if said := left_out_note(self._placement):
                self._emit(Noted(said))
            created = await self._created_channel()
            if not created.made:
                return await self._channel(await self._decide())
            channel = created.thing
        else:
            async for each in differences(self._api, self._guild_id, wish, channel, self._listed):
                self._emit(Noted(each.note))
        name = channel.name or channel_name(self._project)
        if not isinstance(self._webhooks, DiscordError):
            # Without its webhook another channel takes the place of none: nothing changes then.
            await self._remember_channel(channel, name, decision, made=made)
        self._emit(ActionDone(CHANNEL, f"#{name}", made))
        return channel, decision

    async def _candidates(self, where: Whereabouts, wish: Wish) -> tuple[Channel, ...]:
        """The remembered channel alone where it can be used, the server's otherwise."""
        if (channel := _given(where.channel)) is not None:
            return (channel,)
        if not wish.private:
            self._listed = await self._api.guild_channels(self._guild_id)
            return self._listed
        # Most likely it is to be made, for which the bot's standing is needed as well.
        listed, self._standing = await asyncio.gather(
            answered(self._api.guild_channels, self._guild_id),
            answered(standing_in, self._api, self._guild_id),
        )
        self._listed = _given(listed)
        return self._listed

    async def _created_channel(self) -> Recovered[Channel]:
        before = {each.id for each in self._listed}

        async def look() -> Recovered[Channel] | None:
            self._listed = await self._api.guild_channels(self._guild_id)
            return recovered_channel(self._listed, self._project, before)

        return await self._creation.made(self._new_channel, look, self._sees_new_channels)

    async def _new_channel(self) -> Channel:
        category = self._placement.category
        return await self._api.create_channel(
            self._guild_id,
            channel_name(self._project),
            channel_topic(self._project),
            category.id if category else None,
            self._placement.sent,
            reason=self._reason,
        )

    async def _webhook(self, channel: Channel, decision: Decision) -> tuple[Webhook, Secret, bool]:
        self._emit(ActionStarted(WEBHOOK, ""))
        if decision.channel.thing is not None:
            _given(self._webhooks)
        webhook = decision.webhook.thing
        made = webhook is None
        verb = "Creating" if made else "Reusing"
        self._emit(ActionStarted(WEBHOOK, f"{verb} Discord webhook..."))
        self._say_altered_name(made)
        if webhook is None:
            created = await self._created_webhook(channel)
            webhook, made = created.thing, created.made
        elif webhook.channel_id not in (None, channel.id):
            self._emit(Noted("the webhook was moved to another channel: its alerts arrive there"))
        name = webhook.name or webhook_name(self._project).text
        if webhook.token is None:
            raise ProviderError("Discord answered without the webhook's token; run it again")
        await self._remember_webhook(webhook, name, decision, webhook.token, made=made)
        self._emit(ActionDone(WEBHOOK, name, made))
        return webhook, webhook.token, made

    async def _created_webhook(self, channel: Channel) -> Recovered[Webhook]:
        before = {each.id for each in _given(self._webhooks)}

        async def look() -> Recovered[Webhook] | None:
            listed = await self._api.channel_webhooks(channel.id)
            return recovered_webhook(listed, channel, self._project, before)

        async def create() -> Webhook:
            name = webhook_name(self._project).text
            return await self._api.create_webhook(channel.id, name, reason=self._reason)

        return await self._creation.made(create, look, sure_to_see)

    def _say_altered_name(self, made: bool) -> None:
        name = webhook_name(self._project)
        if made and name.altered:
            words = " and ".join(f'"{word}" as "{REWRITTEN[word]}"' for word in name.altered)
            self._emit(Noted(f"the webhook is named {name.text}: Discord makes us write {words}"))

    async def _sees_new_channels(self) -> bool:
        """Whether a channel the bot makes would be listed: whether it has View Channel there."""
        expected = predicted_overwrites(self._placement.category, self._placement.sent)
        if expected:
            standing = await standing_in(self._api, self._guild_id)
            return Permission.VIEW_CHANNEL in channel_permissions(standing, expected)
        for guild in await self._api.my_guilds():
            if guild.id == self._guild_id:
                sees = Permission.VIEW_CHANNEL | Permission.ADMINISTRATOR
                return bool(guild.owner or sees & Permission(guild.permissions or 0))
        return False

    async def _remember_channel(
        self, channel: Channel, name: str, decision: Decision, *, made: bool
    ) -> None:
        old = decision.succession
        thing = decision.remembered(old.channel_kind, channel, name, self._known, made=made)
        await self._memory.remember(thing, old.kinds_left(CHANNEL), old.kinds_gone(CHANNEL))

    async def _remember_webhook(
        self, webhook: Webhook, name: str, decision: Decision, token: Secret, *, made: bool
    ) -> None:
        """In one step with all that it takes the place of, so that alerts always have a place."""
        old = decision.succession
        thing = decision.remembered(WEBHOOK, webhook, name, self._known, made=made)
        left, gone = old.kinds_left(WEBHOOK), old.kinds_gone(WEBHOOK)
        await self._memory.remember(thing, left, gone, public_url(webhook.id, token))
        for line in old.lines():
            self._emit(Noted(f"the {line.kind} {line.name} is left: {line.reason}"))


def _given(outcome: T | DiscordError) -> T:
    """What came of a request, its failure raised."""
    if isinstance(outcome, DiscordError):
        raise outcome
    return outcome


async def _told(what: str, work: Awaitable[T]) -> T:
    """Do it; a failure says first what it was for, as the guide's warnings do.

    But for a choice that is still to be made: nothing was tried then.
    """
    try:
        return await work
    except (Undecided, NoSuchChoice):
        raise
    except CredentialsRefused as error:
        raise CredentialsRefused(f"{what}: {error}", error.symptom) from error
    except ProviderError as error:
        raise ProviderError(f"{what}: {error}", error.symptom) from error
