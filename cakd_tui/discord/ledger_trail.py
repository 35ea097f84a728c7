"""The evaluation of one permission, step by step: what each step did, and which one decided.

Source: Discord docs, Permissions (permission hierarchy, implicit permissions, Permissions for Timed
Out Members, two-factor authentication requirement).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cakd_tui.core.ledger import Effect
from cakd_tui.discord.ledger_scene import (
    COLUMNS,
    HIDDEN,
    MANAGE_CHANNELS,
    OWNER,
    SCREENING,
    TIME_OUT,
    TWO_FACTOR,
    UNSEEN,
    VIEW,
    Column,
    Scene,
    administrator_key,
    overwrite_key,
    role_key,
)
from cakd_tui.discord.permissions import Overwrite


@dataclass(frozen=True, slots=True)
class Trail:
    """How one permission fared."""

    effects: Mapping[str, Effect]
    """By the line's key; a line that is not named did nothing."""
    in_server: bool
    """Whether the roles grant it, before any place and any rule has its say."""
    held: bool
    """Whether roles and overwrites leave it, before any rule has its say."""
    allowed: bool
    decided_by: str
    """The key of the line that granted it for good or denied it; empty where none did either."""


Trails = Mapping[Column, Trail]


def trails(scene: Scene) -> Trails:
    """The trail of every column."""
    view = _trail(scene, VIEW, seen=True)
    return {
        column: view if column is VIEW else _trail(scene, column, seen=view.allowed)
        for column in COLUMNS
    }


def _trail(scene: Scene, column: Column, *, seen: bool) -> Trail:
    effects: dict[str, Effect] = {}
    decided_by = _served(scene, column, effects)
    in_server = held = bool(decided_by)
    if scene.is_decided_here(column) and not (scene.is_owner or scene.administrators):
        for stage in scene.stages():
            held, decided_by = _overwritten(stage, column, effects, held, decided_by)
    if held and column is MANAGE_CHANNELS and scene.channel_id is None and not in_server:
        # Channels are made in the server; an allow in the category can't replace its grant.
        held, decided_by = False, ""
    biting = _biting(scene, column, seen=seen, held=held)
    if not biting:
        return Trail(effects, in_server, held, held, decided_by)
    effects |= dict.fromkeys(biting, Effect.DENIED)
    return Trail(effects, in_server, held, False, biting[0])


def _biting(scene: Scene, column: Column, *, seen: bool, held: bool) -> tuple[str, ...]:
    """What makes a permission void, first that by which it is decided.

    What a channel that isn't shown gives or takes is not known, so it decides whatever is held.
    """
    if column is VIEW:
        return (UNSEEN,) if scene.unseen and not _is_let_in(scene) else ()
    hidden = (HIDDEN,) if scene.needs_view(column) and not seen else ()
    if hidden and scene.unseen:
        return (*hidden, *rules(scene, column))
    return (*hidden, *rules(scene, column)) if held else ()


def _is_let_in(scene: Scene) -> bool:
    """Whether the bot's own overwrite lets it see the channel, which beats all others."""
    _, _, own = scene.stages()
    return any(int(each.allow) & int(VIEW.bit) for each in own)


def _served(scene: Scene, column: Column, effects: dict[str, Effect]) -> str:
    """Note what the server's roles grant; the line that does it, empty for none."""
    bit = int(column.bit)
    granting = [OWNER] if scene.is_owner else []
    granting += [administrator_key(role) for role in scene.administrators]
    granting += [role_key(role) for role in scene.preferred if int(role.permissions) & bit]
    for key in granting:
        effects[key] = Effect.GRANTED
    return granting[0] if granting else ""


def _overwritten(
    stage: Sequence[Overwrite],
    column: Column,
    effects: dict[str, Effect],
    held: bool,
    decided_by: str,
) -> tuple[bool, str]:
    """Note what overwrites that are applied together do; an allow among them beats every deny."""
    bit = int(column.bit)
    allowing = [overwrite_key(each) for each in stage if int(each.allow) & bit]
    denying = [
        overwrite_key(each) for each in stage if int(each.deny) & bit and not int(each.allow) & bit
    ]
    effects |= dict.fromkeys(allowing, Effect.GRANTED) | dict.fromkeys(denying, Effect.DENIED)
    if allowing:
        # What the server grants needs no overwrite; of two overwrites the later has the last word.
        by_server = held and not decided_by.startswith("overwrite:")
        return True, decided_by if by_server else allowing[0]
    if denying:
        # A later deny has the last word even over what an earlier one took already, or nobody gave.
        return False, denying[0]
    return held, decided_by


def rules(scene: Scene, column: Column) -> tuple[str, ...]:
    """The keys of the rules that take the permission from the bot whoever grants it."""
    if column is VIEW:
        return ()
    found = (
        (TIME_OUT, scene.standing.timed_out and not scene.is_exempt),
        (SCREENING, scene.pending and not scene.is_exempt),
        (TWO_FACTOR, scene.lacks_two_factor),
    )
    return tuple(key for key, binds in found if binds)
