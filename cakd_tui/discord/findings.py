"""From Discord's answers to findings: what passed, what did not, and the clicks that mend it.

Pure functions; the labels of the click paths are those of Discord's own client.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cakd_tui.core.finding import Check, Finding, Fix, Link, Verdict
from cakd_tui.discord import checks
from cakd_tui.discord.http.errors import ApiError, DiscordError, TransportError
from cakd_tui.discord.http.models import Channel, CurrentUser, Guild, Member, PartialGuild, Webhook
from cakd_tui.discord.naming import REWRITTEN, webhook_name
from cakd_tui.discord.survey import Place, webhooks_in
from cakd_tui.discord.webhook_choice import own_webhook

MOST_CHANNELS: Final = 500
"""In a server; error 30013 beyond (Discord docs: JSON Error Codes)."""
MOST_WEBHOOKS: Final = 15
"""In a channel; error 30007 beyond."""
MOST_WEBHOOKS_OF_GUILD: Final = 1000
"""In a server; error 30058 beyond."""


def passed(check: Check, evidence: str) -> Finding:
    """A check that came out well."""
    return Finding(check, Verdict.PASS, evidence)


def skipped(check: Check, because: str) -> Finding:
    """A check that could not be made."""
    return Finding(check, Verdict.SKIPPED, because)


def failure(check: Check, error: DiscordError, *, headline: str, evidence: str = "") -> Finding:
    """A check that failed because of an error; its troubleshooting rows say how to go on."""
    return Finding(
        check,
        Verdict.FAIL,
        evidence or in_short(error),
        headline=headline,
        symptom=error.symptom,
        refused=isinstance(error, ApiError) and error.status == 401,
    )


def in_short(error: DiscordError) -> str:
    """An error as evidence: a few words."""
    match error:
        case ApiError():
            said = error.api_message or "no message"
            return f"Discord answered {error.status}: {said}" if error.status else said
        case TransportError():
            return error.message.rsplit(": ", 1)[-1].split(" (")[0]
        case _:
            return "the answer can't be read"


def answers_finding(user: CurrentUser | DiscordError, seconds: float) -> Finding:
    """Whether Discord answered at all, whatever it said."""
    answered = isinstance(user, CurrentUser) or (isinstance(user, ApiError) and user.status < 500)
    if answered and not (isinstance(user, ApiError) and _by_cloudflare(user)):
        return passed(checks.ANSWERS, f"{seconds * 1000:.0f} ms")
    if isinstance(user, DiscordError):
        headline = "Discord can't be reached"
        if isinstance(user, ApiError):
            headline = "Discord does not answer as it should"
        return failure(checks.ANSWERS, user, headline=headline)
    return passed(checks.ANSWERS, "answered")


def _by_cloudflare(error: ApiError) -> bool:
    return error.symptom.facts.get("reason") == "cloudflare"


def token_finding(user: CurrentUser | DiscordError) -> Finding:
    """Whether the token is a bot's and accepted."""
    if isinstance(user, CurrentUser):
        return passed(checks.TOKEN, user.username)
    if isinstance(user, ApiError) and user.status == 401:
        return Finding(
            checks.TOKEN,
            Verdict.FAIL,
            "Discord does not accept it",
            headline="The token is not accepted",
            fixes=(
                Fix(
                    "In Discord",
                    "Developer Portal → your application → Bot → Reset Token",
                    Link("Open the portal", "https://discord.com/developers/applications"),
                ),
                Fix("Then", "paste the new one on the Token page"),
            ),
            symptom=user.symptom,
            refused=True,
        )
    return skipped(checks.TOKEN, "needs an answer from Discord")


def server_finding(
    guild: Guild | DiscordError, listed: Iterable[PartialGuild] | DiscordError, invite: Link | None
) -> Finding:
    """Whether the bot is in the server. `listed` are the servers it is in, asked when in doubt."""
    if isinstance(guild, Guild):
        return passed(checks.SERVER, guild.name)
    if not isinstance(guild, ApiError) or guild.status not in (403, 404):
        return skipped(checks.SERVER, "needs an answer from Discord")
    others = [] if isinstance(listed, DiscordError) else [each.name for each in listed]
    where = f"it is in {_some(others)}" if others else "it is in no server yet"
    fixes = [Fix("Either", "the ID is wrong: pick the server on the Server page")]
    if invite is not None:
        fixes.insert(0, Fix("In Discord", "invite it with exactly what it needs", invite))
        fixes[1] = Fix("or", "the ID is wrong: pick the server on the Server page")
    return Finding(
        checks.SERVER,
        Verdict.FAIL,
        f"not in this server; {where}",
        headline="The bot is not in this server, or the ID is wrong",
        fixes=tuple(fixes),
        symptom=guild.symptom,
    )


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
        fixes=(
            Fix("The owner", "User Settings → My Account → Enable Authenticator App"),
            Fix("or", "Server Settings → Safety Setup: no two-factor for moderation"),
        ),
    )


def time_out_finding(member: Member, now: datetime) -> Finding:
    """Whether the bot is timed out, which takes its permissions away for a while."""
    if not member.timed_out(now):
        return passed(checks.TIME_OUT, "none")
    until = member.communication_disabled_until
    end = f"until {until:%Y-%m-%d %H:%M} UTC" if until else "for now"
    return Finding(
        checks.TIME_OUT,
        Verdict.FAIL,
        f"timed out {end}",
        headline="The bot is timed out",
        fixes=(Fix("In Discord", "right-click the bot → Remove Timeout"),),
    )


def names_finding(project: str) -> Finding:
    """Whether Discord takes the names as they are."""
    name = webhook_name(project)
    if not name.altered:
        return passed(checks.NAMES, name.text)
    words = " and ".join(f'"{word}" as "{REWRITTEN[word]}"' for word in name.altered)
    return passed(checks.NAMES, f"the webhook's writes {words}: {name.text}")


def room_finding(
    channels: tuple[Channel, ...],
    webhooks: tuple[Webhook, ...] | None,
    place: Place,
    project: str,
) -> Finding:
    """Whether there is room for what will be made. `webhooks` are the server's, if it shows them.

    Hidden channels are not listed, so the count of channels is a lower bound.
    """
    channel = place.channel
    parts = [f"{len(channels)} of {MOST_CHANNELS} channels"]
    if channel is None and len(channels) >= MOST_CHANNELS:
        return _full(
            "The server has no room for a channel", parts[0], "delete channels nobody uses"
        )
    if webhooks is None:
        return passed(checks.ROOM, parts[0])
    here = len(webhooks_in(webhooks, channel)) if channel else 0
    parts.append(f"{here} of {MOST_WEBHOOKS} webhooks")
    evidence = " · ".join(parts)
    if channel is not None and own_webhook(webhooks, channel, project):
        return passed(checks.ROOM, evidence)
    if here >= MOST_WEBHOOKS:
        way = "#{} → Edit Channel → Integrations → Webhooks: delete one".format(
            channel.name if channel else ""
        )
        return _full("The channel has no room for a webhook", evidence, way)
    if len(webhooks) >= MOST_WEBHOOKS_OF_GUILD:
        text = f"{len(webhooks)} of {MOST_WEBHOOKS_OF_GUILD} webhooks in the server"
        way = "Server Settings → Integrations → Webhooks: delete some"
        return _full("The server has no room for a webhook", text, way)
    return passed(checks.ROOM, evidence)


def _full(headline: str, evidence: str, way: str) -> Finding:
    fixes = (Fix("In Discord", way),)
    return Finding(checks.ROOM, Verdict.FAIL, evidence, headline=headline, fixes=fixes)


def existing_finding(place: Place, webhooks: tuple[Webhook, ...] | None, project: str) -> Finding:
    """What an earlier run or somebody else made, and that it will be used again."""
    channel = place.channel
    if channel is None:
        return passed(checks.EXISTING, "nothing; both are made new")
    webhook = own_webhook(webhooks or (), channel, project)
    if webhook is None:
        return passed(checks.EXISTING, f"#{channel.name}, will be reused; the webhook is new")
    return passed(checks.EXISTING, f"#{channel.name} and its webhook, will be reused")


def hidden_finding(error: ApiError) -> Finding:
    """The channel of an earlier run is there, and the bot may not see it."""
    return Finding(
        checks.EXISTING,
        Verdict.FAIL,
        "the channel of an earlier run is hidden from the bot",
        headline="The alerts channel exists, but the bot can't see it",
        fixes=(
            Fix(
                "In Discord", "the channel → Edit Channel → Permissions → the bot → View Channel ✓"
            ),
        ),
        symptom=error.symptom,
    )
