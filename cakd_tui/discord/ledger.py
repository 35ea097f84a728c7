"""The ledger of the bot's permissions: roles and overwrites as lines, permissions as columns.

Pure: it follows from a scene, and from the cells that are turned by way of trial.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from cakd_tui.core.finding import Link, Verdict
from cakd_tui.core.ledger import Account, Effect, Explained, Ledger, Line, Turn
from cakd_tui.discord import ledger_doubts, ledger_fixes, ledger_words
from cakd_tui.discord.known_cause import Cause
from cakd_tui.discord.ledger_scene import (
    COLUMNS,
    HIDDEN,
    OWNER,
    SCREENING,
    TIME_OUT,
    TWO_FACTOR,
    UNSEEN,
    Column,
    Scene,
    administrator_key,
    everyone_key,
    member_key,
    overwrite_key,
    role_key,
    tried,
)
from cakd_tui.discord.ledger_trail import Trail, Trails, trails

SERVER_ROLES: Final = "Server roles, added up"
RULES: Final = "Discord's rules"

_CAUSES: Final[Mapping[str, Cause]] = {
    UNSEEN: Cause.HIDDEN_CHANNEL,
    TIME_OUT: Cause.TIMED_OUT,
    SCREENING: Cause.PENDING,
    TWO_FACTOR: Cause.OWNER_WITHOUT_2FA,
}
_ON_OR_OFF: Final = (Effect.NONE, Effect.GRANTED)
_ANY: Final = (Effect.NONE, Effect.GRANTED, Effect.DENIED)


def explained(scene: Scene) -> Explained:
    """The scene's ledger, with what it would be if cells of it were turned."""
    return Explained(ledger_of(scene), partial(ledger_of, scene))


def ledger_of(scene: Scene, turns: frozenset[Turn] = frozenset()) -> Ledger:
    """The ledger of this scene with these cells turned; the lines stay those of the scene."""
    now = tried(scene, turns)
    found = trails(now)
    accounts = tuple(_account(now, column, found) for column in COLUMNS)
    mendable = any(
        each.grants_in_server
        for column, account in zip(COLUMNS, accounts, strict=True)
        if account.verdict is Verdict.FAIL
        for each in ledger_fixes.remedies(now, column)
    )
    invite = ledger_fixes.invite(now) if mendable else None
    place = scene.place
    return Ledger(
        place=f"{place} in {scene.server}" if place else scene.server,
        accounts=accounts,
        lines=tuple(_lines(scene, now, found)),
        request=ledger_words.request(now, accounts, invite),
        whom="the server's owner",
        invite=invite,
        opens=_opens(scene),
    )


def _opens(scene: Scene) -> Link:
    parts = [str(each) for each in (scene.standing.guild_id, scene.channel_id) if each is not None]
    return Link("Open Discord", f"https://discord.com/channels/{'/'.join(parts)}")


def _account(scene: Scene, column: Column, found: Trails) -> Account:
    needed, trail = scene.is_needed(column), found[column]
    remarks = ledger_doubts.remarks(scene, column, trail)
    verdict = _verdict(trail, needed=needed, doubtful=bool(remarks))
    mended = needed and not trail.allowed
    firmer = ledger_doubts.firmer(scene, column) if remarks else ledger_doubts.NOTHING_FIRMER
    return Account(
        key=column.check.id,
        title=column.check.title,
        allowed=trail.allowed,
        verdict=verdict,
        decided_by=trail.decided_by,
        because=ledger_words.because(scene, column, trail),
        fixes=ledger_fixes.fixes(scene, column) if mended else firmer.fixes,
        remarks=remarks,
        mended_at=_mended_at(scene, column, trail) if mended else firmer.line,
        cause=_cause(scene, column, trail) if verdict is Verdict.FAIL else "",
    )


def _mended_at(scene: Scene, column: Column, trail: Trail) -> str:
    """The line the smallest fix changes; where only a rule is in the way, that of the rule."""
    smallest = next(iter(ledger_fixes.remedies(scene, column)), None)
    return smallest.line if smallest else trail.decided_by


def _cause(scene: Scene, column: Column, trail: Trail) -> str:
    """Why it is not there, by the name the troubleshooting table has for it.

    In the order of a refusal's diagnosis: what a place denies, what no role grants, then the rules.
    """
    if trail.decided_by in _CAUSES:
        return _CAUSES[trail.decided_by].value
    if not trail.decided_by:
        return Cause.MISSING_IN_GUILD.value
    denying = _denying_with(scene, trail)
    handed_down = any(
        overwrite_key(each) in denying and column.bit in each.deny for each in scene.above
    )
    return Cause.DENIED_BY_CATEGORY.value if handed_down else Cause.DENIED_IN_CHANNEL.value


def _denying_with(scene: Scene, trail: Trail) -> set[str]:
    """The overwrites that deny it together with the one that decided."""
    for stage in scene.stages():
        keys = {overwrite_key(each) for each in stage}
        if trail.decided_by in keys:
            return {key for key in keys if trail.effects.get(key) is Effect.DENIED}
    return set()


def _verdict(trail: Trail, *, needed: bool, doubtful: bool) -> Verdict:
    if trail.allowed:
        return Verdict.WARN if doubtful else Verdict.PASS
    return Verdict.SKIPPED if not needed or trail.decided_by == HIDDEN else Verdict.FAIL


def _lines(scene: Scene, now: Scene, found: Trails) -> Iterator[Line]:
    """The lines in the order of evaluation. `now` is the scene with the cells turned."""
    on_or_off = (_ON_OR_OFF,) * len(COLUMNS)
    whose = "the bot" if scene.is_owner else "somebody else"
    yield _line(found, OWNER, SERVER_ROLES, "Owner", whose)
    for role in scene.roles:
        remark = "its own role" if scene.is_own(role) else ""
        yield _line(found, role_key(role), SERVER_ROLES, role.name, remark, on_or_off)
    for role in scene.administrators:
        remark = f"from role {role.name}"
        key = administrator_key(role)
        line = _line(found, key, SERVER_ROLES, "Administrator", remark, on_or_off)
        yield replace(line, whole=True)
    if not scene.administrators:
        yield _line(found, "administrator", SERVER_ROLES, "Administrator", "no role")
    if scene.overwrites is not None:
        yield from _overwrite_lines(scene, now, found)
    for key, label, remark in ledger_words.rules_said(now, found):
        yield _line(found, key, RULES, label, remark)


def _overwrite_lines(scene: Scene, now: Scene, found: Trails) -> Iterator[Line]:
    """The place's own say; the bot's overwrite has a line even where there is none yet."""
    group = scene.heading or f"Permissions of {scene.place}, in turn"
    choices = tuple(_ANY if scene.is_decided_here(column) else () for column in COLUMNS)
    names = ledger_fixes.overwrite_names(scene)
    own = {role.id for role in scene.roles if scene.is_own(role)}
    ignored = _ignored(now)
    winners = _winners(now, found)
    everyone, for_roles, member = scene.stages()
    unset = "isn't shown" if scene.unseen else "nothing set"
    if not everyone:
        key = f"overwrite:{everyone_key(scene)}"
        yield _line(found, key, group, names[key], ignored or unset, choices)
    for overwrite in (*everyone, *for_roles):
        key = overwrite_key(overwrite)
        beaten = [
            f"{column.check.title}: the allow for {names[winner]} wins"
            for column, winner in winners.items()
            if overwrite not in everyone and found[column].effects.get(key) is Effect.DENIED
        ]
        remarks = beaten + ["its own role"] * (overwrite.id in own)
        yield _line(found, key, group, names[key], ignored or ", ".join(remarks), choices)
    remark = "the bot" if member else f"the bot, {unset}"
    yield _line(found, member_key(scene), group, scene.bot, ignored or remark, choices)


def _ignored(scene: Scene) -> str:
    if scene.is_owner:
        return "ignored for the owner"
    return "ignored for an administrator" if scene.administrators else ""


def _winners(scene: Scene, found: Trails) -> dict[Column, str]:
    """By column the role overwrite whose allow beats all denies it is applied together with."""
    keys = [overwrite_key(each) for each in scene.stages()[1]]
    winners: dict[Column, str] = {}
    for column, trail in found.items():
        allowing = (key for key in keys if trail.effects.get(key) is Effect.GRANTED)
        winner = next(allowing, "")
        if winner:
            winners[column] = winner
    return winners


def _line(
    found: Trails,
    key: str,
    group: str,
    label: str,
    remark: str,
    choices: tuple[tuple[Effect, ...], ...] = (),
) -> Line:
    effects = tuple(found[column].effects.get(key, Effect.NONE) for column in COLUMNS)
    return Line(key, group, label, effects, remark, choices)
