"""What becomes of a project's channel and webhook: the one decision that plan and run both follow.

Pure: from the answers, what Discord has, and what the saved route says.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.plan import Candidates, Plan, PlanLine, Quota, Verb
from cakd_tui.core.route import WEBHOOK, Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.adoption import (
    CHANNEL,
    COMING_CHANNEL,
    Chosen,
    NoSuchChoice,
    channel_candidates,
    chosen_channel,
    chosen_webhook,
    webhook_candidates,
)
from cakd_tui.discord.category_move import place_of
from cakd_tui.discord.fields import given_guild
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import INCOMING_WEBHOOK, Channel, Webhook
from cakd_tui.discord.http.webhook_url import public_url
from cakd_tui.discord.naming import webhook_name
from cakd_tui.discord.route_news import route_news
from cakd_tui.discord.succession import Succession, succession, was_made
from cakd_tui.discord.survey import coming_channel, known_thing
from cakd_tui.discord.whereabouts import NOWHERE

_OTHERS_SHOWN: Final = 3
_THEIRS: Final = "another application made it"
_FOLLOWS: Final = "it brings the news of a channel elsewhere"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is taken, what is made, and why."""

    channel: Chosen[Channel]
    webhook: Chosen[Webhook]
    settled: bool
    """Whether the saved route says exactly this already."""
    succession: Succession = field(default_factory=Succession)
    """What of an earlier run's this leaves behind."""
    news: str = ""
    """What the saved route does not say yet, in a few words."""

    @property
    def undecided(self) -> tuple[Candidates, ...]:
        """What somebody has to choose first."""
        open_ones = (channel_candidates(self.channel), webhook_candidates(self.webhook))
        return tuple(each for each in open_ones if each is not None)

    def remembered(
        self, kind: str, thing: Channel | Webhook, name: str, known: Route | None, *, made: bool
    ) -> Remembered:
        """What is written down of a thing that is taken, or was `made`.

        What an earlier run made stays ours, and what is settled stays as it is written, even where
        that doesn't say all.
        """
        noted = known.thing(kind) if known and self.settled else None
        ours = made or was_made(known, thing.id)
        return noted or Remembered(kind, str(thing.id), name, ours, _place(thing))

    def plan(
        self,
        name: str,
        remark: str,
        project: str,
        details: tuple[PlanLine, ...] = (),
        quotas: tuple[Quota, ...] = (),
    ) -> Plan:
        """The plan that follows; `name` and `remark` are the channel's, `details` parts of it."""
        usual = webhook_name(project).text
        channel, webhook = self.channel, self.webhook
        lines = (
            PlanLine(channel.verb, CHANNEL, name, remark, reason=channel.reason),
            *details,
            PlanLine(
                webhook.verb,
                WEBHOOK,
                (webhook.thing.name if webhook.thing else None) or usual,
                reason=webhook.reason,
            ),
            *_left(channel, webhook, {each.id for each in self.succession.left}),
            *self.succession.lines(),
        )
        made = sum(not each.undecided_or_there for each in (channel, webhook))
        requests = 0 if self.undecided else made
        return Plan(lines, requests, quotas, self.undecided, self.settled, self.news)


def decided(
    answers: Answers,
    known: Route | None,
    channels: tuple[Channel, ...],
    webhooks: tuple[Webhook, ...] | DiscordError,
    there: Mapping[str, str] = NOWHERE,
) -> Decision:
    """The decision. `webhooks` are at least those of the alerts channel and the remembered ones.

    `there` is as in `Whereabouts`. Raises `NoSuchChoice`.
    """
    channel = channel_for(answers, known, channels, there)
    webhook = _webhook_for(answers, known, channel, webhooks)
    url = _url(webhook.thing)
    things = (_thing(CHANNEL, channel, known), _thing(WEBHOOK, webhook, known))
    settled = (
        known is not None
        and known.webhook == url
        and dict(known.values) == dict(answers.values)
        and known.thing(COMING_CHANNEL) is None
        and all(_is_noted(each, known) for each in things)
    )
    left = succession(answers, known, channel, webhook, webhooks, there)
    news = route_news(answers, known, channel, webhook, url)
    return Decision(channel, webhook, settled, left, news)


def channel_for(
    answers: Answers,
    known: Route | None,
    channels: tuple[Channel, ...],
    there: Mapping[str, str] = NOWHERE,
) -> Chosen[Channel]:
    """The channel alone, for which no webhook needs to be known. Raises `NoSuchChoice`."""
    for kind, wanted in answers.uses.items():
        if kind not in (CHANNEL, WEBHOOK):
            raise NoSuchChoice(kind, wanted, "only a channel or a webhook can be chosen")
    thing = known_thing(known, given_guild(answers), CHANNEL)
    return chosen_channel(
        channels,
        answers.project,
        thing,
        answers.uses.get(CHANNEL, ""),
        coming_channel(known),
        there.get(thing.id, "") if thing else "",
    )


def _webhook_for(
    answers: Answers,
    known: Route | None,
    channel: Chosen[Channel],
    webhooks: tuple[Webhook, ...] | DiscordError,
) -> Chosen[Webhook]:
    guild_id = given_guild(answers)
    remembered, wanted = known_thing(known, guild_id, WEBHOOK), answers.uses.get(WEBHOOK, "")
    verb = Verb.REPAIR if remembered else Verb.CREATE
    if channel.candidates:
        return Chosen(None, Verb.CHOOSE, "it depends on the channel")
    if channel.thing is None:
        if wanted:
            raise NoSuchChoice(WEBHOOK, wanted, "the channel is not there yet")
        return Chosen(None, verb, "its channel is new")
    if isinstance(webhooks, DiscordError):
        return Chosen(None, verb, "Discord does not show the channel's webhooks")
    before, now = known_thing(known, guild_id, CHANNEL), channel.thing
    if remembered and before and before.id != str(now.id):
        # Alerts go to the channel that takes its place, not to where they went before.
        elsewhere = {str(each.id) for each in webhooks if each.channel_id != now.id}
        remembered = None if remembered.id in elsewhere else remembered
    return chosen_webhook(webhooks, now, answers.project, remembered, wanted)


def _url(webhook: Webhook | None) -> Secret | None:
    return public_url(webhook.id, webhook.token) if webhook and webhook.token else None


def _thing(
    kind: str, chosen: Chosen[Channel] | Chosen[Webhook], known: Route | None
) -> Remembered | None:
    """What the route would remember of it."""
    if chosen.thing is None:
        return None
    thing, made = chosen.thing, was_made(known, chosen.thing.id)
    return Remembered(kind, str(thing.id), thing.name or "", made, _place(thing))


def _place(thing: Channel | Webhook) -> str | None:
    return place_of(thing) if isinstance(thing, Channel) else None


def _is_noted(thing: Remembered | None, known: Route) -> bool:
    """Whether the route says just this of it; where it says no place, any will do."""
    before = known.thing(thing.kind) if thing else None
    if thing is None or before is None:
        return False
    return before == (thing if before.place is not None else replace(thing, place=None))


def _left(
    channel: Chosen[Channel], webhook: Chosen[Webhook], ours: Collection[str]
) -> Iterator[PlanLine]:
    """What bears the name, but for what is `ours`."""
    reason = "it bears the name, and is not the project's"
    others = [each for each in channel.look_alikes if str(each.id) not in ours]
    for each in others[:_OTHERS_SHOWN]:
        yield PlanLine(Verb.LEAVE, CHANNEL, f"#{each.name}", f"id {each.id}", reason=reason)
    hooks = [each for each in webhook.look_alikes if str(each.id) not in ours]
    for hook in hooks[:_OTHERS_SHOWN]:
        theirs = _THEIRS if hook.type == INCOMING_WEBHOOK else _FOLLOWS
        why = reason if hook.token else theirs
        yield PlanLine(Verb.LEAVE, WEBHOOK, hook.name or "", f"id {hook.id}", reason=why)
