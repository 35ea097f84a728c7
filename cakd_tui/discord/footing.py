"""Who the bot is and what it is in a server; asked once at a time for however many want to know."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from cakd_tui.core.finding import Link
from cakd_tui.core.secret import Secret
from cakd_tui.discord.findings import is_stranger
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import CurrentUser, Guild, Member, PartialGuild
from cakd_tui.discord.invite import invite_url
from cakd_tui.discord.survey import answered


@dataclass(frozen=True, slots=True)
class Footing:
    """The bot's place in one server, each part of it or why it isn't known."""

    user: CurrentUser | DiscordError
    guild: Guild | DiscordError
    member: Member | DiscordError | None = None
    """None where it wasn't asked for, as the bot or the server isn't known."""
    listed: Sequence[PartialGuild] | DiscordError = ()
    """The servers it is in, where this one is none of them."""
    invite: Link | None = None
    """What would bring it into this one."""


async def footing(api: DiscordApi, guild_id: int) -> Footing:
    """Ask for it, in two rounds of waiting and three requests where all is well."""
    user, guild = await asyncio.gather(answered(api.current_user), answered(api.guild, guild_id))
    if isinstance(user, DiscordError):
        return Footing(user, guild)
    if isinstance(guild, Guild):
        return Footing(user, guild, await answered(api.guild_member, guild_id, user.id))
    if not is_stranger(guild):
        return Footing(user, guild)
    listed, application = await asyncio.gather(
        answered(api.my_guilds, pages=1), answered(api.current_application)
    )
    invite = None
    if not isinstance(application, DiscordError):
        url = invite_url(application.id, guild_id=guild_id)
        invite = Link(f"Invite {application.name}", url)
    return Footing(user, guild, None, listed, invite)


class Footings:
    """Hands the answer to all who ask for the same while it is being asked for."""

    def __init__(self) -> None:
        self._asking: dict[tuple[Secret, int], asyncio.Task[Footing]] = {}

    async def of(self, api: DiscordApi, token: Secret, guild_id: int) -> Footing:
        """The footing of the bot of this token; an answer that is there already is not used."""
        key = (token, guild_id)
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.create_task(footing(api, guild_id))
            task.add_done_callback(lambda _: self._asking.pop(key))
        return await asyncio.shield(task)

    def cancel(self) -> None:
        """Nobody needs the answers any more."""
        for task in tuple(self._asking.values()):
            task.cancel()
