"""What is doubtful about a permission that is there, and what makes it sound.

It may come with more than is needed, or from a role that nobody keeps for the bot's sake.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.core.finding import Fix
from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.discord.ledger_fixes import ROLES, Remedy, remedies
from cakd_tui.discord.ledger_scene import (
    COLUMNS,
    VIEW,
    Column,
    Scene,
    administrator_key,
    member_key,
    role_key,
    tried,
)
from cakd_tui.discord.ledger_trail import Trail, trails
from cakd_tui.discord.permissions import LABELS, Overwrite, Permission, Role
from cakd_tui.discord.snowflake import id_or_none


@dataclass(frozen=True, slots=True)
class Firmer:
    """What lets a doubtful permission come from the bot's own role."""

    fixes: tuple[Fix, ...] = ()
    line: str = ""
    """The key of the line that the first of them changes."""


NOTHING_FIRMER: Final = Firmer()


def remarks(scene: Scene, column: Column, trail: Trail) -> tuple[str, ...]:
    """What is doubtful about a permission that is there: given too broadly, or by a stranger."""
    if not trail.allowed:
        return ()
    said: list[str] = []
    if _is_too_broad(scene, column):
        said.append("Only Administrator grants it, and with it everything else in the server.")
        if not any(_modest(scene.unbound)):
            enough = ", ".join(LABELS[each.bit] for each in COLUMNS)
            said[-1] += f" Enough in the bot's own role: {enough}."
    giver = _giver(scene, trail.decided_by)
    if giver is None:
        return tuple(said)
    if scene.is_everyone(giver) and column is not VIEW:
        said.append("Granted to @everyone, so to any member: it is lost when that is put right.")
    elif _is_lent(scene, column, giver):
        said.append(
            f"Granted by the role {giver.name}, not by the bot's own: "
            "it is lost when that role changes or is taken from the bot."
        )
    return tuple(said)


def firmer(scene: Scene, column: Column) -> Firmer:
    """What makes a doubtful permission sound; nothing where no change of the bot's own would.

    Only what turns out, tried here, to be enough by itself.
    """
    free = scene.unbound
    if _is_too_broad(free, column):
        own = next((role_key(role) for role in free.roles if free.is_own(role)), "")
        fixes = tuple(_modest(free))
        return Firmer(fixes, own) if fixes else NOTHING_FIRMER
    remedy = _own(free, column)
    if remedy is None:
        return NOTHING_FIRMER
    return Firmer((Fix("In Discord", remedy.text),), remedy.line)


def _is_lent(scene: Scene, column: Column, giver: Role) -> bool:
    """Whether it is another role's, and would not be there without such roles."""
    if scene.is_own(giver) or scene.is_everyone(giver):
        return False
    return not trails(_alone(scene, column))[column].allowed


def _alone(scene: Scene, column: Column) -> Scene:
    """The scene in which no other role than the bot's own grants it, all changed at once.

    That everybody sees channels is how servers are.
    """
    others = {
        role.id
        for role in scene.roles
        if not scene.is_own(role) and not (column is VIEW and scene.is_everyone(role))
    }
    off = ~(int(column.bit) | int(Permission.ADMINISTRATOR))
    roles = tuple(
        replace(role, permissions=Permission(int(role.permissions) & off))
        if role.id in others
        else role
        for role in scene.standing.roles
    )
    lent = tuple(_unset(each, column, others) for each in scene.overwrites or ())
    overwrites = scene.overwrites if scene.overwrites is None else lent
    return replace(scene, standing=replace(scene.standing, roles=roles), overwrites=overwrites)


def _unset(overwrite: Overwrite, column: Column, others: set[int]) -> Overwrite:
    """The overwrite without a say in the permission, if it is another role's allow."""
    bit = int(column.bit)
    if overwrite.kind != "role" or overwrite.id not in others or not int(overwrite.allow) & bit:
        return overwrite
    allow, deny = (Permission(int(each) & ~bit) for each in (overwrite.allow, overwrite.deny))
    return replace(overwrite, allow=allow, deny=deny)


def _own(scene: Scene, column: Column) -> Remedy | None:
    """The change that lets it do without all other roles."""
    its = {role_key(role) for role in scene.roles if scene.is_own(role)}
    its |= {f"overwrite:{key}" for key in its} | {member_key(scene)}
    found = (
        each
        for each in remedies(_alone(scene, column), column)
        if {turn.line for turn in each.turns} <= its
    )
    return next(found, None)


def _modest(scene: Scene) -> Iterator[Fix]:
    """The click paths that grant what is needed by name, so that Administrator can go."""
    own = next((role for role in scene.roles if scene.is_own(role)), None)
    if own is None:
        return
    given = {Turn(role_key(own), each.check.id, Effect.GRANTED) for each in COLUMNS}
    column = COLUMNS[0].check.id
    taken = {Turn(administrator_key(role), column, Effect.NONE) for role in scene.administrators}
    found = trails(tried(scene, given | taken))
    if not all(found[each].allowed for each in COLUMNS if scene.is_needed(each)):
        return
    labels = ", ".join(LABELS[each.bit] for each in COLUMNS)
    yield Fix("In Discord", f"{ROLES} → {own.name} → {labels}")
    for role in scene.administrators:
        yield Fix("then", f"{ROLES} → {role.name} → Administrator off")


def _is_too_broad(scene: Scene, column: Column) -> bool:
    """Whether it is there for no other reason than Administrator."""
    if not scene.administrators or scene.is_owner:
        return False
    administrator = int(Permission.ADMINISTRATOR)
    roles = tuple(
        replace(role, permissions=Permission(int(role.permissions) & ~administrator))
        for role in scene.standing.roles
    )
    plain = replace(scene, standing=replace(scene.standing, roles=roles))
    return not trails(plain.unbound)[column].allowed


def _giver(scene: Scene, key: str) -> Role | None:
    """The role behind the line that decided, be it by itself or through an overwrite."""
    kind, _, rest = key.partition(":")
    if kind not in ("role", "administrator", "overwrite"):
        return None
    number = id_or_none(rest.removeprefix("role:"))
    return next((role for role in scene.roles if role.id == number), None)
