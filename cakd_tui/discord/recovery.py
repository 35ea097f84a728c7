"""Which of the things that are there a create has made whose answer got lost. Pure.

Somebody may have made one of the same name at the same moment: that is used, and is not ours.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cakd_tui.discord.adoption import chosen_channel, chosen_webhook, is_own
from cakd_tui.discord.http.models import TEXT_CHANNEL, Channel, Webhook
from cakd_tui.discord.naming import (
    channel_name,
    channel_topic,
    same_channel_name,
    same_name,
    webhook_name,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recovered(Generic[T]):
    """What there is after a create."""

    thing: T
    made: bool
    """Whether the create made it, as opposed to somebody else."""


def recovered_channel(
    listed: Sequence[Channel], project: str, before: Collection[int]
) -> Recovered[Channel] | None:
    """The project's channel among those of the server, `before` being the ids listed earlier."""
    name, topic = channel_name(project), channel_topic(project)
    made = [
        each
        for each in listed
        if each.type == TEXT_CHANNEL
        and each.id not in before
        and each.topic == topic
        and same_channel_name(each.name or "", name)
    ]
    if made:
        return Recovered(min(made, key=lambda each: each.id), made=True)
    found = chosen_channel(listed, project).nearest
    return Recovered(found, made=False) if found else None


def recovered_webhook(
    listed: Sequence[Webhook], channel: Channel, project: str, before: Collection[int]
) -> Recovered[Webhook] | None:
    """The project's webhook among those of the channel, `before` being the ids listed earlier."""
    if made := made_webhook(listed, project, before):
        return Recovered(made, made=True)
    found = chosen_webhook(listed, channel, project).nearest
    return Recovered(found, made=False) if found else None


def made_webhook(
    listed: Sequence[Webhook], project: str, before: Collection[int]
) -> Webhook | None:
    """The oldest of the project's name that the bot's own application has made since."""
    name = webhook_name(project).text
    made = [
        each
        for each in listed
        if is_own(each) and each.id not in before and same_name(each.name or "", name)
    ]
    return min(made, key=lambda each: each.id, default=None)
