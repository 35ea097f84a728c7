"""What mends a permission that is missing: changes in Discord, smallest first, each tried out here.

A change is proposed only where the evaluation says that it turns the permission by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from cakd_tui.core.finding import Fix, Link
from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.discord.findings import (
    SCREENING_FIXES,
    TIME_OUT_FIXES,
    TWO_FACTOR_FIXES,
)
from cakd_tui.discord.invite import invite_url
from cakd_tui.discord.ledger_scene import (
    COLUMNS,
    OF_NEW_CHANNELS,
    SCREENING,
    TIME_OUT,
    TWO_FACTOR,
    VIEW,
    Column,
    Scene,
    everyone_key,
    member_key,
    overwrite_key,
    role_key,
    tried,
)
from cakd_tui.discord.ledger_trail import Trails, rules, trails
from cakd_tui.discord.permissions import LABELS, NOTHING, Role

_ROLES: Final = "Server Settings → Roles"

_OF_RULES: Final[Mapping[str, tuple[Fix, ...]]] = MappingProxyType(
    {
        TIME_OUT: TIME_OUT_FIXES,
        SCREENING: SCREENING_FIXES,
        TWO_FACTOR: TWO_FACTOR_FIXES,
    }
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change in Discord."""

    text: str
    """Its click path, in the labels of Discord's own client."""
    turns: frozenset[Turn]
    """The cells it turns; a role yet to be given is tried out on @everyone's."""
    grants_in_server: bool = False
    """Whether an invite link with the missing bits would do the same."""
    line: str = ""
    """The key of the line it changes; of the first, where it changes several."""


def remedies(scene: Scene, column: Column) -> tuple[Remedy, ...]:
    """The changes to roles and overwrites that give the permission, smallest first.

    The rules that bind it besides are left aside; none where it is there but for them. In a channel
    that isn't shown it is the bot's own overwrite, which beats all that may deny it.
    """
    free = scene.unbound
    found = trails(free)
    if scene.unseen:
        # All that is needed there, so that it need not be asked for twice.
        return () if found[column].allowed else (_allowed_for_itself(free, OF_NEW_CHANNELS),)
    lacking = _lacking(free, column, found)
    if not lacking:
        return ()
    proposed = (
        *_granted_in_server(free, lacking, found),
        *_allowed_in_place(free, lacking),
        *_no_longer_denied(free, lacking, found),
    )
    different: dict[frozenset[tuple[str, str]], Remedy] = {}
    for each in proposed:
        if _works(free, each, column):
            # Of two ways to change the same cells, the first is enough.
            different.setdefault(frozenset((it.line, it.account) for it in each.turns), each)
    if not different:
        # Even where nothing can be tried out, as the server names no roles, there is advice.
        return tuple(_together(free, lacking, found)) or proposed[:1]
    return tuple(different.values())


def fixes(scene: Scene, column: Column) -> tuple[Fix, ...]:
    """What mends the permission, ready to be shown; what each rule asks for comes last."""
    found = remedies(scene, column)
    shown = [Fix("or" if place else "In Discord", each.text) for place, each in enumerate(found)]
    link = invite(scene)
    if link is not None and any(each.grants_in_server for each in found):
        shown.append(Fix("or", "invite it again with exactly what it needs", link))
    for rule in rules(scene, column):
        first, *rest = _OF_RULES[rule]
        follows = bool(shown) and first.where == "In Discord"
        shown += [replace(first, where="and") if follows else first, *rest]
    return tuple(shown)


def invite(scene: Scene) -> Link | None:
    """A link that asks for exactly what is needed and neither granted nor allowed anywhere."""
    free = scene.unbound
    found = trails(free)
    missing = NOTHING
    for column in COLUMNS:
        if scene.is_needed(column) and not found[column].in_server and not found[column].held:
            missing |= column.bit
    if scene.application is None or not missing:
        return None
    url = invite_url(scene.application.id, missing, scene.standing.guild_id)
    return Link(f"Invite {scene.application.name}", url)


def _lacking(scene: Scene, column: Column, found: Trails) -> tuple[Column, ...]:
    """What has to be given for `column` to come out well: what can't be seen is of no use."""
    lacking = (column,) if not found[column].held else ()
    hidden = scene.needs_view(column) and not found[VIEW].held
    return (VIEW, *lacking) if hidden else lacking


def _works(scene: Scene, remedy: Remedy, column: Column) -> bool:
    return trails(tried(scene, remedy.turns))[column].allowed


def _granted_in_server(scene: Scene, lacking: Sequence[Column], found: Trails) -> Iterator[Remedy]:
    missing = [column for column in lacking if not found[column].in_server]
    if not missing:
        return
    labels = ", ".join(LABELS[column.bit] for column in missing)
    role = _role_to_change(scene)
    if role is None:
        text = f"{_ROLES}: give {scene.bot} a role with {labels}"
        yield _granting(text, everyone_key(scene), missing)
        return
    yield _granting(f"{_ROLES} → {role.name} → {labels}", role_key(role), missing)


def _granting(text: str, key: str, missing: Sequence[Column]) -> Remedy:
    turns = _turns(key, missing, Effect.GRANTED)
    return Remedy(text, turns, grants_in_server=True, line=key)


def _together(scene: Scene, lacking: Sequence[Column], found: Trails) -> Iterator[Remedy]:
    """For what needs both, the server's grant and the place's leave."""
    for granted in _granted_in_server(scene, lacking, found):
        for allowed in _allowed_in_place(scene, lacking):
            text = f"{granted.text}, and {allowed.text}"
            yield Remedy(text, granted.turns | allowed.turns, line=granted.line)


def _role_to_change(scene: Scene) -> Role | None:
    """The bot's own role, or another it holds; what is given to @everyone is given to everybody."""
    return next((role for role in scene.preferred if not scene.is_everyone(role)), None)


def _allowed_in_place(scene: Scene, lacking: Sequence[Column]) -> Iterator[Remedy]:
    if not scene.is_decided_here(lacking[0]):
        return
    own = {role.id: role.name for role in scene.roles if scene.is_own(role)}
    _, for_roles, _ = scene.stages()
    for overwrite in for_roles:
        if overwrite.id in own:
            name = f"the role {own[overwrite.id]}"
            remedy = _allowing(scene, name, overwrite_key(overwrite), lacking)
            if _works(scene, remedy, lacking[-1]):
                yield remedy
                return
    yield _allowed_for_itself(scene, lacking)


def _allowed_for_itself(scene: Scene, lacking: Sequence[Column]) -> Remedy:
    return _allowing(scene, f"the member {scene.bot}", member_key(scene), lacking)


def _allowing(scene: Scene, name: str, key: str, lacking: Sequence[Column]) -> Remedy:
    ticks = ", ".join(f"{column.check.title} ✓" for column in lacking)
    text = f"{scene.settings} → {name} → {ticks}"
    return Remedy(text, _turns(key, lacking, Effect.GRANTED), line=key)


def _no_longer_denied(scene: Scene, lacking: Sequence[Column], found: Trails) -> Iterator[Remedy]:
    deciding = {found[column].decided_by for column in lacking}
    key = deciding.pop()
    if deciding or not key.startswith("overwrite:"):
        return
    name = _with_kind(key, overwrite_names(scene)[key])
    labels = ", ".join(column.check.title for column in lacking)
    text = f"{scene.settings} → {name} → {labels}: / instead of ✗"
    yield Remedy(text, _turns(key, lacking, Effect.NONE), line=key)


def _with_kind(key: str, name: str) -> str:
    """A role and the bot itself may have one name, and do where the role came with the bot."""
    if name == "@everyone":
        return name
    return f"the {'member' if key.startswith('overwrite:member:') else 'role'} {name}"


def overwrite_names(scene: Scene) -> dict[str, str]:
    """Whom each overwrite that may concern the bot is for, by the key of its line."""
    named = {f"overwrite:{role_key(role)}": role.name for role in scene.roles}
    return named | {member_key(scene): scene.bot}


def _turns(line: str, columns: Sequence[Column], to: Effect) -> frozenset[Turn]:
    return frozenset(Turn(line, column.check.id, to) for column in columns)
