"""Who may do what: Discord's permission bits and the computation over roles and overwrites.

Source: Discord docs, Permissions (bitwise flags, permission hierarchy, implicit permissions).
Role order plays no part in it, and a category's overwrites count only where they were copied.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


class Permission(enum.IntFlag, boundary=enum.KEEP):
    """The bits spoken of here; whatever other bits Discord sets are kept."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40


NOTHING: Final = Permission(0)

EVERYTHING: Final = Permission((1 << 53) - 1 - (1 << 47))
"""Every assigned bit: 0 to 46 and 48 to 52."""

LABELS: Final[Mapping[Permission, str]] = MappingProxyType(
    {
        Permission.ADMINISTRATOR: "Administrator",
        Permission.MANAGE_CHANNELS: "Manage Channels",
        Permission.MANAGE_GUILD: "Manage Server",
        Permission.VIEW_AUDIT_LOG: "View Audit Log",
        Permission.VIEW_CHANNEL: "View Channels",
        Permission.SEND_MESSAGES: "Send Messages",
        Permission.MANAGE_MESSAGES: "Manage Messages",
        Permission.EMBED_LINKS: "Embed Links",
        Permission.ATTACH_FILES: "Attach Files",
        Permission.READ_MESSAGE_HISTORY: "Read Message History",
        Permission.MENTION_EVERYONE: "Mention @everyone, @here and All Roles",
        Permission.MANAGE_ROLES: "Manage Roles",
        Permission.MANAGE_WEBHOOKS: "Manage Webhooks",
        Permission.SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
        Permission.MODERATE_MEMBERS: "Timeout Members",
    }
)
"""What Discord's client calls each bit in a server's role settings."""

_LEFT_BY_TIMEOUT: Final = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a guild; the one whose id is the guild's is @everyone."""

    id: int
    name: str
    permissions: Permission
    managed_by: int | None = None
    """The bot user whose own role this is."""


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel takes from or gives to one role or member."""

    id: int
    """Of the role or of the member."""
    kind: Literal["role", "member"]
    allow: Permission
    deny: Permission


@dataclass(frozen=True, slots=True)
class Standing:
    """One member's place in a guild: all that decides what the member may do there."""

    guild_id: int
    owner_id: int
    user_id: int
    roles: tuple[Role, ...]
    """All roles of the guild, held or not."""
    role_ids: frozenset[int]
    """The roles the member holds; @everyone need not be named."""
    timed_out: bool = False

    @property
    def held(self) -> tuple[Role, ...]:
        """The roles the member holds, @everyone among them, in the guild's order."""
        ids = self.role_ids | {self.guild_id}
        return tuple(role for role in self.roles if role.id in ids)


def base_permissions(standing: Standing) -> Permission:
    """What the member may do in the guild, before any channel and any time-out has its say."""
    if standing.user_id == standing.owner_id:
        return EVERYTHING
    granted = _union(role.permissions for role in standing.held)
    return EVERYTHING if Permission.ADMINISTRATOR in granted else granted


def sees_server(standing: Standing) -> bool:
    """Whether the member sees all channels that don't hide from it."""
    return Permission.VIEW_CHANNEL in base_permissions(standing)


def channel_permissions(standing: Standing, overwrites: Iterable[Overwrite]) -> Permission:
    """What the member may do in a channel with these overwrites; nothing where it can't be seen.

    @everyone's overwrite comes first, then those of the other roles held taken together (an allow
    beats a deny), then the member's own. Owner and administrators stand above all of them.
    """
    base = base_permissions(standing)
    if Permission.ADMINISTRATOR in base:
        return base
    everyone, roles, members = in_turn(overwrites, standing.guild_id)
    base = _overwritten(base, everyone)
    base = _overwritten(base, [each for each in roles if each.id in standing.role_ids])
    base = _overwritten(base, [each for each in members if each.id == standing.user_id])
    return base if Permission.VIEW_CHANNEL in base else NOTHING


def in_turn(
    overwrites: Iterable[Overwrite], guild_id: int
) -> tuple[tuple[Overwrite, ...], tuple[Overwrite, ...], tuple[Overwrite, ...]]:
    """The overwrites in the three steps they are applied in: @everyone's, roles', members'.

    Those of one step are applied together: an allow among them beats a deny (Discord docs:
    Permissions, Permission Overwrites).
    """
    everyone: list[Overwrite] = []
    roles: list[Overwrite] = []
    members: list[Overwrite] = []
    for each in overwrites:
        if each.kind == "member":
            members.append(each)
        else:
            (everyone if each.id == guild_id else roles).append(each)
    return tuple(everyone), tuple(roles), tuple(members)


def is_exempt(standing: Standing) -> bool:
    """Whether the member is owner or administrator, whom no time-out and no screening binds.

    Source: Discord docs, Permissions (Permissions for Timed Out Members).
    """
    administrator = int(Permission.ADMINISTRATOR)
    return standing.user_id == standing.owner_id or any(
        int(role.permissions) & administrator for role in standing.held
    )


def masked_by_timeout(standing: Standing, permissions: Permission) -> Permission:
    """What a time-out leaves of these: seeing and reading. Owner and administrators are exempt.

    Source: Discord docs, Permissions (Permissions for Timed Out Members).
    """
    if not standing.timed_out or is_exempt(standing):
        return permissions
    return permissions & _LEFT_BY_TIMEOUT


def _overwritten(permissions: Permission, step: Sequence[Overwrite]) -> Permission:
    allow = _union(overwrite.allow for overwrite in step)
    deny = _union(overwrite.deny for overwrite in step)
    # In plain ints: the complement of a flag drops the bits the flag type doesn't name.
    return Permission(int(permissions) & ~int(deny) | int(allow))


def _union(permissions: Iterable[Permission]) -> Permission:
    total = NOTHING
    for permission in permissions:
        total |= permission
    return total
