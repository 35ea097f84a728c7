"""From Discord's answers to findings: what passed, what did not, and the clicks that mend it.

Pure functions; the labels of the click paths are those of Discord's own client.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from typing import Final

from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.finding import Check, Finding, Fix, Link, Verdict
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord import checks
from cakd_tui.discord.http.errors import (
    ApiError,
    BadReply,
    BadWebhookUrl,
    CloudflareBlocked,
    DiscordError,
    Forbidden,
    MalformedToken,
    NotFound,
    TransportError,
    Unauthorized,
)
from cakd_tui.discord.http.models import CurrentUser, Guild, Member, PartialGuild
from cakd_tui.discord.known_cause import Cause
from cakd_tui.discord.permissions import Standing, is_exempt

TWO_FACTOR_FIXES: Final = (
    Fix("Bot's owner", "User Settings → My Account → Enable Authenticator App"),
    Fix(
        "or",
        "Server Settings → Safety Setup → Require 2FA for moderator actions: off "
        "(weaker, as it holds for every moderator)",
    ),
)
TIME_OUT_FIXES: Final = (Fix("In Discord", "right-click the bot → Remove Timeout"),)
_COPY_ID: Final = Fix(
    "The ID",
    "in Discord, right-click the server → Copy Server ID "
    "(needs User Settings → Advanced → Developer Mode)",
)
_TOLD: Final = (CredentialsRefused, Forbidden, NotFound, BadWebhookUrl)
"""Failures that say something about what was asked for."""
_NOT_SHOWN: Final = "Discord does not show it to this bot"
SCREENING_FIXES: Final = (
    Fix(
        "In Discord",
        "Members, above the channels (or in Server Settings) → the bot → Roles + → any role: "
        "it ends the screening",
    ),
)
"""Whoever is given a role has passed (Discord support: Rules Screening FAQ, Members Page)."""


def passed(check: Check, evidence: str) -> Finding:
    """A check that came out well."""
    return Finding(check, Verdict.PASS, evidence)


def skipped(check: Check, because: str) -> Finding:
    """A check that could not be made."""
    return Finding(check, Verdict.SKIPPED, because)


def foreseen(cause: Cause) -> Symptom:
    """What a refusal would be traced to; no row has it, as nothing was refused yet."""
    return Symptom("foreseen", {"cause": cause.value})


def failure(check: Check, error: DiscordError, *, headline: str, evidence: str = "") -> Finding:
    """A check that failed because of an error; its troubleshooting rows say how to go on."""
    return Finding(
        check,
        Verdict.FAIL,
        evidence or in_short(error),
        headline=headline,
        symptom=error.symptom,
        refused=isinstance(error, CredentialsRefused),
        unknown=not isinstance(error, _TOLD),
    )


def in_short(error: DiscordError) -> str:
    """An error as evidence: a few words."""
    match error:
        case CloudflareBlocked():
            return f"Cloudflare answered {error.status}"
        case ApiError():
            return f"Discord answered {error.status}: {error.api_message or 'no message'}"
        case TransportError():
            return error.reason.split(" (")[0]
        case BadReply():
            return "the answer can't be read"
        case _:
            return error.message


def answers_finding(user: CurrentUser | DiscordError, seconds: float) -> Finding:
    """Whether Discord answered the question who the bot is, be it with a no."""
    match user:
        case CurrentUser() | Unauthorized():
            return passed(checks.ANSWERS, f"{seconds * 1000:.0f} ms")
        case MalformedToken():
            return skipped(checks.ANSWERS, "not asked: the token can't be sent")
        case TransportError():
            return failure(checks.ANSWERS, user, headline="Discord can't be reached")
        case CloudflareBlocked():
            headline = "Cloudflare, which protects Discord, refuses the requests"
            return failure(checks.ANSWERS, user, headline=headline)
        case _:
            return failure(checks.ANSWERS, user, headline="Discord does not answer as it should")


def token_finding(user: CurrentUser | DiscordError) -> Finding:
    """Whether the token is a bot's and accepted."""
    if isinstance(user, CurrentUser):
        return passed(checks.TOKEN, user.username) if user.bot else _persons_token()
    if not isinstance(user, Unauthorized | MalformedToken):
        return skipped(checks.TOKEN, "needs an answer from Discord")
    evidence = "Discord does not accept it" if isinstance(user, Unauthorized) else user.message
    return Finding(
        checks.TOKEN,
        Verdict.FAIL,
        evidence,
        headline="The token is not accepted",
        fixes=(
            Fix(
                "In Discord",
                "Developer Portal → your application → Bot → Reset Token",
                Link("Open the portal", "https://discord.com/developers/applications"),
            ),
            Fix("Then", "give cakd the new one: in the wizard, or in the environment"),
        ),
        symptom=user.symptom,
        refused=True,
    )


def _persons_token() -> Finding:
    return Finding(
        checks.TOKEN,
        Verdict.FAIL,
        "a person's, not a bot's",
        headline="This is a person's token",
        fixes=(Fix("Use", "the token of Developer Portal → your application → Bot"),),
        symptom=Symptom(
            "credentials", {"reason": "user-token", "cause": Cause.PERSONS_TOKEN.value}
        ),
        refused=True,
    )


def is_stranger(guild: DiscordError) -> bool:
    """Whether Discord said that the bot is not in the server, or that there is no such one.

    It answers both alike (Discord docs: JSON Error Codes, 10004 and 50001).
    """
    return isinstance(guild, ApiError) and guild.code in (10004, 50001)


def server_finding(
    guild: Guild | DiscordError,
    listed: Iterable[PartialGuild] | DiscordError,
    invite: Link | None,
    guild_id: int,
) -> Finding:
    """Whether the bot is in the server. `listed` are servers it is in, asked when it is not."""
    if isinstance(guild, Guild):
        return passed(checks.SERVER, guild.name)
    if not is_stranger(guild):
        return failure(checks.SERVER, guild, headline="Discord does not show the server")
    unlisted = isinstance(listed, DiscordError)
    there = () if isinstance(listed, DiscordError) else tuple(listed)
    if any(each.id == guild_id for each in there):
        return failure(
            checks.SERVER,
            guild,
            headline="Discord says there is no such server, and that the bot is in it",
            evidence="Discord contradicts itself about it",
        )
    others = [each.name for each in there]
    where = f"it is in {_some(others)}" if others else "it is in no server yet"
    fixes: tuple[Fix, ...] = (_COPY_ID,)
    if invite is not None:
        fixes = (Fix("In Discord", "invite it with exactly what it needs", invite), _COPY_ID)
    return Finding(
        checks.SERVER,
        Verdict.FAIL,
        _NOT_SHOWN if unlisted else f"none of the bot's servers has this ID; {where}",
        headline="The bot is not in this server, or the ID is wrong",
        fixes=fixes,
        symptom=guild.symptom,
    )


def told_apart(finding: Finding, cause: Cause) -> Finding:
    """The finding about a server the bot is not in, once it is known why.

    An invite to a server that there isn't would lead nowhere.
    """
    if finding.check != checks.SERVER:
        return finding
    if cause is Cause.NOT_IN_GUILD:
        fixes = tuple(each for each in finding.fixes if each != _COPY_ID) or finding.fixes
        told = _told("not in this server", finding)
        return replace(told, headline="The bot is not in this server", fixes=fixes)
    if cause is Cause.WRONG_ID:
        told = _told("Discord tells this bot of no such server", finding)
        return replace(told, headline="Discord knows no server with this ID", fixes=(_COPY_ID,))
    return finding


def _told(what: str, finding: Finding) -> Finding:
    """The finding with this as its evidence, before where the bot is instead."""
    _, mark, where = finding.evidence.partition("; ")
    return replace(finding, evidence=f"{what}{mark}{where}")


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def two_factor_finding(user: CurrentUser, guild: Guild) -> Finding:
    """Whether the server's two-factor rule stops the bot (Discord docs: Permissions, 2FA)."""
    if guild.mfa_level != 1:
        return passed(checks.TWO_FACTOR, "not asked for in this server")
    if user.mfa_enabled:
        return passed(checks.TWO_FACTOR, "asked for, and the bot's owner has it")
    return Finding(
        checks.TWO_FACTOR,
        Verdict.FAIL,
        "asked for, and the bot's owner has none",
        headline="The bot's owner needs two-factor authentication",
        fixes=TWO_FACTOR_FIXES,
        symptom=foreseen(Cause.OWNER_WITHOUT_2FA),
    )


def screening_finding(standing: Standing, member: Member) -> Finding:
    """Whether the bot still waits at the server's membership screening.

    Nobody who does may act (Discord docs: Guild Member object, `pending`: not yet passed the
    server's membership screening), whatever the roles grant.
    """
    if not member.pending:
        return passed(checks.SCREENING, "none to pass")
    if is_exempt(standing):
        return passed(checks.SCREENING, "not passed, which does not bind administrators")
    return Finding(
        checks.SCREENING,
        Verdict.FAIL,
        "the server's membership screening isn't passed yet",
        headline="The bot is not admitted to the server yet",
        fixes=SCREENING_FIXES,
        symptom=foreseen(Cause.PENDING),
    )


def time_out_finding(standing: Standing, member: Member) -> Finding:
    """Whether the bot is timed out, which leaves it seeing and reading.

    Source: Discord docs, Permissions (Permissions for Timed Out Members).
    """
    until = member.communication_disabled_until
    if not standing.timed_out or until is None:
        return passed(checks.TIME_OUT, "none")
    if is_exempt(standing):
        return passed(checks.TIME_OUT, "timed out, which does not bind administrators")
    end = f"until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return Finding(
        checks.TIME_OUT,
        Verdict.FAIL,
        f"timed out {end}",
        headline="The bot is timed out",
        fixes=TIME_OUT_FIXES,
        symptom=foreseen(Cause.TIMED_OUT),
    )
