"""`cakd destroy`: the plan, the question, and what is gone afterwards, over a real socket."""

import asyncio
import json
import os
import pty
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.rehearsal.faults import Delay, Fault, Status
from tests.cli.command import HEARING, START, Shell
from tests.cli.conftest import Rehearse, Rehearsed

PLAN = (
    "To delete for my-project:\n"
    "   - delete  webhook  CAKD Alerting - my-project  (made by cakd)\n"
    "   - delete  channel  #alerts-my-project  (made by cakd)\n"
    "   - delete  route    ~/.config/cakd/my-project.json  (once the rest is done)\n"
)


def remains(on: Rehearsed) -> tuple[int, int]:
    """How many channels and webhooks of ours there are."""
    world = on.rehearsal.world
    channels = [each for each in world.channels.values() if each.name == "alerts-my-project"]
    named = [each for each in world.webhooks.values() if each.name == "CAKD Alerting - my-project"]
    return len(channels), len(named)


def route_file(home: Path) -> Path:
    return home / ".config" / "cakd" / "my-project.json"


async def test_what_was_made_is_gone_and_the_route_with_it(rehearsed: Rehearse, home: Path) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("destroy", "-f", "platform.yaml", "--yes")
    assert ended.out == (
        f"{PLAN}"
        "Step 1/1: Removing Notification Channels...\n"
        "   Deleting Discord webhook CAKD Alerting - my-project...\n"
        "   Deleting Discord channel #alerts-my-project...\n"
        "   Deleting the routing rule of my-project...\n"
        "   Webhook routing rule deleted: ~/.config/cakd/my-project.json\n"
    )
    assert ended.err == ""
    assert ended.code == 0
    assert remains(on) == (0, 0)
    assert not route_file(home).exists()


async def test_without_a_route_there_is_nothing_to_do(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("destroy", "--yes")
    assert ended.err == "Nothing to delete: no route of my-project is saved.\n"
    assert (ended.out, ended.code) == ("", 0)
    assert not on.rehearsal.requests


async def test_a_route_that_cant_be_read_is_made_good_as_the_advice_says(
    rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    route_file(home).write_text("{")
    refused = await on.cakd("destroy", "--yes")
    told = " ".join(refused.err.split())
    assert "Fix Run `cakd create` first" in told
    assert "cakd destroy --also channel --also webhook" in told
    assert refused.code == 1
    assert (await on.cakd("create")).code == 0
    left = await on.cakd("destroy", "--yes")
    assert "leave" in left.out
    assert remains(on) == (1, 1)
    await on.cakd("create")
    ended = await on.cakd("destroy", "--also", "channel", "--also", "webhook", "--yes")
    assert ended.code == 0
    assert remains(on) == (0, 0)


async def test_without_a_terminal_it_asks_for_a_yes(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("destroy")
    assert ended.out == PLAN
    assert ended.err.startswith("cakd: there is no terminal to ask on: add --yes")
    assert ended.code == 2
    assert remains(on) == (1, 1)


async def test_json_asks_nobody_and_so_needs_a_yes(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    refused = await on.cakd("destroy", "--json")
    assert (refused.code, refused.out) == (2, "")
    ended = await on.cakd("destroy", "--json", "--yes")
    events = [json.loads(each) for each in ended.out.splitlines()]
    assert [each["event"] for each in events] == [
        "plan",
        "step_started",
        "action_started",
        "removed",
        "action_started",
        "removed",
        "action_started",
        "route_forgotten",
        "step_done",
    ]
    assert events[0]["requests"] == 2
    assert {each["reason"] for each in events[0]["lines"][:2]} == {"made by cakd"}
    assert ended.code == 0


async def test_contradicting_flags_are_refused(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("destroy", "--keep-channel", "--also", "channel", "--yes")
    assert "--keep-channel and --also channel contradict each other" in ended.err
    assert ended.code == 2


async def test_a_kind_that_there_is_not_is_refused_before_anything_is_deleted(
    rehearsed: Rehearse,
) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("destroy", "--also", "thread", "--yes")
    assert "--also thread: there is only channel, webhook" in ended.err
    assert ended.code == 2
    assert remains(on) == (1, 1)
    ended = await on.cakd("destroy", "--also", "webhook", "--yes")
    assert ended.code == 0


async def test_a_kept_channel_stays_and_needs_no_token(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    known = {k: v for k, v in on.shell.variables.items() if k != "CAKD_DISCORD_BOT_TOKEN"}
    bare = replace(on.shell, variables=known)
    refused = await bare.cakd("destroy", "--yes")
    assert "no token for Discord" in refused.err
    assert "Still there: webhook CAKD Alerting - my-project, channel alerts-my-project" in (
        refused.err
    )
    assert refused.code == 4
    assert remains(on) == (1, 1)
    ended = await bare.cakd("destroy", "--yes", "--keep-channel")
    assert "· leave   channel  #alerts-my-project  (you asked to keep it)" in ended.out
    assert ended.code == 0
    assert remains(on) == (1, 0)


async def test_what_was_found_there_is_left_unless_named(rehearsed: Rehearse) -> None:
    on = await rehearsed("existing-setup")
    await on.cakd("create")
    before = remains(on)
    ended = await on.cakd("destroy", "--yes")
    assert ended.out.count("found there, not made by cakd") == 2
    assert "--also webhook --also channel deletes it too" in ended.err
    assert remains(on) == before
    await on.cakd("create")
    assert (await on.cakd("destroy", "--yes", "--also", "webhook", "--also", "channel")).code == 0
    assert remains(on) == (0, 0)


async def test_a_failure_says_what_is_still_there_and_the_next_run_finishes(
    rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    on.rehearsal.faults.add(Fault(Status(403), "DELETE", "/channels/*"))
    ended = await on.cakd("destroy", "--yes")
    assert "Warning: Failed to remove notification channel: failed to delete channel: " in ended.err
    assert "Still there: channel alerts-my-project. Run it again to go on." in ended.err
    assert ended.code == 1
    assert (await on.cakd("destroy", "--yes")).code == 0
    assert remains(on) == (0, 0)
    assert not route_file(home).exists()


async def test_a_route_of_another_provider_is_taken_back_by_that_one(
    shell: Shell, home: Path
) -> None:
    shell.configured("pigeon")
    known = {**shell.variables, "CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "7"}
    shell = replace(shell, variables=known)
    await shell.cakd("create")
    shell.configured("discord")
    ended = await shell.cakd("destroy", "--yes")
    assert "   Taking down perch-my-project...\n" in ended.out
    assert ended.code == 0
    assert not route_file(home).exists()


async def test_an_unreadable_route_is_said(rehearsed: Rehearse, home: Path) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    route_file(home).write_text("{")
    ended = await on.cakd("destroy", "--yes")
    assert "not a saved route" in ended.err
    assert ended.code == 1


async def test_an_interrupt_says_that_the_rest_is_written_down(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    asked = len(on.rehearsal.requests)
    on.rehearsal.faults.add(Fault(Delay(500), "DELETE", "/channels/*"))
    process = await on.shell.start("destroy", "--yes")
    async with asyncio.timeout(20):
        while len(on.rehearsal.requests) < asked + 2:  # noqa: ASYNC110 - asked by another process
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), 20)
    assert err.decode().endswith(
        "Interrupted. What is left is still written down: run it again to go on.\n"
    )
    assert process.returncode == 130
    on.rehearsal.faults.clear()
    assert (await on.cakd("destroy", "--yes")).code == 0
    assert remains(on) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "code", "left"), [("my-project\n", 0, (0, 0)), ("yes\n", 1, (1, 1))]
)
async def test_on_a_terminal_the_projects_name_is_asked_for(
    typed: str, code: int, left: tuple[int, int], rehearsed: Rehearse
) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HEARING + START, "destroy"),
        cwd=on.shell.directory,
        env=dict(on.shell.variables),
        stdin=theirs,
        stdout=asyncio.subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    os.close(ours)
    assert out.decode().startswith(PLAN)
    assert process.returncode == code
    assert remains(on) == left


async def test_a_demo_has_something_to_take_back(shell: Shell) -> None:
    ended = await shell.cakd("destroy", "--demo", "--yes")
    assert "Deleting Discord channel #alerts-my-project" in ended.out
    assert ended.err == "DEMO ready: nothing real is touched\n"
    assert ended.code == 0
