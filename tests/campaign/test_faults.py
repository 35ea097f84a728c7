"""Every request of every kind of run meets every fault, once and for good.

A passing fault (a reset, an answer that breaks off, a 5xx, a 429) is survived within the run.
Whatever lasts ends in a failure that has its row in the table. And after a run without the fault
there is one channel, one webhook and one route that delivers; or nothing, where all was to go.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from cakd_tui.core.events import Event, Warned
from cakd_tui.core.troubleshooting import matching
from cakd_tui.rehearsal.faults import (
    Delay,
    Drop,
    Effect,
    Fault,
    Garbage,
    Html,
    Huge,
    Limited,
    Silence,
    Status,
    Truncated,
    WrongTypes,
)
from tests.campaign.beginnings import BEGINNINGS, Beginning
from tests.campaign.count import Before, Count, before
from tests.campaign.ground import ENTRIES, TEMPO, Ground, Snapshot, ground
from tests.campaign.tally import Tally, record

PATIENCE = 0.4
"""Seconds a client waits for an answer that may come late."""
LITTLE, LONG, TOO_LONG = PATIENCE + 0.1, PATIENCE + 0.6, PATIENCE + 1.4
LOOKS, LATER = (0.0, 0.2), (0.3, 0.3)
"""Seconds before each look: a little late is meant for the second, long for the last, too long for
none."""
AT_ONCE = 20
"""How many cases are played side by side, as most of the time is spent waiting."""

PASSING: Mapping[str, Mapping[str, Effect]] = {
    "drops": {"before": Drop(), "after": Drop(after=True), "truncated": Truncated()},
    "failures": {
        f"{status} {'after' if after else 'before'}": Status(status, after)
        for status in (500, 502, 503, 504)
        for after in (False, True)
    },
    "limits": {scope: Limited(scope) for scope in ("user", "global", "shared")},
}
STUBBORN: Mapping[str, Mapping[str, Effect]] = {
    "nonsense": {
        "garbage": Garbage(),
        "web page": Html(),
        "wrong types": WrongTypes(),
        "64 MiB": Huge(),
    },
    "late": {
        "never": Silence(),
        "never, done": Silence(after=True),
        "a little": Delay(LITTLE / TEMPO),
        "long": Delay(LONG / TEMPO),
        "too long": Delay(TOO_LONG / TEMPO),
    },
}
EFFECTS = {**PASSING, **STUBBORN}


@dataclass(frozen=True)
class Case:
    """One fault and one beginning."""

    beginning: Beginning
    fault: Fault
    name: str

    @property
    def is_late(self) -> bool:
        return isinstance(self.fault.effect, Silence | Delay)


@dataclass(frozen=True)
class Played:
    """What came of a case."""

    case: Case
    first: Sequence[Event]
    second: Sequence[Event]
    early: tuple[str, ...]
    """What must not be, and was already after the run with the fault."""
    count: Count

    @property
    def survived(self) -> bool:
        return not warnings(self.first)

    def wrong(self) -> str:
        """What must not be, if anything."""
        unnamed = [each.text for each in warnings(self.first) if not rows(each)]
        kept = [each.text for each in warnings(self.second)]
        told = {"early": self.early, "in the end": self.count, "unnamed": unnamed, "again": kept}
        return f"{self.case.name}: {told}" if any(told.values()) else ""


def warnings(said: Sequence[Event]) -> list[Warned]:
    return [each for each in said if isinstance(each, Warned)]


def rows(warned: Warned) -> list[str]:
    return [each.id for each in matching(ENTRIES, warned.symptom)]


async def undisturbed(beginning: Beginning, directory: Path) -> tuple[Snapshot, list[str]]:
    """How it begins, and the routes a run asks then where nothing goes wrong, in order."""
    async with ground(directory) as on:
        await beginning.arrange(on)
        snapshot = Snapshot.of(on)
        on.rehearsal.requests.clear()
        await beginning.deed.run(on)
        return snapshot, [each.route for each in on.rehearsal.requests]


def cases(beginning: Beginning, kind: str, routes: Sequence[str]) -> list[Case]:
    """Each fault of this kind, at each request: once, and for good from there on.

    At what creates something also for good there alone: all else can be asked meanwhile.
    """
    found = []
    for name, effect in EFFECTS[kind].items():
        for number, route in enumerate(routes, 1):
            method, template = route.split()
            pattern = "/".join("*" if "{" in part else part for part in template.split("/"))
            faults = {
                "once": Fault(effect, nth=number),
                "from there": Fault(effect, nth=number, times=None),
            }
            if method == "POST":
                faults["there"] = Fault(effect, method, pattern, times=None)
            found += [
                Case(beginning, fault, f"{beginning} {route} {name} {how}")
                for how, fault in faults.items()
            ]
    return found


async def played(case: Case, begun: Snapshot, directory: Path) -> Played:
    """Meet the fault, and run once more without it."""
    async with ground(directory) as on:
        begun.restore(on)
        was = before(on)
        on.rehearsal.faults.add(case.fault)
        on.read = PATIENCE if case.is_late else 20.0
        first = await case.beginning.deed.run(on)
        if isinstance(case.fault.effect, Delay):
            await asyncio.sleep(TOO_LONG)  # what was asked for comes about at last
        return await _again(case, on, was, first)


async def _again(case: Case, on: Ground, was: Before, first: Sequence[Event]) -> Played:
    on.rehearsal.faults.clear()
    on.rehearsal.release_limits()
    on.read = 20.0
    deed = case.beginning.deed
    early = await deed.wrong_between(on)
    second = await deed.run(on)
    return Played(case, first, second, early, await deed.count(on, was))


async def all_played(todo: Sequence[Case], begun: Snapshot, directory: Path) -> list[Played]:
    """All of them, several at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, case: Case) -> Played:
        async with free:
            return await played(case, begun, directory / str(number))

    return list(await asyncio.gather(*(one(*each) for each in enumerate(todo))))


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program waits for by itself takes no time.

    A library that isn't there is not looked for with every request, either.
    """
    monkeypatch.setitem(sys.modules, "sniffio", None)
    monkeypatch.setattr("cakd_tui.discord.http.client.pause_before", lambda _: 0.0)
    monkeypatch.setattr("cakd_tui.discord.creation.LOOKS", LOOKS)
    monkeypatch.setattr("cakd_tui.discord.creation.LATER", LATER)
    monkeypatch.setattr("cakd_tui.discord.removal._PAUSES", LOOKS)
    monkeypatch.setattr("cakd_tui.discord.trial._PAUSES", LOOKS)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("kind", EFFECTS)
@pytest.mark.parametrize("beginning", BEGINNINGS, ids=str)
async def test_nothing_twice_nothing_lost(
    beginning: Beginning, kind: str, scratch: Path, request: pytest.FixtureRequest
) -> None:
    begun, routes = await undisturbed(beginning, scratch / "undisturbed")
    done = await all_played(cases(beginning, kind, routes), begun, scratch)
    record(
        request,
        Tally(
            kind,
            len(done),
            sum(each.survived for each in done),
            sum(len({*each.count.duplicates, *each.early}) for each in done),
            sum(len(each.count.orphans) for each in done),
            sum(len(each.count.lost) for each in done),
        ),
    )
    assert not list(filter(None, (each.wrong() for each in done)))
    if kind in PASSING:
        once = [each for each in done if each.case.name.endswith(" once")]
        assert not [
            f"{each.case.name}: {warnings(each.first)}" for each in once if not each.survived
        ]
    if kind == "late":
        lasting = [each for each in done if each.case.name.endswith(" from there")]
        assert lasting
        assert not [each.case.name for each in lasting if each.survived]
