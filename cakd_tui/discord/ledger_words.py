"""The ledger in words: why it came out so, and what to ask the owner for."""

from collections.abc import Iterator, Sequence
from typing import Final

from cakd_tui.core.finding import Fix, Link, Verdict
from cakd_tui.core.ledger import Account, Effect
from cakd_tui.discord.ledger_fixes import overwrite_names
from cakd_tui.discord.ledger_scene import (
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
from cakd_tui.discord.ledger_trail import Trail, Trails
from cakd_tui.discord.permissions import Role

_LACKING: Final = "and may not do all it needs for that:"
_DOUBTFUL: Final = "and may do so; but what lets it should be put right:"
_BY_RULES: Final = {
    UNSEEN: "the channel hides from the bot",
    TIME_OUT: "the bot is timed out",
    SCREENING: "the membership screening isn't passed yet",
    TWO_FACTOR: "two-factor is asked for, and the bot's owner has none",
}


def rules_said(scene: Scene, found: Trails) -> Iterator[tuple[str, str, str]]:
    """Each rule's key and name, and whether and how it binds the bot here."""
    exempt = "the owner" if scene.is_owner else "administrators" if scene.administrators else ""
    spared = f"doesn't bind {exempt}" if exempt else ""
    masked = "leaves seeing and reading" if scene.standing.timed_out else ""
    waiting = "not passed yet" if scene.pending else ""
    if scene.unseen:
        yield UNSEEN, "The channel itself", "it isn't shown why"
    unseen = "what the bot can't see, it can't use"
    yield HIDDEN, "No View Channel", "the bot sees it" if found[VIEW].allowed else unseen
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


def _all_of(fixes: Sequence[Fix]) -> list[str]:
    """What to ask for, so that each of the things is mended that have to be mended together.

    Where there are several ways, the first; but what only the bot's owner can do is asked for with
    the other way, which is the server's owner's.
    """
    things: list[list[Fix]] = []
    for fix in fixes:
        if fix.where == "or" and things:
            things[-1].append(fix)
        else:
            things.append([fix])
    return [_asked(ways) for ways in things]


def _asked(ways: Sequence[Fix]) -> str:
    first, *others = ways
    if first.where != "Bot's owner":
        return first.text
    safe = f"have the owner of the bot's account go to {first.text}"
    return "; or else ".join([safe, *(fix.text for fix in others)])


def _listed(titles: Sequence[str]) -> str:
    *rest, last = titles
    return f"{', '.join(rest)} and {last}" if rest else last


def request(scene: Scene, accounts: Sequence[Account], invite: Link | None) -> str:
    """A message to the server's owner that asks for what is missing or doubtful; else empty."""
    missing: dict[str, list[str]] = {}
    doubtful: dict[str, list[str]] = {}
    for account in accounts:
        asked = ", and ".join(_all_of(account.fixes))
        if account.verdict is Verdict.FAIL and asked:
            missing.setdefault(f"{account.because}. Please: {asked}", []).append(account.title)
        elif account.verdict is Verdict.WARN:
            what = " ".join(filter(None, (*account.remarks, asked and f"Please: {asked}")))
            doubtful.setdefault(what, []).append(account.title)
    if not (missing or doubtful):
        return ""
    may = _LACKING if missing else _DOUBTFUL
    lines = [
        f"Hello. The bot {scene.bot} is to set up alerts in the server {scene.server}, {may}",
        *(f"- {_listed(titles)}: {what}" for what, titles in (missing | doubtful).items()),
    ]
    if invite is not None:
        lines.append(f"Or open this link, which asks for exactly what is missing: {invite.url}")
    return "\n".join([*lines, "Thank you."])
