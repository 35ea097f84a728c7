"""Makes a second webhook beside the one in use: never a third.

What a rotation that was cut short has left is taken up; and after an answer that got lost it looks
for what may have been made, before another is sent (creating has no idempotency key; Discord docs:
Create Webhook).
"""

import asyncio

from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.events import ActionDone, ActionStarted
from cakd_tui.core.ports import Memory, Provisioned
from cakd_tui.core.route import NEXT_WEBHOOK, WEBHOOK, Remembered, Route
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import GONE, Symptom
from cakd_tui.discord.adoption import CHANNEL
from cakd_tui.discord.creation import Creation, sure_to_see
from cakd_tui.discord.drift import is_gone
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Webhook
from cakd_tui.discord.http.pauses import Sleep
from cakd_tui.discord.http.webhook_url import public_url
from cakd_tui.discord.naming import webhook_name
from cakd_tui.discord.recovery import Recovered, made_webhook
from cakd_tui.discord.second_webhook import second_webhook
from cakd_tui.discord.snowflake import id_or_none


class Rotation:
    """One renewal of a route's webhook."""

    def __init__(
        self,
        api: DiscordApi,
        route: Route,
        memory: Memory,
        emit: Emit,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._api = api
        self._route = route
        self._memory = memory
        self._emit = emit
        self._creation = Creation(emit, sleep)
        self._name = webhook_name(route.project).text
        self._may_exist = False
        """Whether a second webhook is there, or may be."""

    async def run(self) -> Provisioned:
        """The second webhook, in the channel the route remembers. Raises `ProviderError`."""
        self._emit(ActionStarted(WEBHOOK, ""))
        try:
            return await self._second()
        except ProviderError as error:
            if not self._may_exist and self._route.thing(NEXT_WEBHOOK) is None:
                await self._memory.forget(NEXT_WEBHOOK)
            if is_gone(error):
                raise _channel_gone(self._route) from None
            message = f"failed to create webhook: {error}"
            kind = CredentialsRefused if isinstance(error, CredentialsRefused) else ProviderError
            raise kind(message, error.symptom) from error

    async def _second(self) -> Provisioned:
        channel_id = _channel_id(self._route)
        listed = await self._api.channel_webhooks(channel_id)
        webhook = second_webhook(listed, self._route)
        made = webhook is None
        verb = "Creating a second" if made else "Going on with the second"
        self._emit(ActionStarted(WEBHOOK, f"{verb} Discord webhook..."))
        if webhook is None:
            if self._route.thing(NEXT_WEBHOOK) is not None:
                await self._memory.remember(Remembered(NEXT_WEBHOOK, "", self._name, made=True))
            webhook = await self._made(channel_id, {each.id for each in listed})
        self._may_exist = True
        name = webhook.name or self._name
        await self._memory.remember(Remembered(NEXT_WEBHOOK, str(webhook.id), name, made=True))
        if webhook.token is None:
            raise ProviderError("Discord answered without the webhook's token; run it again")
        self._emit(ActionDone(WEBHOOK, name, made))
        return Provisioned(public_url(webhook.id, webhook.token), made)

    async def _made(self, channel_id: int, before: set[int]) -> Webhook:
        """A new webhook; after a lost answer the one of our name that was not there before."""

        async def look() -> Recovered[Webhook] | None:
            listed = await self._api.channel_webhooks(channel_id)
            found = made_webhook(listed, self._route.project, before)
            return Recovered(found, made=True) if found else None

        async def create() -> Webhook:
            reason = f"CAKD alerts for {self._route.project}"
            try:
                return await self._api.create_webhook(channel_id, self._name, reason=reason)
            except DiscordError as error:
                self._may_exist = self._may_exist or error.ambiguous
                raise

        return (await self._creation.made(create, look, sure_to_see)).thing


def _channel_gone(route: Route) -> ProviderError:
    channel = route.thing(CHANNEL)
    name = f"#{channel.name}" if channel else "of the saved route"
    message = f"failed to create webhook: the channel {name} was deleted in Discord"
    facts = {"reason": "channel-gone", GONE: CHANNEL}
    return ProviderError(message, Symptom("route", facts, message))


def _channel_id(route: Route) -> int:
    channel = route.thing(CHANNEL)
    number = id_or_none(channel.id) if channel else None
    if number is None:
        raise ProviderError("the saved route names no channel; run cakd create first")
    return number
