"""What Discord answers, as far as it is used here; unknown fields and values pass unnoticed.

Ids are `int` everywhere (`Snowflake`), though JSON carries them as strings; so are permissions.
A list that may come as null has the raw field beside a property that is empty then.

Source: Discord docs, User, Application, Guild, Channel, Permissions, Webhook and Message.
"""

from datetime import datetime
from typing import Annotated

import msgspec

from cakd_tui.core.secret import Secret
from cakd_tui.discord import permissions as rules
from cakd_tui.discord.http.masking import shown_name
from cakd_tui.discord.permissions import Permission

Snowflake = Annotated[int, msgspec.Meta(ge=0)]
Bits = Annotated[int, msgspec.Meta(ge=0)]

TEXT_CHANNEL = 0
CATEGORY = 4
INCOMING_WEBHOOK = 1


class SealedText:
    """A secret among the fields of an answer."""

    __slots__ = ("secret",)

    def __init__(self, secret: Secret) -> None:
        self.secret = secret

    def __repr__(self) -> str:
        return repr(self.secret)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealedText) and other.secret == self.secret

    def __hash__(self) -> int:
        return hash(self.secret)


class _Named(msgspec.Struct, frozen=True):
    """Has names that people chose: free of control characters before anything shows them."""

    def __post_init__(self) -> None:
        for field in ("name", "username", "global_name", "topic"):
            text: object = getattr(self, field, None)
            if isinstance(text, str):
                msgspec.structs.force_setattr(self, field, shown_name(text))


class CurrentUser(_Named, frozen=True):
    """Whom the token belongs to."""

    id: Snowflake
    username: str
    bot: bool | None = None
    """Whether this is a bot account at all."""
    global_name: str | None = None
    mfa_enabled: bool | None = None
    """For a bot: whether its owner has two-factor authentication."""


class Application(_Named, frozen=True):
    """The application the bot belongs to; its id is the one invite links need."""

    id: Snowflake
    name: str
    bot_public: bool | None = None
    """Whether others than the owner may add it to a server."""
    bot_require_code_grant: bool | None = None
    """Whether a plain invite link does not add it."""


class PartialGuild(_Named, frozen=True):
    """A guild the bot is in, as the list of them tells it."""

    id: Snowflake
    name: str
    permissions: Bits | None = None
    """The bot's in the guild, without overwrites and implicit rules."""
    owner: bool | None = None


class RoleTags(msgspec.Struct, frozen=True):
    """What a managed role is for."""

    bot_id: Snowflake | None = None


class Role(_Named, frozen=True):
    """A role of a guild."""

    id: Snowflake
    name: str
    permissions: Bits
    managed: bool = False
    tags: RoleTags | None = None
    mentionable: bool = False
    """Whether everybody may call its members."""

    def plain(self) -> rules.Role:
        """The role as the permission rules take it."""
        managed_by = self.tags.bot_id if self.tags else None
        return rules.Role(self.id, self.name, Permission(self.permissions), managed_by)


class Guild(_Named, frozen=True):
    """A server with its roles."""

    id: Snowflake
    name: str
    owner_id: Snowflake
    mfa_level: int = 0
    """1 where moderators need two-factor authentication."""
    roles_or_null: tuple[Role, ...] | None = msgspec.field(default=None, name="roles")

    @property
    def roles(self) -> tuple[Role, ...]:
        """All its roles, @everyone among them (its id is the guild's)."""
        return self.roles_or_null or ()


class Member(msgspec.Struct, frozen=True):
    """The bot as a member of a guild."""

    roles_or_null: tuple[Snowflake, ...] | None = msgspec.field(default=None, name="roles")
    communication_disabled_until: datetime | None = None
    """When its time-out ends or ended."""
    pending: bool | None = None

    @property
    def roles(self) -> frozenset[int]:
        """The ids of the roles it holds; @everyone is not named."""
        return frozenset(self.roles_or_null or ())

    def timed_out(self, now: datetime) -> bool:
        """Whether it is timed out at `now`, which has a time zone."""
        until = self.communication_disabled_until
        if until is None:
            return False
        return (until if until.tzinfo else until.replace(tzinfo=now.tzinfo)) > now


class Overwrite(msgspec.Struct, frozen=True):
    """What a channel takes from or gives to one role (type 0) or member (type 1)."""

    id: Snowflake
    type: int
    allow: Bits | None = None
    deny: Bits | None = None

    def plain(self) -> rules.Overwrite | None:
        """The overwrite as the permission rules take it; None for a kind they don't know."""
        if self.type not in (0, 1):
            return None
        return rules.Overwrite(
            self.id,
            "role" if self.type == 0 else "member",
            Permission(self.allow or 0),
            Permission(self.deny or 0),
        )


class Channel(_Named, frozen=True):
    """A channel of whatever type, one not listed here included."""

    id: Snowflake
    type: int
    guild_id: Snowflake | None = None
    name: str | None = None
    topic: str | None = None
    parent_id: Snowflake | None = None
    """The category it is in."""
    overwrites_or_null: tuple[Overwrite, ...] | None = msgspec.field(
        default=None, name="permission_overwrites"
    )

    @property
    def overwrites(self) -> tuple[rules.Overwrite, ...]:
        """Its permission overwrites as the permission rules take them."""
        plain = (overwrite.plain() for overwrite in self.overwrites_or_null or ())
        return tuple(overwrite for overwrite in plain if overwrite is not None)


class Webhook(_Named, frozen=True):
    """A webhook of whatever type; only an incoming one of our own has a token."""

    id: Snowflake
    type: int
    channel_id: Snowflake | None = None
    guild_id: Snowflake | None = None
    name: str | None = None
    application_id: Snowflake | None = None
    """Of the application that made it."""
    sealed_token: SealedText | None = msgspec.field(default=None, name="token")

    @property
    def token(self) -> Secret | None:
        """What lets anyone post to it; None where Discord keeps it from us."""
        return self.sealed_token.secret if self.sealed_token else None


class Message(msgspec.Struct, frozen=True):
    """A message that was posted."""

    id: Snowflake
    channel_id: Snowflake | None = None
    content: str = ""


def unsealed(kind: type, value: object) -> object:
    """For the decoder: a secret where a model has one. Raises `TypeError` for anything but text."""
    if kind is SealedText and isinstance(value, str):
        return SealedText(Secret(value))
    raise TypeError(f"Expected `str`, got `{type(value).__name__}`")
