"""A `cakd create` that fails: what it made is taken back, or named with the way back."""

import json
from pathlib import Path

from tests.cli.conftest import Rehearse, Rehearsed


def channels(on: Rehearsed) -> list[str]:
    every = on.rehearsal.world.channels.values()
    return [each.id for each in every if each.name == "alerts-my-project"]


async def test_a_failed_run_names_what_it_made_and_both_ways_on(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    ended = await on.cakd("create", "-f", "platform.yaml")
    assert ended.err.splitlines()[-1] == (
        "   Made before it failed, and kept: channel alerts-my-project. "
        "Run it again to go on, or take it back: cakd destroy -f platform.yaml"
    )
    assert len(channels(on)) == 1
    assert (await on.cakd("destroy", "-f", "platform.yaml", "--yes")).code == 0
    assert channels(on) == []


async def test_a_rollback_takes_it_back(rehearsed: Rehearse, home: Path) -> None:
    on = await rehearsed("missing-manage-webhooks")
    ended = await on.cakd("create", "--rollback", "--strict")
    assert "   Deleting Discord channel #alerts-my-project...\n" in ended.out
    assert ended.err.splitlines()[-1] == (
        "   Note: rolled back: what this run made is deleted again"
    )
    assert ended.code == 1
    assert channels(on) == []
    assert not (home / ".config" / "cakd" / "my-project.json").exists()


async def test_a_rollback_leaves_what_an_earlier_run_made(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    await on.cakd("create")
    made = channels(on)
    ended = await on.cakd("create", "--rollback")
    assert "Deleting" not in ended.out
    assert channels(on) == made


async def test_json_tells_it_as_well(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    events = [json.loads(each) for each in (await on.cakd("create", "--json")).out.splitlines()]
    (kept,) = (each for each in events if each["event"] == "kept")
    assert [(each["kind"], each["name"]) for each in kept["things"]] == [
        ("channel", "alerts-my-project")
    ]
    assert kept["noted"] is True
