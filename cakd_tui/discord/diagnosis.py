"""Finds out why Discord refused, with at most one question more, and writes it into the symptom.

A question more is only asked where the answers at hand don't settle it, and never after a limit,
a failed connection or a refused token.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.finding import Finding
from cakd_tui.core.route import Route
from cakd_tui.discord.adoption import CHANNEL
from cakd_tui.discord.cause import diagnosed, is_about_membership, question
from cakd_tui.discord.evidence import Evidence
from cakd_tui.discord.findings import told_apart
from cakd_tui.discord.http.errors import ApiError, DiscordError
from cakd_tui.discord.http.models import Guild, Member
from cakd_tui.discord.known_cause import UNKNOWN, Cause, Diagnosis
from cakd_tui.discord.listening import Heard, ListeningApi
from cakd_tui.discord.permissions import Permission, base_permissions
from cakd_tui.discord.survey import answered, known_ids, standing_of
from cakd_tui.discord.token import bot_id

_PATIENCE: Final = 5.0
"""Seconds a question more may take: the failure itself is to be told in time."""


async def tell_cause(
    failure: ProviderError, api: ListeningApi, earlier: Heard | None, known: Route | None
) -> None:
    """Put the cause of a run's failure into its symptom; the message stays as it is.

    `earlier` is what a preflight heard of the same server shortly before.
    """
    error = failure if isinstance(failure, DiscordError) else failure.__cause__
    if isinstance(error, ApiError):
        if earlier is not None and not earlier.is_about(api.heard.token, api.heard.guild_id):
            earlier = None
        diagnosis = await _found_out(error, api, earlier, known)
        failure.symptom = diagnosis.told_in(failure.symptom)


def with_cause(finding: Finding, heard: Heard, known: Route | None) -> Finding:
    """A preflight's finding with the cause in its symptom, as far as the answers settle it."""
    error = heard.refusal(finding.symptom) if finding.symptom else None
    if error is None:
        return finding
    diagnosis = diagnosed(_evidence(error, heard, known))
    told = replace(finding, symptom=diagnosis.told_in(error.symptom))
    return told_apart(told, diagnosis.cause)


async def _found_out(
    error: ApiError, api: ListeningApi, earlier: Heard | None, known: Route | None
) -> Diagnosis:
    evidence = _evidence(error, api.heard, known)
    diagnosis = diagnosed(evidence)
    if earlier is not None and not is_about_membership(evidence, error):
        evidence = replace(evidence, guild=evidence.guild or earlier.guild)
        if diagnosis.cause is Cause.UNKNOWN:
            diagnosis = diagnosed(_with_earlier(evidence, earlier, api.heard.target))
    if evidence.user is None and earlier is not None:
        evidence = replace(evidence, user=earlier.user)
    if diagnosis.cause is not Cause.UNKNOWN:
        return diagnosis
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            return diagnosed(await _with_one_more_answer(evidence, api))
    return UNKNOWN


async def _with_one_more_answer(evidence: Evidence, api: ListeningApi) -> Evidence:
    asking = question(evidence)
    user_id = evidence.user.id if evidence.user else evidence.bot_id
    if asking == "member" and user_id is not None:
        member = await answered(api.guild_member, evidence.guild_id, user_id)
        return replace(evidence, member=member, bot_id=user_id)
    if asking is None:
        return evidence
    guilds = await answered(api.my_guilds, pages=1)
    return evidence if isinstance(guilds, DiscordError) else replace(evidence, guilds=guilds)


def _evidence(error: DiscordError, heard: Heard, known: Route | None) -> Evidence:
    """What one round of answers tells."""
    remembered = known_ids(known, heard.guild_id).channel
    thing = known.thing(CHANNEL) if known and remembered else None
    return Evidence(
        error=error,
        guild_id=heard.guild_id,
        now=datetime.now(UTC),
        user=heard.user,
        bot_id=heard.user.id if heard.user else bot_id(heard.token.reveal()),
        guilds=heard.guilds,
        guild=heard.guild,
        member=heard.member,
        base=_base(heard),
        channels=heard.channels,
        channel=heard.channel(heard.target),
        channel_name=f"#{thing.name}" if thing else "",
        category=heard.channel(heard.parent_id),
        in_category=heard.parent_id is not None and heard.made is None,
        sent=heard.sent if heard.made is None else (),
        made=heard.made is not None,
        was_here=remembered is not None,
    )


def _with_earlier(evidence: Evidence, earlier: Heard, target: int | None) -> Evidence:
    """With what the run itself didn't hear; `target` is the channel it asked about."""
    return replace(
        evidence,
        channels=earlier.channels if evidence.channels is None else evidence.channels,
        channel=evidence.channel or earlier.channel(target),
        user=evidence.user or earlier.user,
        bot_id=earlier.user.id if earlier.user else evidence.bot_id,
        member=evidence.member or earlier.member,
        base=_base(earlier) if evidence.base is None else evidence.base,
    )


def _base(heard: Heard) -> Permission | None:
    user, guild, member = heard.user, heard.guild, heard.member
    if user is None or not isinstance(guild, Guild) or not isinstance(member, Member):
        return None
    return base_permissions(standing_of(user, guild, member, datetime.now(UTC)))
