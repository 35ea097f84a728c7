"""What of an earlier run's a decision leaves behind: still there and unused, or gone. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.route import WEBHOOK, Remembered, Route, generation, plain_kind
from cakd_tui.discord.adoption import CHANNEL, Chosen
from cakd_tui.discord.fields import GUILD_KEY
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel, Webhook

_LEFT: Final = "cakd made it and no longer uses it; cakd destroy deletes it"


@dataclass(frozen=True, slots=True)
class Succession:
    """What is replaced, and once what is made or taken in its place."""

    after: str = WEBHOOK
    """The kind of the thing that replaces it: with another channel goes all that was in the old."""
    left: tuple[Remembered, ...] = ()
    gone: tuple[str, ...] = ()
    """Kinds, as in the route."""

    def kinds_left(self, after: str) -> Collection[str]:
        """The kinds that are still there, of what this thing replaces."""
        return [each.kind for each in self.left] if after == self.after else ()

    def kinds_gone(self, after: str) -> Collection[str]:
        """The kinds that are not there any more, of what this thing replaces."""
        return self.gone if after == self.after else ()

    def lines(self) -> Iterator[PlanLine]:
        """What a plan says of what we made and leave."""
        for each in self.left:
            if each.made:
                name = f"#{each.name}" if each.kind == CHANNEL else each.name
                kind = plain_kind(each.kind)
                yield PlanLine(Verb.LEAVE, kind, name, f"id {each.id}", reason=_LEFT)


def succession(
    answers: Answers,
    known: Route | None,
    channel: Chosen[Channel],
    webhook: Chosen[Webhook],
    webhooks: tuple[Webhook, ...] | DiscordError,
) -> Succession:
    """What becomes of what the route uses; nothing is said while somebody has to choose first."""
    if known is None or channel.candidates or webhook.candidates:
        return Succession()
    taken = {str(each.id) for each in (channel.thing, webhook.thing) if each is not None}
    used = [each for each in known.remembered if not generation(each.kind)]
    replaced = [each for each in used if each.id not in taken]
    old = known.thing(CHANNEL)
    guild_id = answers.value(GUILD_KEY)
    elsewhere = known.values.get(GUILD_KEY, guild_id) != guild_id
    moves = elsewhere or (old in replaced and CHANNEL in answers.uses)
    if not moves and old not in replaced:
        replaced = [each for each in replaced if each.kind == WEBHOOK]
    shown = () if isinstance(webhooks, DiscordError) else webhooks
    there = {str(each.id) for each in shown}
    left = tuple(each for each in replaced if moves or each.id in there)
    gone = tuple(each.kind for each in replaced if each not in left)
    after = CHANNEL if moves or old in replaced else WEBHOOK
    return Succession(after, left, gone)


def was_made(known: Route | None, number: int) -> bool:
    """Whether the thing with this id was made by us, even if another has been used since."""
    return known is not None and any(
        each.made and each.id == str(number) for each in known.remembered
    )
