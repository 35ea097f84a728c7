"""What is at hand when Discord has refused something: its answers, and what follows from them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cakd_tui.discord.http.errors import ApiError, DiscordError
from cakd_tui.discord.http.models import Channel, CurrentUser, Guild, Member, PartialGuild
from cakd_tui.discord.permissions import Overwrite, Permission

_SURELY_ALL: Final = 100
"""A list of servers up to this long is taken for the whole: a page holds 200, give or take."""

UNKNOWN_GUILD: Final = 10004
UNKNOWN_MEMBER: Final = 10007
MISSING_ACCESS: Final = 50001
MISSING_PERMISSIONS: Final = 50013


@dataclass(frozen=True, slots=True)
class Evidence:
    """One refusal and every answer that may explain it; what was never asked is None."""

    error: DiscordError
    guild_id: int
    now: datetime
    user: CurrentUser | None = None
    bot_id: int | None = None
    """The bot's user id, be it only as its token has it."""
    guilds: tuple[PartialGuild, ...] | None = None
    """The first page of the servers the bot is in."""
    guild: Guild | DiscordError | None = None
    member: Member | DiscordError | None = None
    """The bot's own."""
    base: Permission | None = None
    """What the bot's roles grant in the server, as far as it is certain."""
    channels: tuple[Channel, ...] | DiscordError | None = None
    channel: Channel | None = None
    """The one that the refused request was about."""
    channel_name: str = ""
    """Its name, where the channel itself can't be seen."""
    category: Channel | None = None
    """The one a channel was to be made in."""
    in_category: bool = False
    """Whether one was to be made in a category, known or not."""
    sent: tuple[Overwrite, ...] = ()
    """The overwrites it was to have from the start."""
    made: bool = False
    """Whether this run has made a channel, which nobody silenced can."""
    was_here: bool = False
    """Whether an earlier run had been in the server of this id."""

    @property
    def listed(self) -> bool | None:
        """Whether the server is among those the bot is in; None where the list doesn't tell."""
        if self.guilds is None:
            return None
        if any(guild.id == self.guild_id for guild in self.guilds):
            return True
        return False if len(self.guilds) <= _SURELY_ALL else None

    @property
    def joined(self) -> bool | None:
        """Whether the bot is a member; None where nothing tells."""
        if self.listed is not None:
            return self.listed
        inside = (self.guild, self.member, self.channels)
        seen = any(each is not None and not isinstance(each, DiscordError) for each in inside)
        return True if seen else None

    @property
    def whereabouts(self) -> str:
        """Where the bot is instead, as far as the list of servers tells."""
        if self.guilds is None:
            return "Discord does not count it among the members"
        names = [guild.name for guild in self.guilds]
        if not names:
            return "it is in no server yet"
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return f"it is in {', '.join(names[:3])}{more}"

    @property
    def granted(self) -> Permission | None:
        """What the bot's roles grant: as given, or as the list of servers tells it."""
        if self.base is not None or self.guilds is None:
            return self.base
        bits = next((each.permissions for each in self.guilds if each.id == self.guild_id), None)
        return None if bits is None else Permission(bits)


def code_of(answer: object) -> int | None:
    """Discord's code, if this is a refusal with one."""
    return answer.code if isinstance(answer, ApiError) else None
