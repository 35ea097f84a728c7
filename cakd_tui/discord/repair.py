"""Whether the bot could make again what gets lost, told from the ledger's accounts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.ledger import Account
from cakd_tui.discord.checks import STATUS_CHANNEL, STATUS_REPAIR
from cakd_tui.discord.drift import is_gone, is_hidden
from cakd_tui.discord.findings import (
    failure,
    is_stranger,
    passed,
    server_finding,
    skipped,
    token_finding,
)
from cakd_tui.discord.footing import Footing
from cakd_tui.discord.http.errors import ApiError, DiscordError
from cakd_tui.discord.http.models import Channel, CurrentUser, Guild, Member
from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_scene import (
    MANAGE_CHANNELS,
    MANAGE_WEBHOOKS,
    VIEW,
    Scene,
    scene_of,
    unseen_scene,
)
from cakd_tui.discord.permission_findings import permission_findings
from cakd_tui.discord.survey import Place, standing_of


def repair_finding(
    footing: Footing, channel: Channel | DiscordError | None, guild_id: int, *, needed: bool
) -> Finding:
    """Whether the bot holds what it takes; a failure where something is to be repaired now."""
    user, guild, member = footing.user, footing.guild, footing.member
    if isinstance(user, DiscordError) and not isinstance(user, CredentialsRefused):
        found = failure(STATUS_REPAIR, user, headline="Discord does not answer the bot")
    elif isinstance(user, DiscordError) or not user.bot:
        found = token_finding(user)
    elif not isinstance(guild, Guild):
        found = server_finding(guild, footing.listed, footing.invite, guild_id)
    elif not isinstance(member, Member):
        found = _unknown(member)
    elif is_hidden(channel):
        found = skipped(STATUS_REPAIR, "needs to see the channel")
    elif isinstance(channel, DiscordError) and not is_gone(channel):
        found = skipped(STATUS_REPAIR, "needs Discord's answer about the channel")
    else:
        there = channel if isinstance(channel, Channel) else None
        found = _by_permissions(user, guild, member, there, needed=needed)
    return replace(found, check=STATUS_REPAIR)


def hidden_finding(footing: Footing, name: str, channel_id: int, refusal: ApiError) -> Finding:
    """The channel that is there and hidden from the bot, and how to show it again."""
    user, guild, member = footing.user, footing.guild, footing.member
    if isinstance(guild, DiscordError) and is_stranger(guild):
        return skipped(STATUS_CHANNEL, "needs the bot in the server")
    if isinstance(user, CurrentUser) and isinstance(guild, Guild) and isinstance(member, Member):
        scene = unseen_scene(_scene(user, guild, member, None), f"#{name}", channel_id)
        found = permission_findings(scene, refusal)[0]
        return replace(found, check=STATUS_CHANNEL, evidence=f"#{name} hides from the bot")
    return failure(STATUS_CHANNEL, refusal, headline=f"Discord does not show #{name}")


def _by_permissions(
    user: CurrentUser, guild: Guild, member: Member, channel: Channel | None, *, needed: bool
) -> Finding:
    place = ledger_of(_scene(user, guild, member, channel))
    server = ledger_of(_scene(user, guild, member, None)) if channel else place
    accounts = (
        place.account(VIEW.check.id),
        place.account(MANAGE_WEBHOOKS.check.id),
        server.account(MANAGE_CHANNELS.check.id),
    )
    lacking = [each for each in accounts if each and each.verdict is Verdict.FAIL]
    if not lacking:
        return passed(STATUS_REPAIR, "the bot could make again what gets lost")
    return Finding(
        STATUS_REPAIR,
        Verdict.FAIL if needed else Verdict.WARN,
        _said(lacking),
        headline="The bot could not make again what gets lost",
        fixes=tuple(dict.fromkeys(fix for each in lacking for fix in each.fixes)),
    )


def _said(lacking: Iterable[Account]) -> str:
    """ "Manage Webhooks: no role of the bot grants it", those with one reason together."""
    reasons: dict[str, list[str]] = {}
    for each in lacking:
        reasons.setdefault(each.because, []).append(each.title)
    return "; ".join(f"{', '.join(titles)}: {why}" for why, titles in reasons.items())


def _scene(user: CurrentUser, guild: Guild, member: Member, channel: Channel | None) -> Scene:
    standing = standing_of(user, guild, member, datetime.now(UTC))
    return scene_of(Place(guild, standing, channel), user, member, None)


def _unknown(member: DiscordError | None) -> Finding:
    if member is None:
        return skipped(STATUS_REPAIR, "needs the bot in the server")
    headline = "Discord does not show the bot's place in the server"
    return failure(STATUS_REPAIR, member, headline=headline)
