"""Where a new channel goes and who may do what in it: the overwrites it is made with.

A channel made without overwrites takes over those of its category. A private one is made with a
list of its own, so Discord copies nothing: the list is the category's, with @everyone kept out and
the bot and the chosen roles let in. A bot may only hand on what it holds throughout the server
(Discord docs: Guild, Create Guild Channel), so the bits of the category that it lacks are left out,
and so is Manage Permissions, which only administrators may set: the list stays within what is
surely taken. What was left out is said, as it can make the channel differ from its category.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.discord.http.models import Channel
from cakd_tui.discord.options import BITS_MISSING, BadOption
from cakd_tui.discord.permissions import (
    LABELS,
    NOTHING,
    Overwrite,
    Permission,
    Role,
    Standing,
    base_permissions,
)

OWN: Final = Permission.VIEW_CHANNEL | Permission.MANAGE_WEBHOOKS
"""What the bot needs in the channel it makes."""
_NAMED: Final = Permission(sum(LABELS))

MOST_OVERWRITES: Final = 100
"""In one request (Discord's OpenAPI document, CreateGuildChannelRequest)."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What a new channel is made with."""

    category: Channel | None = None
    sent: tuple[Overwrite, ...] = ()
    """The overwrites in the request; without any, Discord copies the category's."""
    left_out: Permission = NOTHING
    """Bits of the category's overwrites that the bot may not hand on."""


def placement(
    standing: Standing, category: Channel | None, private: bool, roles: Iterable[Role]
) -> Placement:
    """How to make the channel. Raises `BadOption` where the bot may not make it so."""
    if not private:
        return Placement(category)
    held = base_permissions(standing)
    _refuse_lacking(standing, held)
    passable = _without(held, Permission.MANAGE_ROLES)
    inherited = category.overwrites if category else ()
    sent = private_overwrites(standing, inherited, [role.id for role in roles], passable)
    if len(sent) > MOST_OVERWRITES:
        message = (
            f"the private channel would need {len(sent)} permission entries, and a new channel "
            f"takes {MOST_OVERWRITES}: choose fewer roles, or a category with fewer entries"
        )
        raise BadOption("overwrites-too-many", message)
    return Placement(category, sent, _without(_bits(inherited), passable))


def predicted_overwrites(
    category: Channel | None, sent: Sequence[Overwrite] = ()
) -> tuple[Overwrite, ...]:
    """The overwrites a channel will have: those it is made with, or else its category's."""
    return tuple(sent) or (category.overwrites if category else ())


def private_overwrites(
    standing: Standing,
    inherited: Iterable[Overwrite],
    roles: Iterable[int],
    passable: Permission,
) -> tuple[Overwrite, ...]:
    """The list of a private channel: @everyone kept out, the bot and these roles let in.

    What it inherits comes along as far as it is `passable`; an entry of which nothing is left is
    dropped.
    """
    everyone = Overwrite(standing.guild_id, "role", NOTHING, NOTHING)
    bot = Overwrite(standing.user_id, "member", NOTHING, NOTHING)
    chosen = [Overwrite(role, "role", NOTHING, NOTHING) for role in roles]
    entries = {_target(each): each for each in (everyone, bot, *chosen)}
    for each in inherited:
        allow, deny = each.allow & passable, each.deny & passable
        entries[_target(each)] = replace(each, allow=allow, deny=deny)
    entries[_target(everyone)] = _denied(entries[_target(everyone)], Permission.VIEW_CHANNEL)
    entries[_target(bot)] = _allowed(entries[_target(bot)], OWN)
    for each in chosen:
        entries[_target(each)] = _allowed(entries[_target(each)], Permission.VIEW_CHANNEL)
    return tuple(each for each in entries.values() if each.allow or each.deny)


def access_lines(placed: Placement, standing: Standing) -> tuple[PlanLine, ...]:
    """The overwrites of a private channel as lines of the plan; none for a public one.

    Names are those of the server's roles; members of the category's list are told by their id.
    """
    lines = [
        PlanLine(
            Verb.CREATE,
            "access",
            _name(each, standing),
            _said(each),
            detail=True,
            reason=_why(each, placed, standing),
        )
        for each in placed.sent
    ]
    if placed.left_out:
        name, reason = _labels(placed.left_out), _left(placed)
        lines.append(PlanLine(Verb.LEAVE, "access", name, detail=True, reason=reason))
    return tuple(lines)


def _why(overwrite: Overwrite, placed: Placement, standing: Standing) -> str:
    if _target(overwrite) == ("role", standing.guild_id):
        return "all others stay out"
    if _target(overwrite) == ("member", standing.user_id):
        return "it lets itself in"
    inherited = placed.category.overwrites if placed.category else ()
    before = next((each for each in inherited if _target(each) == _target(overwrite)), None)
    view = Permission.VIEW_CHANNEL
    if before is None or (view in overwrite.allow and view not in before.allow):
        return "chosen"
    return f"as in {placed.category.name if placed.category else ''}"


def left_out_note(placed: Placement) -> str:
    """What of the category's permissions does not come along, and why; empty where all does."""
    return f"{_labels(placed.left_out)} {_left(placed)}" if placed.left_out else ""


def _left(placed: Placement) -> str:
    category = placed.category.name if placed.category else "its category"
    return f"not taken over from {category}: the bot may not hand it on"


def _refuse_lacking(standing: Standing, held: Permission) -> None:
    """Raise `BadOption` where the bot could not let itself into the channel."""
    lacking = _without(OWN, held)
    if not lacking:
        return
    own = [role.name for role in standing.held if role.managed_by == standing.user_id]
    name = (own or ["a role of the bot"])[0]
    labels = _labels(lacking, " and ")
    message = (
        f"a private channel has to let the bot in, which may only hand on what its roles grant it, "
        f"and they lack {labels}: Server Settings → Roles → {name} → {labels}, "
        "or choose no private channel"
    )
    raise BadOption(BITS_MISSING, message)


def _target(overwrite: Overwrite) -> tuple[str, int]:
    return overwrite.kind, overwrite.id


def _allowed(overwrite: Overwrite, bits: Permission) -> Overwrite:
    deny = _without(overwrite.deny, bits)
    return replace(overwrite, allow=overwrite.allow | bits, deny=deny)


def _denied(overwrite: Overwrite, bits: Permission) -> Overwrite:
    allow = _without(overwrite.allow, bits)
    return replace(overwrite, allow=allow, deny=overwrite.deny | bits)


def _without(bits: Permission, others: Permission) -> Permission:
    # In plain ints: the complement of a flag drops the bits the flag type doesn't name.
    return Permission(int(bits) & ~int(others))


def _bits(overwrites: Iterable[Overwrite]) -> Permission:
    total = NOTHING
    for each in overwrites:
        total |= each.allow | each.deny
    return total


def _name(overwrite: Overwrite, standing: Standing) -> str:
    if overwrite.kind == "member":
        own = overwrite.id == standing.user_id
        return "the bot" if own else f"member {overwrite.id}"
    names = {role.id: role.name for role in standing.roles}
    return names.get(overwrite.id, f"role {overwrite.id}")


def _said(overwrite: Overwrite) -> str:
    parts = (("allowed", overwrite.allow), ("denied", overwrite.deny))
    return "; ".join(f"{word}: {_labels(bits)}" for word, bits in parts if bits)


def _labels(bits: Permission, between: str = ", ") -> str:
    """The bits by the names Discord's client has for them, those it doesn't name here counted."""
    named = [label for bit, label in LABELS.items() if bit in bits]
    if others := _without(bits, _NAMED).bit_count():
        named.append(f"{others} other permission{'' if others == 1 else 's'}")
    return between.join(named)
