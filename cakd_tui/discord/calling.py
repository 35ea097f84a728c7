"""The roles that alerts are to call: found in the server, told in the plan, kept with the route.

Discord calls a role's members for a webhook if everybody may mention the role, or if the bot that
made the webhook may mention all (Discord docs: Webhook; change log of 29 June 2022).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.finding import Finding, Fix, Verdict
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.route import Route
from cakd_tui.discord import checks
from cakd_tui.discord.adoption import WEBHOOK
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Guild, Role
from cakd_tui.discord.mentions import MENTION_KEY, kept
from cakd_tui.discord.options import BadOption, roles_in
from cakd_tui.discord.permissions import Permission, Standing, base_permissions

MOST: Final = 80
"""Roles whose mentions, with the longest ids, find room in the text of one message."""

_ALL: Final = Permission.MENTION_EVERYONE | Permission.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Calling:
    """The roles that were chosen, or why they can't be."""

    roles: tuple[Role, ...] = ()
    refused: BadOption | None = None
    bot_may_call_all: bool = False

    def as_chosen(self, place: Finding, *, alone: bool) -> Finding:
        """What is found of all that was chosen; `place` is of the channel, chosen too if not
        `alone`.
        """
        if self.refused is not None:
            headline = "Whom alerts are to call can't be found out"
            return Finding(
                checks.OPTIONS,
                Verdict.FAIL,
                self.refused.message,
                headline=headline,
                symptom=self.refused.symptom,
            )
        if not self.roles or place.verdict is not Verdict.PASS:
            return place
        said = f"alerts call {self._names(self.roles)}"
        evidence = said if alone else f"{place.evidence}; {said}"
        mute = [] if self.bot_may_call_all else [it for it in self.roles if not it.mentionable]
        if not mute:
            return replace(place, evidence=evidence)
        return Finding(
            checks.OPTIONS,
            Verdict.WARN,
            f"{evidence}; not everybody may mention {self._names(mute)}",
            headline=f"Discord will not call {self._names(mute)}",
            fixes=tuple(_opened(role) for role in mute),
        )

    def in_plan(self, plan: Plan, known: Route | None) -> Plan | None:
        """The plan with whom alerts will call, beside the webhook; none where that can't be."""
        if self.refused is not None:
            return None
        before, now = (known.kept if known else {}).get(MENTION_KEY, ""), self.kept
        after = now.get(MENTION_KEY, "")
        if not before and not after:
            return plan
        verb = Verb.REUSE if before == after else Verb.UPDATE if before else Verb.CREATE
        names = self._names(self.roles) or "nobody any more"
        line = PlanLine(verb, MENTION_KEY, names, "when an alert fires", detail=True)
        place = 1 + max(
            (index for index, it in enumerate(plan.lines) if it.kind == WEBHOOK), default=-1
        )
        lines = (*plan.lines[:place], line, *plan.lines[place:])
        return replace(plan, lines=lines, settled=plan.settled and before == after)

    @property
    def kept(self) -> Mapping[str, str]:
        """What the route keeps of it."""
        return kept(role.id for role in self.roles)

    @staticmethod
    def _names(roles: Sequence[Role]) -> str:
        return ", ".join(f"@{role.name}" for role in roles)


def calling(guild: Guild, answers: Answers, standing: Standing | None = None) -> Calling:
    """Whom the answers choose to call in this server; `standing` is the bot's."""
    wanted = answers.options.get(MENTION_KEY, ())
    if not isinstance(wanted, tuple) or not wanted:
        return Calling()
    may_all = standing is not None and bool(base_permissions(standing) & _ALL)
    try:
        found = _found(guild, wanted)
    except BadOption as refused:
        return Calling(refused=refused)
    return Calling(found, bot_may_call_all=may_all)


async def kept_for(api: DiscordApi, guild_id: int, answers: Answers) -> Mapping[str, str]:
    """What the route is to keep for these answers; asks only where somebody is to be called.

    Raises `ProviderError`.
    """
    if not answers.options.get(MENTION_KEY):
        return kept(())
    what = "failed to look up the roles to mention"
    try:
        found = calling(await api.guild(guild_id), answers)
    except DiscordError as error:
        kind = CredentialsRefused if isinstance(error, CredentialsRefused) else ProviderError
        raise kind(f"{what}: {error}", error.symptom) from error
    if found.refused is not None:
        raise ProviderError(f"{what}: {found.refused}", found.refused.symptom)
    return found.kept


def _found(guild: Guild, wanted: Sequence[str]) -> tuple[Role, ...]:
    try:
        plain = roles_in([role.plain() for role in guild.roles], guild.id, wanted)
    except BadOption as error:
        reason = error.reason.replace("role", "mention")
        raise BadOption(reason, f"of the roles to mention, {error.message}") from error
    if len(plain) > MOST:
        message = f"{len(plain)} roles are to be mentioned, and a message has room for {MOST}"
        raise BadOption("mention-many", message)
    by_id = {role.id: role for role in guild.roles}
    return tuple(by_id[role.id] for role in plain)


def _opened(role: Role) -> Fix:
    way = f"Server Settings → Roles → {role.name} → Allow anyone to @mention this role ✓"
    return Fix("In Discord", way)
