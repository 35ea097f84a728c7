"""What a project has in the end, compared with what it ought to have."""

from dataclasses import dataclass
from pathlib import Path

from tests.campaign.ground import PROJECT, Ground


@dataclass(frozen=True)
class Before:
    """What was there before anything went wrong."""

    channel: str | None
    webhook: str | None
    others: frozenset[str]
    """Everything in the world that is not the project's."""


@dataclass(frozen=True)
class Count:
    """What is wrong: nothing, if all is well."""

    duplicates: tuple[str, ...] = ()
    """A second thing of the project's."""
    orphans: tuple[str, ...] = ()
    """A thing of the project's that its route knows nothing of, or a file left behind."""
    lost: tuple[str, ...] = ()
    """What was there and is gone, or what had to come about and has not."""

    def __bool__(self) -> bool:
        return bool(self.duplicates or self.orphans or self.lost)


def before(on: Ground) -> Before:
    """What is there now."""
    channels, webhooks = on.channels(), on.webhooks()
    return Before(
        channels[0].id if channels else None,
        webhooks[0].id if webhooks else None,
        _others(on),
    )


def duplicates(on: Ground) -> tuple[str, ...]:
    """All but the first of the project's things."""
    channels = [each.id for each in on.channels()]
    webhooks = [each.id for each in on.webhooks()]
    return (*channels[1:], *webhooks[1:])


async def counted(on: Ground, was: Before) -> Count:
    """What is wrong after a run that went to its end."""
    channels = [each.id for each in on.channels()]
    webhooks = [each.id for each in on.webhooks()]
    route = on.routes.load(PROJECT)
    remembered = {(each.kind, each.id) for each in route.remembered} if route else set()
    known = {number for _, number in remembered}
    orphans = [each for each in (*channels, *webhooks) if each not in known]
    lost = [
        f"the {what}" for what, found in (("channel", channels), ("webhook", webhooks)) if not found
    ]
    if was.channel and was.channel not in channels:
        lost.append("the channel that was there")
    if was.webhook and was.webhook not in webhooks:
        lost.append("the webhook that was there")
    if not was.others <= _others(on):
        lost.append("something of somebody else's")
    if len(remembered) != 2 + len(on.left) or await on.deliver() not in channels:
        lost.append("the route")
    if not on.left <= known:
        lost.append("what an earlier set-up made")
    return Count(duplicates(on), (*orphans, *litter(on.directory)), tuple(lost))


def counted_gone(on: Ground, was: Before) -> Count:
    """What is wrong after a run that was to take everything back."""
    ours = [*(each.id for each in on.channels()), *(each.id for each in on.webhooks())]
    kept = [f"{PROJECT}.json"] if on.routes.load(PROJECT) else []
    lost = () if was.others <= _others(on) else ("something of somebody else's",)
    return Count((), (*ours, *kept, *litter(on.directory)), lost)


def litter(directory: Path) -> tuple[str, ...]:
    """The files that are neither a route nor a lock."""
    kept = {f"{PROJECT}.json", f".{PROJECT}.lock"}
    return tuple(each.name for each in directory.iterdir() if each.name not in kept)


def _others(on: Ground) -> frozenset[str]:
    world = on.rehearsal.world
    ours = {each.id for each in on.channels()} | {each.id for each in on.webhooks()}
    return frozenset({*world.channels, *world.webhooks} - ours)
