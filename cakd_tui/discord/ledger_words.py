"""The ledger in words: why it came out so, what is doubtful, and what to ask the owner for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cakd_tui.core.finding import Fix, Link, Verdict
from cakd_tui.core.ledger import Account, Effect
from cakd_tui.discord.ledger_fixes import overwrite_names
from cakd_tui.discord.ledger_scene import (
    COLUMNS,
    HIDDEN,
    OWNER,
    SCREENING,
    TIME_OUT,
    TWO_FACTOR,
    UNSEEN,
    VIEW,
    Column,
    Scene,
    administrator_key,
    role_key,
)
from cakd_tui.discord.ledger_trail import Trail, trails
from cakd_tui.discord.permissions import LABELS, Permission, Role

_BY_RULES: Final = {
    UNSEEN: "the channel hides from the bot",
    TIME_OUT: "the bot is timed out",
    SCREENING: "the membership screening isn't passed yet",
    TWO_FACTOR: "two-factor is asked for, and the bot's owner has none",
}


def rules_said(scene: Scene) -> Iterator[tuple[str, str, str]]:
    """Each rule's key and name, and whether and how it binds the bot here."""
    exempt = "the owner" if scene.is_owner else "administrators" if scene.administrators else ""
    spared = f"doesn't bind {exempt}" if exempt else ""
    masked = "leaves seeing and reading" if scene.standing.timed_out else ""
    waiting = "not passed yet" if scene.pending else ""
    if scene.unseen:
        yield UNSEEN, "The channel itself", "it isn't shown why"
    yield HIDDEN, "No View Channel", "what the bot can't see, it can't use"
    yield TIME_OUT, "Time-out", (masked and (spared or masked)) or "none"
    yield SCREENING, "Membership screening", (waiting and (spared or waiting)) or "none to pass"
    lacks = scene.lacks_two_factor
    yield TWO_FACTOR, "Two-factor", "the bot's owner has none" if lacks else "not in the way"


def because(scene: Scene, column: Column, trail: Trail) -> str:
    """The decision about one permission in a few words."""
    if trail.allowed:
        return _granted(scene, trail.decided_by)
    if not scene.is_needed(column):
        return f"not needed, {scene.place} is there already"
    if not trail.decided_by:
        return "no role of the bot grants it"
    if trail.decided_by == HIDDEN:
        place = scene.place or "a new channel"
        return f"void in {place} as long as the bot can't see it"
    if trail.decided_by in _BY_RULES:
        return _BY_RULES[trail.decided_by]
    return f"{_before_it_was_denied(trail)}, denied in {scene.place}"


def _before_it_was_denied(trail: Trail) -> str:
    if trail.in_server:
        return "granted in the server"
    allowed = Effect.GRANTED in trail.effects.values()
    return "allowed for others" if allowed else "granted by no role"


def _granted(scene: Scene, key: str) -> str:
    if key == OWNER:
        return "the bot owns the server"
    for role in scene.roles:
        if key == administrator_key(role):
            return f"as Administrator, from role {role.name}"
        if key == role_key(role):
            return _source(scene, role)
    return f"allowed in {scene.place} for {overwrite_names(scene)[key]}"


def _source(scene: Scene, role: Role) -> str:
    if scene.is_everyone(role):
        return "from @everyone"
    return f"from its own role, {role.name}" if scene.is_own(role) else f"from role {role.name}"


def remarks(scene: Scene, column: Column, trail: Trail) -> tuple[str, ...]:
    """What is doubtful about a permission that is there: given too broadly, or by a stranger."""
    if not trail.allowed:
        return ()
    said: list[str] = []
    if scene.administrators and not scene.is_owner and not _allowed_without_it(scene, column):
        enough = ", ".join(LABELS[each.bit] for each in COLUMNS)
        said.append(
            "Only Administrator grants it, and with it everything else in the server. "
            f"Enough in the bot's own role: {enough}."
        )
    giver = _giver(scene, trail.decided_by)
    if giver is not None and scene.is_everyone(giver) and column is not VIEW:
        said.append("Granted to @everyone, so to any member: it is lost when that is put right.")
    elif giver is not None and not scene.is_own(giver) and not scene.is_everyone(giver):
        said.append(
            f"Granted by the role {giver.name}, not by the bot's own: "
            "it is lost when that role changes or is taken from the bot."
        )
    return tuple(said)


def _allowed_without_it(scene: Scene, column: Column) -> bool:
    """Whether the permission would be there if no role granted Administrator."""
    administrator = int(Permission.ADMINISTRATOR)
    roles = tuple(
        replace(role, permissions=Permission(int(role.permissions) & ~administrator))
        for role in scene.standing.roles
    )
    plain = replace(scene, standing=replace(scene.standing, roles=roles))
    return trails(plain.unbound)[column].allowed


def _giver(scene: Scene, key: str) -> Role | None:
    """The role behind the line that decided, be it by itself or through an overwrite."""
    kind, _, rest = key.partition(":")
    number = rest.removeprefix("role:")
    if kind not in ("role", "administrator", "overwrite") or not number.isdecimal():
        return None
    return next((role for role in scene.roles if role.id == int(number)), None)


def _all_of(fixes: Sequence[Fix]) -> list[Fix]:
    """The first way to mend each of the things that have to be mended together.

    What only the bot's owner can do is nothing to ask the server's owner for.
    """
    things: list[list[Fix]] = []
    for fix in fixes:
        if fix.where == "or" and things:
            things[-1].append(fix)
        else:
            things.append([fix])
    able = [[fix for fix in ways if fix.where != "The owner"] for ways in things]
    return [ways[0] for ways in able if ways] or [fixes[0]]


def request(scene: Scene, accounts: Sequence[Account], invite: Link | None) -> str:
    """A message to the server's owner that asks for what is missing; empty where nothing is."""
    wanted: dict[str, list[str]] = {}
    for account in accounts:
        if account.fixes and account.verdict is Verdict.FAIL:
            asked = ", and ".join(fix.text for fix in _all_of(account.fixes))
            wanted.setdefault(f"{account.because}. Please: {asked}", []).append(account.title)
    if not wanted:
        return ""
    lines = [
        f"Hello. The bot {scene.bot} is to set up alerts in the server {scene.server}, "
        "and may not do all it needs for that:",
        *(f"- {' and '.join(titles)}: {what}" for what, titles in wanted.items()),
    ]
    if invite is not None:
        lines.append(f"Or open this link, which asks for exactly what is missing: {invite.url}")
    return "\n".join([*lines, "Thank you."])
