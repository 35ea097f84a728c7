"""What of an earlier run's a decision leaves behind: still there and unused, or gone. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.route import WEBHOOK, Remembered, Route, generation, is_coming, plain_kind
from cakd_tui.discord.adoption import CHANNEL, COMING_CHANNEL, Chosen
from cakd_tui.discord.fields import GUILD_KEY
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel, Webhook
from cakd_tui.discord.whereabouts import NO_TEXT, NOWHERE

_GOES: Final = "cakd destroy deletes it"
_LEFT: Final = f"cakd made it and no longer uses it; {_GOES}"
_GIVEN_UP: Final = f"cakd made it for a move that was not finished; {_GOES}"
_BY_HAND: Final = "delete it by hand if it should go"


@dataclass(frozen=True, slots=True)
class Succession:
    """What is replaced, and as what the new is remembered meanwhile."""

    channel_kind: str = CHANNEL
    """That of the channel until its webhook is there: one in use stays so until then."""
    left: tuple[Remembered, ...] = ()
    gone: tuple[str, ...] = ()
    """Kinds, as in the route."""
    hindrances: Mapping[str, str] = field(default_factory=lambda: NOWHERE)
    """What keeps a channel that is left from taking alerts, by its id."""

    def kinds_left(self, by: str) -> Collection[str]:
        """The kinds that are still there, of what this thing replaces."""
        return [each.kind for each in self.left if _replaces(by, each.kind)]

    def kinds_gone(self, by: str) -> Collection[str]:
        """The kinds that are not there any more, of what this thing replaces."""
        return [each for each in self.gone if _replaces(by, each)]

    def lines(self) -> Iterator[PlanLine]:
        """What a plan says of what we made and leave."""
        for each in self.left:
            if each.made:
                name = f"#{each.name}" if plain_kind(each.kind) == CHANNEL else each.name
                kind = plain_kind(each.kind)
                yield PlanLine(Verb.LEAVE, kind, name, f"id {each.id}", reason=self._why(each))

    def _why(self, thing: Remembered) -> str:
        hindrance = self.hindrances.get(thing.id)
        if hindrance == NO_TEXT:
            return f"cakd made it, and it {hindrance}; {_BY_HAND}"
        if is_coming(thing.kind):
            return _GIVEN_UP
        return f"cakd made it, and it {hindrance}; {_GOES}" if hindrance else _LEFT


def _replaces(by: str, kind: str) -> bool:
    """What a move was begun to is replaced by another channel; all that is in use by a webhook.

    So the saved route leads to a webhook all the while.
    """
    return by == (CHANNEL if is_coming(kind) else WEBHOOK)


def succession(
    answers: Answers,
    known: Route | None,
    channel: Chosen[Channel],
    webhook: Chosen[Webhook],
    webhooks: tuple[Webhook, ...] | DiscordError,
    there: Mapping[str, str] = NOWHERE,
) -> Succession:
    """What becomes of what the route uses; nothing is said while somebody has to choose first.

    `there` are the ids of the channels that are not used and not gone, as in `Whereabouts`.
    """
    if known is None or channel.candidates or webhook.candidates:
        return Succession()
    if channel.thing is not None and isinstance(webhooks, DiscordError):
        return Succession()  # nothing is done
    taken = {str(each.id) for each in (channel.thing, webhook.thing) if each is not None}
    used = [each for each in known.remembered if not generation(each.kind)]
    replaced = [each for each in used if each.id not in taken]
    old = known.thing(CHANNEL)
    guild_id = answers.value(GUILD_KEY)
    elsewhere = known.values.get(GUILD_KEY, guild_id) != guild_id
    if not elsewhere and old not in replaced:
        replaced = [each for each in replaced if each.kind in (WEBHOOK, COMING_CHANNEL)]
    moves = elsewhere or (old in replaced and CHANNEL in answers.uses)

    def is_left(thing: Remembered) -> bool:
        """Whether it is still there; what was not asked for counts as that."""
        if is_coming(thing.kind):
            return CHANNEL in answers.uses or thing.id in there
        if moves:
            return True
        if plain_kind(thing.kind) == CHANNEL:
            return thing.id in there
        return isinstance(webhooks, DiscordError) or thing.id in shown

    shown = () if isinstance(webhooks, DiscordError) else {str(each.id) for each in webhooks}
    left = tuple(each for each in replaced if is_left(each))
    gone = tuple(each.kind for each in replaced if each not in left)
    stays = old.id in taken if old else not elsewhere
    return Succession(CHANNEL if stays else COMING_CHANNEL, left, gone, there)


def was_made(known: Route | None, number: int) -> bool:
    """Whether the thing with this id was made by us, even if another has been used since."""
    return known is not None and any(
        each.made and each.id == str(number) for each in known.remembered
    )
