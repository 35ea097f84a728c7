"""Discord's API with a memory: what one preflight or one run was answered, and was refused."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.client import DiscordClient, Notice
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import (
    Channel,
    CurrentUser,
    Guild,
    Member,
    PartialGuild,
    Webhook,
)
from cakd_tui.discord.permissions import Overwrite
from cakd_tui.discord.survey import answered

T = TypeVar("T")

_LATELY: Final = 60.0
"""Seconds for which answers are taken for what holds now."""


@dataclass(slots=True)
class Heard:
    """The latest answer of each kind; what was never asked is None."""

    token: Secret
    guild_id: int
    since: float = field(default_factory=time.monotonic)
    user: CurrentUser | None = None
    guilds: tuple[PartialGuild, ...] | None = None
    guild: Guild | DiscordError | None = None
    member: Member | DiscordError | None = None
    channels: tuple[Channel, ...] | DiscordError | None = None
    fetched: Channel | None = None
    """The channel asked for by its id."""
    made: Channel | None = None
    """The channel that was made."""
    target: int | None = None
    """The id of the channel whose webhooks were last asked for."""
    parent_id: int | None = None
    """The id of the category in which a channel was to be made."""
    sent: tuple[Overwrite, ...] = ()
    """The overwrites it was to have."""
    refusals: list[DiscordError] = field(default_factory=list)

    def is_about(self, token: Secret, guild_id: int) -> bool:
        """Whether this was heard lately, as the same bot and about the same server."""
        recent = time.monotonic() - self.since <= _LATELY
        return recent and self.token == token and self.guild_id == guild_id

    def refusal(self, symptom: Symptom) -> DiscordError | None:
        """The refusal that this is the symptom of."""
        return next((each for each in self.refusals if each.symptom is symptom), None)

    def channel(self, channel_id: int | None) -> Channel | None:
        """The channel of this id, if it was among the answers."""
        listed = self.channels if isinstance(self.channels, tuple) else ()
        known = (*filter(None, (self.made, self.fetched)), *listed)
        return next((each for each in known if each.id == channel_id), None)


class ListeningApi(DiscordApi):
    """Asks as its base does and keeps what comes of it in `heard`."""

    def __init__(
        self, client: DiscordClient, token: Secret, guild_id: int, notice: Notice | None = None
    ) -> None:
        super().__init__(client, token, notice)
        self.heard = Heard(token, guild_id)

    async def current_user(self) -> CurrentUser:
        """As in `DiscordApi`."""
        self.heard.user = user = self._given(await answered(super().current_user))
        return user

    async def my_guilds(self, pages: int = 50) -> tuple[PartialGuild, ...]:
        """As in `DiscordApi`."""
        self.heard.guilds = guilds = self._given(await answered(super().my_guilds, pages))
        return guilds

    async def guild(self, guild_id: int) -> Guild:
        """As in `DiscordApi`."""
        self.heard.guild = guild = await answered(super().guild, guild_id)
        return self._given(guild)

    async def guild_member(self, guild_id: int, user_id: int) -> Member:
        """As in `DiscordApi`."""
        self.heard.member = member = await answered(super().guild_member, guild_id, user_id)
        return self._given(member)

    async def guild_channels(self, guild_id: int) -> tuple[Channel, ...]:
        """As in `DiscordApi`."""
        self.heard.channels = channels = await answered(super().guild_channels, guild_id)
        return self._given(channels)

    async def channel(self, channel_id: int) -> Channel:
        """As in `DiscordApi`."""
        self.heard.fetched = channel = self._given(await answered(super().channel, channel_id))
        return channel

    async def create_channel(
        self,
        guild_id: int,
        name: str,
        topic: str,
        parent_id: int | None = None,
        overwrites: Sequence[Overwrite] = (),
        *,
        reason: str,
    ) -> Channel:
        """As in `DiscordApi`."""
        self.heard.parent_id, self.heard.sent = parent_id, tuple(overwrites)
        self.heard.made = channel = self._given(
            await answered(
                super().create_channel,
                guild_id,
                name,
                topic,
                parent_id,
                overwrites,
                reason=reason,
            )
        )
        return channel

    async def channel_webhooks(self, channel_id: int) -> tuple[Webhook, ...]:
        """As in `DiscordApi`."""
        self.heard.target = channel_id
        return self._given(await answered(super().channel_webhooks, channel_id))

    async def create_webhook(self, channel_id: int, name: str, *, reason: str) -> Webhook:
        """As in `DiscordApi`."""
        self.heard.target = channel_id
        made = await answered(super().create_webhook, channel_id, name, reason=reason)
        return self._given(made)

    async def delete_channel(self, channel_id: int, *, reason: str) -> None:
        """As in `DiscordApi`."""
        self.heard.target = channel_id
        self._given(await answered(super().delete_channel, channel_id, reason=reason))

    def _given(self, outcome: T | DiscordError) -> T:
        """What came of a request, its failure raised."""
        if isinstance(outcome, DiscordError):
            self.heard.refusals.append(outcome)
            raise outcome
        return outcome
