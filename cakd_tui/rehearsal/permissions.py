"""Who may do what: Discord's permission algorithm, written here a second time on purpose.

The program computes permissions itself, so the world it is tried in must not borrow that code.
Steps and implicit rules follow the Discord docs, Permissions.
"""

from datetime import datetime
from typing import Final

from cakd_tui.rehearsal.state import (
    FOR_MEMBER,
    FOR_ROLE,
    STAGE,
    VOICE,
    Channel,
    Guild,
    Member,
    Overwrite,
)

KICK_MEMBERS: Final = 1 << 1
BAN_MEMBERS: Final = 1 << 2
ADMINISTRATOR: Final = 1 << 3
MANAGE_CHANNELS: Final = 1 << 4
MANAGE_GUILD: Final = 1 << 5
ADD_REACTIONS: Final = 1 << 6
PRIORITY_SPEAKER: Final = 1 << 8
STREAM: Final = 1 << 9
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
SEND_TTS_MESSAGES: Final = 1 << 12
MANAGE_MESSAGES: Final = 1 << 13
EMBED_LINKS: Final = 1 << 14
ATTACH_FILES: Final = 1 << 15
READ_MESSAGE_HISTORY: Final = 1 << 16
MENTION_EVERYONE: Final = 1 << 17
CONNECT: Final = 1 << 20
SPEAK: Final = 1 << 21
MUTE_MEMBERS: Final = 1 << 22
DEAFEN_MEMBERS: Final = 1 << 23
MOVE_MEMBERS: Final = 1 << 24
USE_VAD: Final = 1 << 25
MANAGE_ROLES: Final = 1 << 28
MANAGE_WEBHOOKS: Final = 1 << 29
MANAGE_EXPRESSIONS: Final = 1 << 30
MANAGE_THREADS: Final = 1 << 34
VIEW_CREATOR_ANALYTICS: Final = 1 << 41

ALL: Final = (1 << 53) - 1 - (1 << 47)
"""Every assigned bit: 0 to 52 without 47."""

NEEDS_TWO_FACTORS: Final = (
    KICK_MEMBERS
    | BAN_MEMBERS
    | ADMINISTRATOR
    | MANAGE_CHANNELS
    | MANAGE_GUILD
    | MANAGE_MESSAGES
    | MANAGE_ROLES
    | MANAGE_WEBHOOKS
    | MANAGE_EXPRESSIONS
    | MANAGE_THREADS
    | VIEW_CREATOR_ANALYTICS
)
"""What only an owner with two factors may use where the guild demands it."""

_ONLY_READING: Final = VIEW_CHANNEL | READ_MESSAGE_HISTORY
_NEEDS_SENDING: Final = MENTION_EVERYONE | SEND_TTS_MESSAGES | ATTACH_FILES | EMBED_LINKS
_NEEDS_CONNECTING: Final = (
    MANAGE_CHANNELS
    | MANAGE_ROLES
    | PRIORITY_SPEAKER
    | STREAM
    | SPEAK
    | MUTE_MEMBERS
    | DEAFEN_MEMBERS
    | MOVE_MEMBERS
    | USE_VAD
)


def base(guild: Guild, user_id: str) -> int:
    """What the roles grant guild-wide, time-out and two factors aside; 0 for a stranger."""
    if user_id == guild.owner_id:
        return ALL
    member = guild.member(user_id)
    if member is None:
        return 0
    bits = 0
    for role in guild.roles:
        if role.id == guild.id or role.id in member.roles:
            bits |= role.permissions
    return ALL if bits & ADMINISTRATOR else bits


def in_channel(guild: Guild, channel: Channel, user_id: str) -> int:
    """What is left of `base` after the channel's own overwrites, before any implicit rule.

    The channel's category is not consulted: a channel in sync with it carries copies of its
    overwrites.
    """
    bits = base(guild, user_id)
    if bits & ADMINISTRATOR:
        return ALL
    member = guild.member(user_id)
    if member is None:
        return 0
    for stage in _stages(guild, channel, member):
        denied = allowed = 0
        for overwrite in stage:
            denied |= overwrite.deny
            allowed |= overwrite.allow
        bits = (bits & ~denied) | allowed
    return bits


def usable(guild: Guild, user_id: str, now: datetime, channel: Channel | None = None) -> int:
    """What the user can really do guild-wide or in a channel: implicit rules, time-out applied.

    Two factors are not part of it: Discord says that in an error of its own.
    """
    if channel is None:
        bits = base(guild, user_id)
    else:
        bits = _implied(in_channel(guild, channel, user_id), channel)
    if _silenced(guild, user_id, now):
        bits &= _ONLY_READING
    return bits


def _stages(guild: Guild, channel: Channel, member: Member) -> tuple[list[Overwrite], ...]:
    """The overwrites that concern a member, in the order in which they are applied."""
    everyone, roles, own = [], [], []
    for overwrite in channel.overwrites:
        if overwrite.kind == FOR_ROLE and overwrite.id == guild.id:
            everyone.append(overwrite)
        elif overwrite.kind == FOR_ROLE and overwrite.id in member.roles:
            roles.append(overwrite)
        elif overwrite.kind == FOR_MEMBER and overwrite.id == member.user_id:
            own.append(overwrite)
    return everyone, roles, own


def _implied(bits: int, channel: Channel) -> int:
    """Without the permissions that are void because another one is missing."""
    if not bits & VIEW_CHANNEL:
        return 0
    if not bits & SEND_MESSAGES:
        bits &= ~_NEEDS_SENDING
    if channel.kind in (VOICE, STAGE) and not bits & CONNECT:
        bits &= ~_NEEDS_CONNECTING
    return bits


def _silenced(guild: Guild, user_id: str, now: datetime) -> bool:
    """Whether the user is timed out or not yet admitted; owner and administrators never are."""
    member = guild.member(user_id)
    if member is None or base(guild, user_id) & ADMINISTRATOR:
        return False
    timed_out = member.timed_out_until is not None and member.timed_out_until > now
    return timed_out or member.pending
