"""Whether the bot holds a permission where it needs it: by what, or what is missing."""

from typing import Final

from cakd_tui.core.finding import Check, Finding, Fix, Link, Verdict
from cakd_tui.discord.findings import passed, skipped
from cakd_tui.discord.permissions import LABELS, NOTHING, Permission, base_permissions, granted_by
from cakd_tui.discord.survey import Place

_ROLES: Final = "Server Settings → Roles"


def permission_finding(
    check: Check, bit: Permission, place: Place, granted: Permission, invite: Link | None
) -> Finding:
    """Whether the bot holds `bit` where it is needed; `granted` is all it holds there."""
    if bit in granted:
        return passed(check, _source(bit, place))
    if place.channel is not None and bit in base_permissions(place.standing):
        name = f"#{place.channel.name}"
        if bit is not Permission.VIEW_CHANNEL and granted == NOTHING:
            return skipped(check, f"void in {name} as long as the bot can't see it")
        return Finding(
            check,
            Verdict.FAIL,
            f"granted in the server, denied in {name}",
            headline=f"{check.title} is denied in {name}",
            fixes=(
                Fix(
                    "In Discord",
                    f"{name} → Edit Channel → Permissions → {_own_role(place)} → {check.title} ✓",
                ),
            ),
        )
    path = f"{_ROLES} → {_own_role(place)} → {LABELS[bit]}"
    fixes = [Fix("In Discord", path)]
    if invite is not None:
        fixes.append(Fix("or", "invite it again with exactly what it needs", invite))
    return Finding(
        check,
        Verdict.FAIL,
        "no role of the bot grants it",
        headline=f"{check.title} is missing",
        fixes=tuple(fixes),
    )


def _own_role(place: Place) -> str:
    standing = place.standing
    own = [role.name for role in standing.held if role.managed_by == standing.user_id]
    held = [role.name for role in standing.held if role.id != standing.guild_id]
    return (own or held or ["a role of the bot"])[0]


def _source(bit: Permission, place: Place) -> str:
    standing = place.standing
    if standing.user_id == standing.owner_id:
        return "the bot owns the server"
    roles = granted_by(standing, bit)
    for role in granted_by(standing, Permission.ADMINISTRATOR):
        return f"as Administrator, from role {role.name}"
    for role in sorted(roles, key=lambda each: each.managed_by != standing.user_id):
        if role.id == standing.guild_id:
            return "from @everyone"
        own = role.managed_by == standing.user_id
        return f"from its own role, {role.name}" if own else f"from role {role.name}"
    return "allowed in the channel"
