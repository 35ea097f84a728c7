"""`cakd create` killed at any moment, and two of them at the same: one of each in the end."""

import asyncio
import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.rehearsal import edits
from tests.campaign.count import before, counted
from tests.campaign.ground import Ground, ground
from tests.campaign.machine import Machine
from tests.campaign.stable import CAN_FORK, Stable, stable
from tests.campaign.tally import Tally, record

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked, which Windows can't")

ROUNDS = 26
"""For each seed: the rounds of one or two killed runs and one that is let be."""
PAIRS = 16
LATENCY = 0.004
"""Seconds the rehearsal takes to answer, so that kills fall between the requests as well."""


async def idle(on: Ground) -> None:
    """Wait until Discord has done what it was asked for: also a dead process's last request."""
    while any(each.status is None for each in on.rehearsal.requests):  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.002)


async def usual_span(stock: Stable, directory: Path) -> float:
    """Seconds a run takes here that nobody kills."""
    async with ground(directory / "cakd") as on:
        on.rehearsal.latency = LATENCY
        machine = Machine.at(on, stock)
        start = time.perf_counter()
        assert await machine.create() == 0, machine.said()
        return time.perf_counter() - start


async def killed(machine: Machine, after: float) -> bool:
    """Kill a run so many seconds after its begin; whether it was still running."""
    number = await machine.begin()
    await asyncio.sleep(after)
    os.kill(number, signal.SIGKILL)
    code = await machine.stable.end()
    await idle(machine.on)
    return code == -signal.SIGKILL


@pytest.mark.parametrize("seed", range(4))
async def test_runs_killed_at_random_are_completed_by_the_next(
    seed: int, scratch: Path, request: pytest.FixtureRequest, home: Path
) -> None:
    chance = random.Random(seed)
    kills, wrong = 0, []
    async with stable(home) as stock:
        await usual_span(stock, scratch / "first")
        span = await usual_span(stock, scratch / "second")
        for number in range(3 * ROUNDS):  # some runs end before they are killed
            if kills >= ROUNDS:
                break
            async with ground(scratch / str(number) / "cakd") as on:
                on.rehearsal.latency = LATENCY
                was, machine = before(on), Machine.at(on, stock)
                for _ in range(1 + number % 2):
                    kills += await killed(machine, chance.uniform(0.0, span))
                assert await machine.create() == 0, machine.said()
                count = await counted(on, was)
                assert "Traceback" not in machine.said()
                if count:
                    wrong.append((number, count))
    record(request, Tally("kill -9", kills))
    assert not wrong
    assert kills >= ROUNDS


async def test_of_two_at_the_same_moment_one_does_it_and_the_other_says_so(
    scratch: Path, request: pytest.FixtureRequest, home: Path
) -> None:
    chance = random.Random(6)
    wrong, busy = [], 0
    async with stable(home) as left, stable(home) as right:
        span = await usual_span(left, scratch / "first")
        await usual_span(right, scratch / "second")
        for number in range(PAIRS):
            async with ground(scratch / str(number + 2) / "cakd") as on:
                on.rehearsal.latency = LATENCY
                was, one, two = before(on), Machine.at(on, left), Machine.at(on, right)
                await one.begin()
                await asyncio.sleep(chance.choice((0.0, chance.uniform(0.0, span))))
                await two.begin()
                codes = sorted((await left.end(), await right.end()))
                said = one.said()
                assert codes in ([0, 0], [0, 1]), said
                assert ("another cakd" in said) == (codes == [0, 1])
                busy += codes[1]
                if count := await counted(on, was):
                    wrong.append((number, count))
    record(request, Tally("two at once", PAIRS))
    assert not wrong
    assert busy


async def test_two_machines_at_the_same_moment_make_one_each_and_the_plan_says_so(
    scratch: Path, home: Path
) -> None:
    async with stable(home) as left, stable(home) as right, ground(scratch / "l" / "cakd") as on:
        on.rehearsal.latency = 0.3  # both look before either creates
        there = replace(on, directory=scratch / "r" / "cakd")
        one, two = Machine.at(on, left), Machine.at(there, right)
        await one.begin()
        await two.begin()
        assert [await left.end(), await right.end()] == [0, 0]
        on.rehearsal.latency = 0.0
        channels = {each.id for each in on.channels()}
        assert len(channels) == len(on.webhooks()) == 2
        assert {await on.deliver(), await there.deliver()} == channels
        for machine in (one, two):  # each goes on with its own, and makes no third
            assert await machine.create() == 0
            await machine.stable.begin(["create", "--dry-run"], machine.variables(), machine.home)
            assert await machine.stable.end() == 0
            assert "it bears the name, and is not the project's" in machine.said()
        assert len(on.channels()) == len(on.webhooks()) == 2
        third = Machine.at(replace(on, directory=scratch / "third" / "cakd"), left)
        assert await third.create() == 1
        assert "several channels could be the project's" in third.said()
        assert len(on.channels()) == 2
        on.rehearsal.world.webhooks.pop(on.webhooks()[1].id)
        edits.delete_channel(on.rehearsal.world, on.channels()[1].id)  # the operator keeps one
        for machine in (one, two):
            assert await machine.create() == 0
        assert len(on.channels()) == len(on.webhooks()) == 1
        assert await on.deliver() == await there.deliver() == on.channels()[0].id
