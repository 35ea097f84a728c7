"""Which permission a refusal is about, and who or what keeps it from the bot.

Where the bot's roles are not known it is found by ruling out: nobody silenced it, no overwrite
takes it, so no role grants it.

Source: Discord docs, Permissions; Guild (Create Guild Channel).
"""

from collections.abc import Sequence
from datetime import UTC
from typing import Final

from cakd_tui.discord.evidence import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_GUILD,
    UNKNOWN_MEMBER,
    Evidence,
    code_of,
)
from cakd_tui.discord.http.errors import ApiError
from cakd_tui.discord.http.models import Channel, Guild, Member
from cakd_tui.discord.known_cause import UNKNOWN, Cause, Diagnosis
from cakd_tui.discord.overwritten import Effect, Outcome, Who, outcome
from cakd_tui.discord.permissions import LABELS, NOTHING, Overwrite, Permission

ON_A_CHANNEL: Final = ("channel_webhooks", "create_webhook", "delete_channel")
"""The requests that are about a channel which is there."""


def lacking(evidence: Evidence, error: ApiError) -> Diagnosis:
    """The cause of a refusal with Missing Access or Missing Permissions, asked as a member.

    The order is the ledger's: what a place denies, what no role grants, then what silences the bot.
    """
    if _is_gone(evidence):
        return Diagnosis(Cause.NOT_IN_GUILD, {"whereabouts": evidence.whereabouts})
    bits = _needed(evidence, error)
    if not bits:
        return UNKNOWN
    if Permission.ADMINISTRATOR not in (evidence.granted or NOTHING):
        found = (
            _denied(evidence, bits)
            or _missing(evidence, error, bits)
            or _silenced(evidence, error)
            or _ruled_out(evidence, error, bits)
        )
        if found is not None:
            return found
    return _without_second_factor(evidence, error)


def hangs_on_overwrites(evidence: Evidence) -> bool:
    """Whether a channel was to get overwrites whose bits the bot must hold itself."""
    if evidence.channel is not None or not evidence.in_category:
        return bool(evidence.sent)
    if evidence.sent or evidence.category is None:
        return True
    copied = [each.allow | each.deny for each in evidence.category.overwrites]
    return bool(copied) and not any(Permission.MANAGE_CHANNELS in each for each in copied)


def _is_gone(evidence: Evidence) -> bool:
    """Whether asking for the bot's own member shows that it is none (any more)."""
    sure = evidence.user is not None
    gone = (UNKNOWN_GUILD, MISSING_ACCESS, *((UNKNOWN_MEMBER,) if sure else ()))
    return code_of(evidence.member) in gone


def _needed(evidence: Evidence, error: ApiError) -> tuple[Permission, ...]:
    """What the request needs that may be lacking, the likeliest first."""
    action = error.asked.action
    if action not in (*ON_A_CHANNEL, "create_channel"):
        return ()
    if error.code == MISSING_ACCESS:
        return (Permission.VIEW_CHANNEL,)
    if action in ON_A_CHANNEL and action != "delete_channel":
        return Permission.MANAGE_WEBHOOKS, Permission.VIEW_CHANNEL
    # In a category that the bot can't see it makes nothing either.
    seeing = () if evidence.category is None else (Permission.VIEW_CHANNEL,)
    return (Permission.MANAGE_CHANNELS, *seeing)


def _silenced(evidence: Evidence, error: ApiError) -> Diagnosis | None:
    member = evidence.member
    if error.code != MISSING_PERMISSIONS or not isinstance(member, Member):
        return None
    until = member.communication_disabled_until
    if until is not None and member.timed_out(evidence.now):
        end = until if until.tzinfo is None else until.astimezone(UTC)
        return Diagnosis(Cause.TIMED_OUT, {"until": f"{end:%Y-%m-%d %H:%M} UTC"})
    return Diagnosis(Cause.PENDING) if member.pending else None


def _denied(evidence: Evidence, bits: Sequence[Permission]) -> Diagnosis | None:
    """The first of the permissions that overwrites deny, and where.

    A channel that is yet to be made is judged by its category.
    """
    place = evidence.channel or evidence.category
    for bit in bits if place else ():
        result = _overwritten(evidence, place, bit)
        if result.effect == "denied" and place is not None:
            return _denied_at(evidence, place, bit, result.by)
    return None


def _overwritten(evidence: Evidence, place: Channel | None, bit: Permission) -> Outcome:
    member = evidence.member
    roles = member.roles if isinstance(member, Member) else None
    who = Who(evidence.guild_id, roles, evidence.bot_id)
    return outcome(place.overwrites if place else (), bit, who)


def _denied_at(
    evidence: Evidence, place: Channel, bit: Permission, by: tuple[Overwrite, ...]
) -> Diagnosis:
    names = {"permission": _label(bit), "subject": _subject(evidence, by[0])}
    listed = evidence.channels if isinstance(evidence.channels, tuple) else ()
    above = next((each for each in listed if each.id == place.parent_id), None)
    if evidence.channel is None:
        above = place
    handed_down = evidence.made and place.parent_id is not None
    if above is not None:
        denials = {(each.kind, each.id) for each in above.overwrites if bit in each.deny}
        handed_down = any((each.kind, each.id) in denials for each in by)
    if handed_down:
        return Diagnosis(Cause.DENIED_BY_CATEGORY, names | {"category": _shown(above)})
    return Diagnosis(Cause.DENIED_IN_CHANNEL, names | {"channel": f"#{place.name}"})


def _shown(category: Channel | None) -> str:
    return category.name if category and category.name else "it was made in"


def _subject(evidence: Evidence, overwrite: Overwrite) -> str:
    """Whom an overwrite is about."""
    if overwrite.kind == "member":
        return "the bot itself"
    if overwrite.id == evidence.guild_id:
        return "@everyone"
    roles = evidence.guild.roles if isinstance(evidence.guild, Guild) else ()
    name = next((role.name for role in roles if role.id == overwrite.id), None)
    return f"the role {name}" if name else "a role of the bot"


def _missing(evidence: Evidence, error: ApiError, bits: Sequence[Permission]) -> Diagnosis | None:
    """Whether no role grants it, where it is known what they grant."""
    if evidence.granted is None:
        return None
    effects = _effects(evidence, bits)
    # Channels are made in the server; an allow in the category can't replace its grant.
    left = [bit for bit in bits if effects[bit] != "allowed" or evidence.channel is None]
    bit = _ungranted(evidence, evidence.granted, left)
    if bit is not None:
        return Diagnosis(Cause.MISSING_IN_GUILD, {"permission": _label(bit)})
    if evidence.in_category and error.code == MISSING_ACCESS:
        names = {"permission": _label(bits[0]), "subject": "the bot"}
        category = {"category": _shown(evidence.category)}
        return Diagnosis(Cause.DENIED_BY_CATEGORY, names | category)
    return None


def _ruled_out(evidence: Evidence, error: ApiError, bits: Sequence[Permission]) -> Diagnosis | None:
    """That no role grants it, as all else is ruled out."""
    if evidence.granted is not None:
        return None
    on_channel = error.asked.action in ON_A_CHANNEL
    if hangs_on_overwrites(evidence) or (on_channel and evidence.channel is None):
        return UNKNOWN
    first, *others = _effects(evidence, bits).values()
    # A place that allows the bot to see it is seen: that is not what is lacking.
    untouched = first == "untouched" and all(each in ("untouched", "allowed") for each in others)
    may_be_silenced = error.code == MISSING_PERMISSIONS and not (
        evidence.made or isinstance(evidence.member, Member)
    )
    if may_be_silenced or not untouched:
        return UNKNOWN
    return Diagnosis(Cause.MISSING_IN_GUILD, {"permission": _label(bits[0])})


def _effects(evidence: Evidence, bits: Sequence[Permission]) -> dict[Permission, Effect]:
    place = evidence.channel or evidence.category
    return {bit: _overwritten(evidence, place, bit).effect for bit in bits}


def _ungranted(
    evidence: Evidence, granted: Permission, bits: Sequence[Permission]
) -> Permission | None:
    """The first that no role grants: needed, or to be written into overwrites."""
    written = [bit for each in evidence.sent for bit in each.allow | each.deny]
    return next((bit for bit in (*bits, *written) if bit not in granted), None)


def _without_second_factor(evidence: Evidence, error: ApiError) -> Diagnosis:
    """Discord may treat a permission as absent where the second factor is (observed)."""
    guild, user = evidence.guild, evidence.user
    demanded = isinstance(guild, Guild) and guild.mfa_level == 1
    bare = user is not None and user.mfa_enabled is False
    if error.code == MISSING_PERMISSIONS and demanded and bare:
        return Diagnosis(Cause.OWNER_WITHOUT_2FA)
    return UNKNOWN


def _label(bit: Permission) -> str:
    return "View Channel" if bit is Permission.VIEW_CHANNEL else LABELS.get(bit, str(bit))
