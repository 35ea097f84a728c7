"""The alerts channel that is there already: that it is reused, and what of it is not as chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.plan import Plan, Quota
from cakd_tui.discord import checks
from cakd_tui.discord.decision import Decision
from cakd_tui.discord.findings import passed
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel, Webhook
from cakd_tui.discord.options import BadOption
from cakd_tui.discord.stock_findings import refused_choice
from cakd_tui.discord.unmet import Difference


@dataclass(frozen=True, slots=True)
class ReusedChannel:
    """What is known of it; a run changes nothing about it."""

    channel: Channel
    decision: Decision
    webhooks: tuple[Webhook, ...] | DiscordError = ()
    """Those of the channel; an error where Discord does not show them."""
    unmet: Sequence[Difference] | BadOption = ()
    """What of it is not as chosen, or what can't be chosen at all."""

    def finding(self) -> Finding:
        """That it will be reused: a warning where it is not as chosen."""
        unmet = () if isinstance(self.unmet, BadOption) else self.unmet
        name = f"#{self.channel.name}"
        if isinstance(self.webhooks, DiscordError):
            evidence = f"{name}, will be reused"
        elif self.decision.webhook.verb.makes:
            evidence = f"{name}, will be reused; the webhook is new"
        else:
            evidence = f"{name} and its webhook, will be reused"
        if not unmet:
            return passed(checks.EXISTING, evidence)
        return Finding(
            checks.EXISTING,
            Verdict.WARN,
            f"{evidence}; {_in_short(unmet)}",
            headline="The alerts channel is there and not as chosen; it stays as it is",
            fixes=tuple(each.fix for each in unmet),
        )

    def as_chosen(self) -> Finding:
        """Whether what was chosen could be followed at all."""
        if isinstance(self.unmet, BadOption):
            return refused_choice(checks.OPTIONS, self.unmet)
        return passed(checks.OPTIONS, "count for what is made new")

    def plan(
        self, where: str, project: str, decision: Decision, quotas: tuple[Quota, ...]
    ) -> Plan | None:
        """What will be reused and made, `where` being the server in words."""
        if isinstance(self.unmet, BadOption):
            return None
        remark = f"{where}; {_in_short(self.unmet)}" if self.unmet else where
        return decision.plan(f"#{self.channel.name}", remark, project, quotas=quotas)


def _in_short(unmet: Sequence[Difference]) -> str:
    return f"it {', '.join(each.said for each in unmet)}"
