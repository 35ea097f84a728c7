"""Which of the channels and webhooks that are there are the project's to use, and why.

By the id an earlier run wrote down, or the one that was chosen; else by our topic and name. Never a
voice channel or a category, never another application's webhook. Of several that are equally good
none is taken: someone has to choose.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.field import Choice
from cakd_tui.core.plan import Candidates, Verb
from cakd_tui.core.route import WEBHOOK, Remembered, coming
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.category_move import move_of
from cakd_tui.discord.http.models import CATEGORY, INCOMING_WEBHOOK, TEXT_CHANNEL, Channel, Webhook
from cakd_tui.discord.naming import (
    channel_name,
    channel_topic,
    same_channel_name,
    same_name,
    webhook_name,
)

T = TypeVar("T", Channel, Webhook)

CHANNEL: Final = "channel"
COMING_CHANNEL: Final = coming(CHANNEL)
_EARLIER: Final = "the one of the earlier run"
_GONE: Final = f"{_EARLIER} is gone"
_BEGUN: Final = "a move to it was begun"
_ELSEWHERE: Final = f"{_EARLIER} is in another server"


@dataclass(frozen=True, slots=True)
class Chosen(Generic[T]):
    """One thing of the project's: which it is and why, or that it is yet to be made."""

    thing: T | None
    verb: Verb
    reason: str
    candidates: tuple[T, ...] = ()
    """Those of which one has to be chosen; then there is no `thing`."""
    look_alikes: tuple[T, ...] = ()
    """What is left alone, though it bears the name."""

    @property
    def undecided_or_there(self) -> bool:
        """Whether nothing is made of it: it is there, or somebody has to choose first."""
        return self.thing is not None or bool(self.candidates)

    @property
    def nearest(self) -> T | None:
        """The thing, or the oldest of the candidates."""
        return self.thing or min(self.candidates, key=lambda each: each.id, default=None)


class Undecided(ProviderError):
    """Several things could be the project's, and nobody has chosen one."""

    def __init__(self, candidates: Candidates) -> None:
        named = "; ".join(f"{it.label} ({it.detail}): {it.value}" for it in candidates.choices)
        message = f"several {candidates.kind}s could be the project's: {named}"
        facts = {"reason": "several", "kind": candidates.kind}
        super().__init__(message, Symptom("route", facts, message))
        self.candidates = candidates


class NoSuchChoice(ProviderError):
    """The thing that was chosen is not there, or can't be the project's."""

    def __init__(self, kind: str, wanted: str, why: str) -> None:
        message = f"the {kind} {wanted} that was chosen can't be used: {why}"
        facts = {"reason": "impossible", "kind": kind}
        super().__init__(message, Symptom("route", facts, message))


def chosen_channel(
    channels: Sequence[Channel],
    project: str,
    known: Remembered | None = None,
    wanted: str = "",
    moved_to: Remembered | None = None,
    hindrance: str = "",
) -> Chosen[Channel]:
    """The project's channel among those of the server.

    `known` is what an earlier run wrote down, `wanted` the id of the one to take, `moved_to` the
    one that a run was cut short in moving to, `hindrance` why the known one can't be used although
    it is there. Of text channels with its name or our topic those with both come first, then those
    with the topic, which somebody has renamed. Raises `NoSuchChoice`.
    """
    texts = [each for each in channels if each.type == TEXT_CHANNEL]
    name, topic = channel_name(project), channel_topic(project)
    named = [each for each in texts if same_channel_name(each.name or "", name)]
    others = [
        each for each in channels if each.type not in (TEXT_CHANNEL, CATEGORY) and each.name == name
    ]
    if wanted:
        return _chosen(_wanted(texts, CHANNEL, wanted), known)
    if found := _by_id(texts, moved_to) or _by_id(texts, known):
        left = tuple(each for each in (*named, *others) if each.id != found.id)
        begun = moved_to is not None and moved_to.id == str(found.id)
        reason = _BEGUN if begun else _how_known(known, f"#{found.name}", f"#{name}")
        names = {str(each.id): each.name or "" for each in channels if each.type == CATEGORY}
        if move := move_of(moved_to if begun else known, found, names):
            reason = f"{reason}; moved from {move.before} to {move.now}"
        return Chosen(found, Verb.REUSE, reason, look_alikes=left)
    tiers = (
        ([each for each in named if each.topic == topic], "it has our name and topic"),
        ([each for each in texts if each.topic == topic], "it has our topic"),
        (named, "it has our name"),
    )
    missing = f"{_EARLIER} {hindrance}" if hindrance else _GONE
    return _found(tiers, known, "no channel of that name yet", [*named, *others], missing)


def chosen_webhook(
    webhooks: Iterable[Webhook],
    channel: Channel,
    project: str,
    known: Remembered | None = None,
    wanted: str = "",
) -> Chosen[Webhook]:
    """The project's webhook among those of the channel.

    Only an incoming webhook whose token Discord shows us: it hides the tokens of those that other
    applications made, so theirs are never taken (Discord docs: Webhook object, `token`). The one an
    earlier run wrote down is used wherever in the server somebody has moved it. Raises
    `NoSuchChoice`.
    """
    name = webhook_name(project).text
    listed = tuple(webhooks)
    usable = [
        each
        for each in listed
        if each.type == INCOMING_WEBHOOK and each.token and not _elsewhere(each, channel)
    ]
    here = [each for each in usable if each.channel_id == channel.id]
    if wanted:
        return _chosen(_wanted(here, WEBHOOK, wanted), known)
    if found := _by_id(usable, known):
        reason = _how_known(known, found.name or "", name)
        if found.channel_id not in (None, channel.id):
            reason = f"{reason}; moved to another channel, where its alerts arrive"
        return Chosen(found, Verb.REUSE, reason)
    named = [each for each in here if same_name(each.name or "", name)]
    foreign = [
        each
        for each in listed
        if each.channel_id == channel.id and not each.token and same_name(each.name or "", name)
    ]
    return _found(
        ((named, "it has our name"),),
        known,
        "no webhook of that name yet",
        [*named, *foreign],
        _ELSEWHERE if _by_id([it for it in listed if _elsewhere(it, channel)], known) else _GONE,
    )


def is_own(webhook: Webhook) -> bool:
    """Whether the bot's own application made it.

    Another application's is shown without its token, a person's has no application (Discord docs:
    Webhook object).
    """
    incoming = webhook.type == INCOMING_WEBHOOK
    return incoming and webhook.token is not None and webhook.application_id is not None


def channel_candidates(chosen: Chosen[Channel]) -> Candidates | None:
    """What to choose from, where someone has to."""
    return _candidates(CHANNEL, chosen.candidates, lambda each: f"#{each.name}", _about_channel)


def webhook_candidates(chosen: Chosen[Webhook]) -> Candidates | None:
    """What to choose from, where someone has to."""
    return _candidates(WEBHOOK, chosen.candidates, lambda each: each.name or "", _about_webhook)


def _candidates(
    kind: str,
    found: Sequence[T],
    label: Callable[[T], str],
    about: Callable[[T], str],
) -> Candidates | None:
    if not found:
        return None
    oldest_first = sorted(found, key=lambda each: each.id)
    choices = [Choice(str(each.id), label(each), about(each)) for each in oldest_first]
    return Candidates(kind, tuple(choices))


def _about_channel(channel: Channel) -> str:
    return f'topic "{channel.topic}"' if channel.topic else "no topic"


def _about_webhook(webhook: Webhook) -> str:
    return "made by this bot" if webhook.application_id else "made by a person"


def _chosen(thing: T, known: Remembered | None) -> Chosen[T]:
    ours = known is not None and known.id == str(thing.id)
    return Chosen(thing, Verb.REUSE if ours else Verb.ADOPT, "chosen by you")


def _wanted(found: Sequence[T], kind: str, wanted: str) -> T:
    thing = next((each for each in found if str(each.id) == wanted), None)
    if thing is None:
        why = "it is not there, not shown to the bot, or of another type"
        raise NoSuchChoice(kind, wanted, why)
    return thing


def _elsewhere(webhook: Webhook, channel: Channel) -> bool:
    """Whether it is known to post to another server."""
    return None not in (webhook.guild_id, channel.guild_id) and webhook.guild_id != channel.guild_id


def _by_id(found: Sequence[T], known: Remembered | None) -> T | None:
    return next((each for each in found if known and str(each.id) == known.id), None)


def _how_known(known: Remembered | None, name: str, usual: str) -> str:
    earlier = known.name if known else ""
    said = "made by an earlier run" if known and known.made else "used by an earlier run"
    before = f"#{earlier}" if usual.startswith("#") else earlier
    return f"{said}; renamed from {before}" if earlier and before != name else said


def _found(
    tiers: Sequence[tuple[Sequence[T], str]],
    known: Remembered | None,
    none_yet: str,
    look_alikes: Sequence[T],
    missing: str = _GONE,
) -> Chosen[T]:
    """The one thing of the first tier that holds any."""
    gone = missing if known else ""
    for found, reason in tiers:
        if len(found) > 1:
            return Chosen(None, Verb.CHOOSE, f"{len(found)} of them: {reason}", tuple(found))
        if found:
            why = f"{gone}; {reason}" if gone else reason
            left = tuple(each for each in look_alikes if each.id != found[0].id)
            return Chosen(found[0], Verb.ADOPT, why, look_alikes=left)
    verb = Verb.REPAIR if known else Verb.CREATE
    return Chosen(None, verb, gone or none_yet, look_alikes=tuple(look_alikes))
