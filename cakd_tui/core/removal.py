"""What a project's removal will delete and what it will leave: decided before anything is asked."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.route import (
    COMING,
    FORMER,
    Remembered,
    Route,
    generation,
    is_coming,
    plain_kind,
)
from cakd_tui.core.symptom import Symptom

_MADE: Final = "made by cakd"
_UNUSED: Final = "made by cakd, and no longer used"
_UNFINISHED: Final = "made by cakd for a move that was not finished"
_NAMED: Final = "found there, and you named it"
_FOUND: Final = "found there, not made by cakd"
_KEPT: Final = "you asked to keep it"
_HOLDS: Final = "the {kind} that stays hangs on it"
_UNSURE: Final = "an interrupted rotation may have made it"
_LAST: Final = "once the rest is done"


@dataclass(frozen=True, slots=True)
class Fate:
    """A remembered thing and what will happen to it."""

    thing: Remembered
    verb: Verb
    """`DELETE` or `LEAVE`."""
    reason: str


def fates(route: Route, keep: Collection[str] = (), also: Collection[str] = ()) -> tuple[Fate, ...]:
    """The fate of everything the route remembers, in the order in which it is deleted.

    What we made is deleted and what we found is left, but for the kinds to `keep` and those to
    delete `also`; `FORMER` keeps all that is left from earlier set-ups. Things are remembered in
    the order they were made, each within those before it: one that stays keeps those before it
    from being deleted, within one set-up.
    """
    found: list[Fate] = []
    staying: dict[str, Remembered] = {}
    ours = {each.id for each in route.remembered if each.made and each.id}
    for remembered in reversed(route.remembered):
        # What a rotation made may have been found again by a later set-up, under another kind.
        thing = replace(remembered, made=remembered.made or remembered.id in ours)
        setup = COMING if is_coming(thing.kind) else generation(thing.kind)
        fate = _fate(thing, staying.get(setup), keep, also)
        found.append(fate)
        if fate.verb is Verb.LEAVE:
            staying[setup] = thing
    return tuple(found)


def _fate(
    thing: Remembered, staying: Remembered | None, keep: Collection[str], also: Collection[str]
) -> Fate:
    if _is_kept(thing, keep):
        return Fate(thing, Verb.LEAVE, _KEPT)
    if not thing.made and thing.kind not in also:
        return Fate(thing, Verb.LEAVE, _FOUND)
    if staying is not None:
        return Fate(thing, Verb.LEAVE, _HOLDS.format(kind=staying.kind))
    if not thing.id:
        return Fate(thing, Verb.DELETE, _UNSURE)
    if not thing.made:
        return Fate(thing, Verb.DELETE, _NAMED)
    if is_coming(thing.kind):
        return Fate(thing, Verb.DELETE, _UNFINISHED)
    return Fate(thing, Verb.DELETE, _UNUSED if generation(thing.kind) else _MADE)


def _is_kept(thing: Remembered, keep: Collection[str]) -> bool:
    if generation(thing.kind):
        return FORMER in keep
    return thing.kind in keep or (is_coming(thing.kind) and plain_kind(thing.kind) in keep)


def doomed(
    route: Route, keep: Collection[str] = (), also: Collection[str] = ()
) -> tuple[Remembered, ...]:
    """The things that will be deleted."""
    return tuple(each.thing for each in fates(route, keep, also) if each.verb is Verb.DELETE)


def removal_plan(
    route: Route,
    path: str,
    keep: Collection[str] = (),
    also: Collection[str] = (),
    shown: Callable[[Remembered], str] = lambda thing: thing.name,
) -> Plan:
    """Every thing with its fate and the reason for it; last the route, saved at `path`.

    `shown` is how the provider names a thing.
    """
    decided = fates(route, keep, also)
    lines = [
        PlanLine(each.verb, each.thing.kind, shown(each.thing), reason=each.reason)
        for each in decided
    ]
    requests = sum(each.verb is Verb.DELETE for each in decided)
    return Plan((*lines, PlanLine(Verb.DELETE, "route", path, reason=_LAST)), requests)


def is_left_of(planned: Route, now: Route, things: Collection[Remembered]) -> bool:
    """Whether `now` is `planned` but for some of these things: what their removal, cut short, left.

    Nothing else may differ: another run has changed it then.
    """
    doomed_ones = {(each.kind, each.id) for each in things}
    left = {(each.kind, each.id) for each in now.remembered}
    for each in planned.remembered:
        if (each.kind, each.id) in doomed_ones - left:
            planned = planned.without_thing(each.kind)
    return planned == now


def changed_since(project: str) -> RouteStoreError:
    """What is said where another run has changed the route since the plan was shown."""
    message = f"the route of {project} has changed since the plan was made; run it again"
    return RouteStoreError(message, Symptom("route", {"reason": "changed"}, message))
