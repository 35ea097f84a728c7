"""What exists in the embedded Discord: plain frozen values and the world that holds them.

Ids are snowflakes in decimal, permissions are whole numbers. A change puts a new value in the
place of the old one.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from cakd_tui.rehearsal.ids import Snowflakes

TEXT: Final = 0
VOICE: Final = 2
CATEGORY: Final = 4
ANNOUNCEMENT: Final = 5
STAGE: Final = 13
FORUM: Final = 15
MEDIA: Final = 16

FOR_ROLE: Final = 0
FOR_MEMBER: Final = 1

INCOMING: Final = 1
FOLLOWER: Final = 2

JOINED: Final = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class User:
    """An account, a person's or a bot's."""

    id: str
    username: str
    bot: bool = False
    mfa_enabled: bool = True
    """For a bot: whether its owner's account is protected by two factors."""
    global_name: str | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """What a bot belongs to in the Developer Portal; its id is the client id of the invite link."""

    id: str
    name: str
    owner_id: str
    bot_public: bool = True
    bot_require_code_grant: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of guild-wide permissions; the one whose id is the guild's is @everyone."""

    id: str
    name: str
    permissions: int = 0
    position: int = 0
    managed: bool = False
    bot_id: str | None = None
    """The bot this role came with, if it came with one."""
    mentionable: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a guild; @everyone is held without being listed."""

    user_id: str
    roles: tuple[str, ...] = ()
    nick: str | None = None
    joined_at: datetime = JOINED
    timed_out_until: datetime | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one channel allows and denies one role or one member."""

    id: str
    kind: int
    """`FOR_ROLE` or `FOR_MEMBER`."""
    allow: int = 0
    deny: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or category of a guild."""

    id: str
    guild_id: str
    name: str
    kind: int = TEXT
    topic: str | None = None
    position: int = 0
    parent_id: str | None = None
    overwrites: tuple[Overwrite, ...] = ()
    nsfw: bool = False
    slowmode: int = 0
    """Seconds between two messages of one user."""
    auto_archive: int | None = None
    """Minutes after which a quiet thread is put away."""


@dataclass(frozen=True, slots=True)
class Guild:
    """A server with its roles and members; its channels stand in the world."""

    id: str
    name: str
    owner_id: str
    roles: tuple[Role, ...]
    members: tuple[Member, ...] = ()
    mfa_level: int = 0
    """1 where moderation needs two factors."""
    features: tuple[str, ...] = ()
    rules_channel_id: str | None = None
    updates_channel_id: str | None = None
    population: int = 3
    """How many members there are said to be, the unlisted ones included."""

    def role(self, role_id: str) -> Role | None:
        """The role of this id."""
        return next((role for role in self.roles if role.id == role_id), None)

    def member(self, user_id: str) -> Member | None:
        """The member of this user id; without one the user is not in the guild."""
        return next((member for member in self.members if member.user_id == user_id), None)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that posts into a channel for whoever holds its token."""

    id: str
    guild_id: str
    channel_id: str
    name: str
    token: str = field(repr=False)
    application_id: str | None = None
    """The application that made it; none when a person did."""
    user_id: str | None = None
    kind: int = INCOMING
    avatar: str | None = None
    source_guild: tuple[str, str] | None = None
    """Of a follower: id and name of the guild it follows."""
    source_channel: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What a webhook posted."""

    id: str
    channel_id: str
    webhook_id: str
    application_id: str | None
    username: str
    avatar_url: str | None
    content: str
    embeds: tuple[dict[str, object], ...]
    sent_at: datetime
    flags: int = 0
    tts: bool = False
    mentions: tuple[str, ...] = ()
    mention_roles: tuple[str, ...] = ()
    mention_everyone: bool = False


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of a guild's audit log."""

    action: int
    """Its number in the Discord docs, Audit Log Events."""
    target_id: str
    user_id: str
    reason: str


@dataclass(slots=True)
class World:
    """Everything there is, seen by no one in particular; `me` is the bot that asks."""

    me: User
    application: Application
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)
    ids: Snowflakes = field(default_factory=Snowflakes, repr=False)
    clock: Callable[[], float] = field(default=time.time, repr=False)
    """Seconds since 1970."""

    def now(self) -> datetime:
        """The time it is in this world, in UTC."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def user(self, user_id: str) -> User | None:
        """The account of this id, the bot's own included."""
        return self.me if user_id == self.me.id else self.users.get(user_id)

    def channels_of(self, guild_id: str) -> tuple[Channel, ...]:
        """All channels of a guild, hidden ones and categories too."""
        return tuple(held for held in self.channels.values() if held.guild_id == guild_id)

    def children_of(self, category_id: str) -> tuple[Channel, ...]:
        """The channels under a category."""
        return tuple(held for held in self.channels.values() if held.parent_id == category_id)

    def webhooks_of(self, guild_id: str) -> tuple[Webhook, ...]:
        """All webhooks of a guild."""
        return tuple(held for held in self.webhooks.values() if held.guild_id == guild_id)

    def webhooks_in(self, channel_id: str) -> tuple[Webhook, ...]:
        """All webhooks of a channel."""
        return tuple(held for held in self.webhooks.values() if held.channel_id == channel_id)

    def note(self, action: int, target_id: str, reason: str) -> None:
        """Write a line of the audit log in the bot's name."""
        self.audit.append(AuditEntry(action, target_id, self.me.id, reason))
