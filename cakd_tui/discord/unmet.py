"""What a channel that is there already does not meet of what was chosen.

Such a channel is never moved or changed, so each difference is told with how to change it by hand.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from cakd_tui.core.finding import Fix
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel, Guild
from cakd_tui.discord.naming import same_title
from cakd_tui.discord.options import BadOption, Wish, roles_in
from cakd_tui.discord.permissions import NOTHING, Permission, Role


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as chosen."""

    said: str
    """What is said of the channel: "is not private"."""
    note: str
    """The same as a sentence of its own, that it stays so included."""
    fix: Fix
    """How to change it by hand."""


async def differences(
    api: DiscordApi,
    guild_id: int,
    wish: Wish,
    channel: Channel,
    listed: Sequence[Channel] = (),
    guild: Guild | None = None,
) -> AsyncIterator[Difference]:
    """Each difference by itself, first what is certain without asking.

    The category is only asked for where it is not `listed`, the roles where `guild` is not given;
    what Discord does not answer is left out.
    """
    name = f"#{channel.name}"
    private = _denies_everyone(channel, guild_id)
    if wish.private and not private:
        yield _different(
            name,
            "is not private",
            f"{name} → Edit Channel → Permissions → Private Channel ✓, then let the bot in",
        )
    if wish.category:
        with suppress(DiscordError):
            if not await _is_under(api, wish.category, channel, listed):
                yield _different(
                    name,
                    f"is not in the category {wish.category}",
                    f"drag {name} into the category {wish.category}",
                    stays="where",
                )
    if private and wish.roles:
        with suppress(DiscordError):
            roles = (guild or await api.guild(guild_id)).roles
            for each in _shut_out(channel, [role.plain() for role in roles], guild_id, wish):
                yield each


def _shut_out(
    channel: Channel, roles: Sequence[Role], guild_id: int, wish: Wish
) -> tuple[Difference, ...]:
    name = f"#{channel.name}"
    try:
        wanted = roles_in(roles, guild_id, wish.roles)
    except BadOption as error:
        said = f"can't be compared with the chosen roles: {error.message}"
        return (Difference(said, error.message, Fix("Either", "choose other roles")),)
    return tuple(
        _different(
            name,
            f"does not let in the role {role.name}",
            f"{name} → Edit Channel → Permissions → the role {role.name} → View Channel ✓",
        )
        for role in wanted
        if not _lets_in(channel, role)
    )


def _different(name: str, said: str, way: str, stays: str = "as") -> Difference:
    note = f"{name} {said}; it stays {stays} it is"
    return Difference(said, note, Fix("In Discord", way))


async def _is_under(
    api: DiscordApi, wanted: str, channel: Channel, listed: Sequence[Channel]
) -> bool:
    if channel.parent_id is None:
        return False
    if str(channel.parent_id) == wanted:
        return True
    parent = next((each for each in listed if each.id == channel.parent_id), None)
    parent = parent or await api.channel(channel.parent_id)
    return same_title(parent.name or "", wanted)


def _denies_everyone(channel: Channel, guild_id: int) -> bool:
    return any(
        each.kind == "role" and each.id == guild_id and Permission.VIEW_CHANNEL in each.deny
        for each in channel.overwrites
    )


def _lets_in(channel: Channel, role: Role) -> bool:
    allowed = NOTHING
    for each in channel.overwrites:
        if each.kind == "role" and each.id == role.id:
            allowed |= each.allow
    return Permission.VIEW_CHANNEL in allowed or Permission.ADMINISTRATOR in role.permissions
