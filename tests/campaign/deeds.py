"""What a run is for, what must hold of it even where it fails, and what it ends in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from cakd_tui.core.events import Event
from tests.campaign.count import Before, Count, counted, counted_gone, duplicates
from tests.campaign.ground import PROJECT, Ground


@dataclass(frozen=True)
class Deed:
    """One command's work."""

    run: Callable[[Ground], Awaitable[list[Event]]]
    wrong_between: Callable[[Ground], Awaitable[tuple[str, ...]]]
    """What must not be after a run that met a fault, whatever came of it."""
    count: Callable[[Ground, Before], Awaitable[Count]]
    """What is wrong after a run that met none."""


async def _there_twice(on: Ground) -> tuple[str, ...]:
    return duplicates(on)


async def _cut_off(on: Ground) -> tuple[str, ...]:
    """Alerts have a place at all times: the old webhook's until the new one is in use."""
    channels = [each.id for each in on.channels()]
    return () if await on.deliver() in channels else ("the route delivers nothing",)


async def _unremembered(on: Ground) -> tuple[str, ...]:
    """What is still there is remembered, to be deleted by the next run."""
    route = on.routes.load(PROJECT)
    known = {each.id for each in route.remembered} if route else set()
    left = {each.id for each in on.channels()} | {each.id for each in on.webhooks()}
    return tuple(left - known)


async def _rotated(on: Ground, was: Before) -> Count:
    return await counted(on, replace(was, webhook=None))


async def _destroyed(on: Ground, was: Before) -> Count:
    return counted_gone(on, was)


CREATE = Deed(Ground.create, _there_twice, counted)
ROTATE = Deed(Ground.rotate, _cut_off, _rotated)
DESTROY = Deed(Ground.destroy, _unremembered, _destroyed)
