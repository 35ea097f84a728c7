"""Two processes that set up the same project at the same time: one of each comes of it."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rehearse, Rehearsed

ROUNDS = 4


def left(on: Rehearsed) -> tuple[int, int]:
    """How many channels and webhooks of ours there are."""
    world = on.rehearsal.world
    channels = [each for each in world.channels.values() if each.name == "alerts-my-project"]
    named = [each for each in world.webhooks.values() if each.name == "CAKD Alerting - my-project"]
    return len(channels), len(named)


@pytest.mark.parametrize("scenario", ["ready", "existing-setup"])
async def test_two_at_once_end_with_one_channel_and_one_webhook(
    scenario: str, rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed(scenario)
    on.rehearsal.latency = 0.02
    for _ in range(ROUNDS):
        both = await asyncio.gather(on.cakd("create", "--strict"), on.cakd("create", "--strict"))
        busy = [each for each in both if "(CAKD-C-BUSY)" in each.err]
        done = [each for each in both if not each.code]
        assert len(done) in (1, 2)
        assert len(done) + len(busy) == 2
        assert all(f": {on.only_url()}\n" in each.out for each in done)
        assert left(on) == (1, 1)
        route = json.loads((home / ".config" / "cakd" / "my-project.json").read_text())
        assert route["webhook_url"] == on.only_url()
        if scenario == "ready":
            assert (await on.cakd("destroy", "--yes")).code == 0
            assert left(on) == (0, 0)
