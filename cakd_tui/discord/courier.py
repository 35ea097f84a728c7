"""Carries alerts through Discord's webhooks: each goes by the URL of its route alone."""

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from cakd_tui.core.alert import Alert
from cakd_tui.core.courier import Delivery, Parcel
from cakd_tui.core.route import Route
from cakd_tui.core.stream import Emit
from cakd_tui.discord.http.errors import BadReply, DiscordError
from cakd_tui.discord.http.webhook_url import parse_public_url
from cakd_tui.discord.late_client import LateClient
from cakd_tui.discord.packing import packed, packed_plainly
from cakd_tui.discord.undelivered import is_kept, undelivered
from cakd_tui.discord.waiting import said

if TYPE_CHECKING:
    from cakd_tui.discord.http.models import Message

_DIGEST = 12
_log: Final = logging.getLogger(__name__)


class DiscordCourier:
    """Posts messages, and waits until Discord has kept them."""

    def __init__(self, client: LateClient, clock: Callable[[], float] = time.perf_counter) -> None:
        """Nothing is loaded or opened before the first message."""
        self._client = client
        self._clock = clock

    def place(self, route: Route) -> str:
        """The webhook's id, and a digest of its token.

        A webhook that was given another token is another place. Raises `BadWebhookUrl`.
        """
        webhook_id, token = parse_public_url(route.webhook.reveal())
        return f"{webhook_id}-{hashlib.sha256(token.reveal().encode()).hexdigest()[:_DIGEST]}"

    def pack(self, route: Route, alerts: Sequence[Alert]) -> Parcel:
        """Up to ten alerts, a card for each."""
        return packed(route, alerts)

    def plainest(self, route: Route, alert: Alert) -> Parcel:
        """A card that says no more than name, state and namespace."""
        return packed_plainly(route, alert)

    async def deliver(self, route: Route, parcel: Parcel, emit: Emit) -> Delivery:
        """Post it; the seconds are those until the answer, waits for limits included."""
        start = self._clock()
        try:
            message_id = str((await self._posted(route, parcel, emit)).id)
        except DiscordError as error:
            if not (isinstance(error, BadReply) and is_kept(error)):
                raise undelivered(error) from error
            _log.warning("A message counts as delivered, its id is not known: %s", error.message)
            message_id = ""
        return Delivery(message_id, self._clock() - start)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _posted(self, route: Route, parcel: Parcel, emit: Emit) -> "Message":
        webhook_id, token = parse_public_url(route.webhook.reveal())
        client = await self._client()
        from cakd_tui.discord.http.api import WebhookApi  # noqa: PLC0415 - loads httpx

        api = WebhookApi(client, lambda pause: emit(said(pause)))
        return await api.execute_webhook(webhook_id, token, parcel.body)
