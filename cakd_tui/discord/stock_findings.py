"""What is there already and how much room is left: from Discord's lists to findings."""

from collections.abc import Sequence
from typing import Final

from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.plan import Candidates
from cakd_tui.discord import checks
from cakd_tui.discord.adoption import NoSuchChoice, Undecided
from cakd_tui.discord.findings import passed, skipped
from cakd_tui.discord.http.errors import DiscordError, Forbidden
from cakd_tui.discord.http.models import Channel, Webhook
from cakd_tui.discord.naming import REWRITTEN, webhook_name
from cakd_tui.discord.options import MOST_IN_CATEGORY, BadOption, channels_under
from cakd_tui.discord.survey import webhooks_in

MOST_CHANNELS: Final = 500
"""In a server; error 30013 beyond (Discord docs: JSON Error Codes)."""
MOST_WEBHOOKS: Final = 15
"""In a channel; error 30007 beyond."""
MOST_WEBHOOKS_OF_GUILD: Final = 1000
"""In a server; error 30058 beyond."""


def names_finding(project: str) -> Finding:
    """Whether Discord takes the names as they are."""
    name = webhook_name(project)
    if not name.altered:
        return passed(checks.NAMES, name.text)
    words = " and ".join(f'"{word}" as "{REWRITTEN[word]}"' for word in name.altered)
    return passed(checks.NAMES, f"the webhook's writes {words}: {name.text}")


def room_finding(
    channels: tuple[Channel, ...],
    webhooks: tuple[Webhook, ...] | DiscordError,
    channel: Channel | None,
    has_webhook: bool = False,
    category: Channel | None = None,
    *,
    sees_all: bool = True,
) -> Finding:
    """Whether there is room for what will be made. `webhooks` are the server's, or the channel's.

    `channel` is the alerts channel where it is there, and it may have the project's webhook.
    `category` is where a new one will be put. Hidden channels are not listed, so the counts of
    channels are lower bounds; where a bot that doesn't see them all (`sees_all`) counts few, that
    tells nothing.
    """
    found = _room(channels, webhooks, channel, has_webhook, category, sees_all=sees_all)
    if channel is None and not sees_all and found.verdict is Verdict.PASS:
        return skipped(checks.ROOM, "needs View Channel to count the channels")
    return found


def _room(
    channels: tuple[Channel, ...],
    webhooks: tuple[Webhook, ...] | DiscordError,
    channel: Channel | None,
    has_webhook: bool,
    category: Channel | None,
    *,
    sees_all: bool,
) -> Finding:
    seen = f"{len(channels)} of {MOST_CHANNELS} channels"
    if channel is None and len(channels) >= MOST_CHANNELS:
        return _full("The server has no room for a channel", seen, "delete channels nobody uses")
    parts = [seen if sees_all else f"at least {seen}"]
    if channel is None and category is not None:
        under = len(channels_under(category, channels))
        parts.append(f"{under} of {MOST_IN_CATEGORY} channels in {category.name}")
        if under >= MOST_IN_CATEGORY:
            way = f"delete channels nobody uses in {category.name}, or choose another category"
            return _full("The category has no room for a channel", parts[-1], way)
    if isinstance(webhooks, DiscordError):
        return _uncounted(" · ".join(parts), webhooks)
    here = len(webhooks_in(webhooks, channel)) if channel else 0
    parts.append(f"{here} of {MOST_WEBHOOKS} webhooks")
    evidence = " · ".join(parts)
    if channel is not None and has_webhook:
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


def refused_choice(check: Check, error: BadOption) -> Finding:
    """A choice that can't be followed in this server; its troubleshooting row says how to go on."""
    return Finding(
        check,
        Verdict.FAIL,
        error.message,
        headline="The alerts channel can't be made where or how it was chosen",
        symptom=error.symptom,
    )


def undecided_finding(undecided: Sequence[Candidates]) -> Finding | None:
    """That several things could be the project's, and how to choose; None where that is clear."""
    if not undecided:
        return None
    error = Undecided(undecided[0])
    fixes = [
        Fix("Either" if not place else "or", f"take {it.label} ({it.detail}), the id {it.value}")
        for place, it in enumerate(undecided[0].choices)
    ]
    return Finding(
        checks.EXISTING,
        Verdict.FAIL,
        f"{len(fixes)} {undecided[0].kind}s could be the project's",
        headline=f"Which {undecided[0].kind} is the project's?",
        fixes=tuple(fixes),
        symptom=error.symptom,
    )


def refused_use(error: NoSuchChoice) -> Finding:
    """A thing that was chosen and can't be the project's."""
    return Finding(
        checks.EXISTING,
        Verdict.FAIL,
        error.message,
        headline="What was chosen can't be used",
        symptom=error.symptom,
    )


def _uncounted(evidence: str, error: DiscordError) -> Finding:
    """Without Manage Webhooks they aren't shown, which another check is about."""
    if isinstance(error, Forbidden):
        return passed(checks.ROOM, evidence)
    return Finding(
        checks.ROOM,
        Verdict.WARN,
        f"{evidence} · the webhooks can't be counted",
        headline="Discord does not show the server's webhooks",
        symptom=error.symptom,
    )


def _full(headline: str, evidence: str, way: str) -> Finding:
    fixes = (Fix("In Discord", way),)
    return Finding(checks.ROOM, Verdict.FAIL, evidence, headline=headline, fixes=fixes)
