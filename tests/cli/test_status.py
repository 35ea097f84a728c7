"""`cakd status`: what has become of saved routes, as text and JSON, with exit codes."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.checks import INSPECTIONS
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.faults import Delay, Fault, Garbage
from cakd_tui.rehearsal.worlds import LOUNGE
from cakd_tui.storage.routes import FileRoutes
from tests.cli.command import START, Shell
from tests.cli.conftest import Rehearse, Rehearsed


def routes_of(shell: Shell) -> FileRoutes:
    return FileRoutes(Path(shell.variables["XDG_CONFIG_HOME"]) / "cakd")


async def set_up(rehearsed: Rehearse, name: str = "ready") -> Rehearsed:
    """A project that `cakd create` set up, and nothing asked since."""
    on = await rehearsed(name)
    assert (await on.cakd("create", "--strict")).code == 0
    on.rehearsal.requests.clear()
    return on


def rename(on: Rehearsed, name: str) -> None:
    channels = on.rehearsal.world.channels
    for each in [each for each in channels.values() if each.name == "alerts-my-project"]:
        channels[each.id] = replace(each, name=name)


async def test_what_is_as_saved_is_a_column_of_ticks_and_zero(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    ended = await on.cakd("status")
    assert ended.out == (
        "my-project (Discord, channel alerts-my-project)\n"
        "✓ Saved route        ~/.config/cakd/my-project.json\n"
        "✓ Webhook            CAKD Alerting - my-project\n"
        "✓ Channel            #alerts-my-project\n"
        "✓ Repair             the bot could make again what gets lost\n"
        "✓ Left over          nothing\n"
        "– Agent              no spool at ~/.local/state/cakd/agent; name another with --spool or "
        "CAKD_AGENT_SPOOL\n"
    )
    assert ended.err == ""
    assert ended.code == 0
    assert {each.method for each in on.rehearsal.requests} == {"GET"}
    assert len(on.rehearsal.requests) == 5


async def test_a_renamed_channel_is_drift_until_create_has_noted_it(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    rename(on, "ops-alarms")
    ended = await on.cakd("status")
    assert "! Channel            renamed: #alerts-my-project → #ops-alarms\n" in ended.out
    assert ended.code == 1
    assert (await on.cakd("create", "--strict")).code == 0
    assert (await on.cakd("status")).code == 0


def move(on: Rehearsed, category: str | None) -> None:
    channels = on.rehearsal.world.channels
    for each in [each for each in channels.values() if each.name == "alerts-my-project"]:
        channels[each.id] = replace(each, parent_id=category)


async def test_a_moved_channel_is_drift_until_create_has_noted_it(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    move(on, LOUNGE)
    ended = await on.cakd("status")
    assert "! Channel            moved: no category → Lounge\n" in ended.out
    assert "drag #alerts-my-project out of the category Lounge" in ended.out
    assert ended.code == 1
    planned = await on.cakd("create", "--dry-run")
    assert "made by an earlier run; moved from no category to Lounge)" in planned.out
    assert "; notes the channel's new category)" in planned.out
    on.rehearsal.requests.clear()
    assert (await on.cakd("create", "--strict")).code == 0
    assert {each.method for each in on.rehearsal.requests} == {"GET"}
    assert "Nothing is left to do" in (await on.cakd("create", "--dry-run")).out
    assert (await on.cakd("status")).code == 0


async def test_what_is_gone_is_drift_until_create_has_made_it_again(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    for each in [each for each in on.rehearsal.world.channels.values() if "alerts" in each.name]:
        edits.delete_channel(on.rehearsal.world, each.id)
    ended = await on.cakd("status")
    assert "✗ Webhook            deleted in Discord\n" in ended.out
    assert "✗ Channel            #alerts-my-project was deleted in Discord\n" in ended.out
    assert "cakd create -f platform.yaml makes only what is gone again" in ended.out
    assert ended.code == 1
    assert (await on.cakd("create", "--strict")).code == 0
    assert (await on.cakd("status")).code == 0


async def test_nothing_set_up_yet_names_the_next_step(shell: Shell) -> None:
    shell.configured()
    ended = await shell.cakd("status")
    assert ended.code == 1
    assert "my-project is not set up yet\n     In a shell  cakd create -f" in ended.out
    every = await shell.cakd("status", "--all")
    assert every.code == 1
    assert every.out == ""
    assert "cakd create -f platform.yaml sets a project up" in every.err


async def test_no_platform_file_is_bad_usage_and_all_needs_none(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    (on.shell.directory / "platform.yaml").unlink()
    assert (await on.cakd("status")).code == 2
    assert (await on.cakd("status", "--all")).code == 0
    both = await on.cakd("status", "--all", "-f", "platform.yaml")
    assert both.code == 2
    assert "leave out either -f or --all" in both.err


async def test_refused_credentials_alone_end_with_four(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    on.rehearsal.refuses_tokens = True
    ended = await on.cakd("status")
    assert "✓ Webhook  " in ended.out
    assert "✗ Repair             Discord does not accept it\n" in ended.out
    assert ended.code == 4
    on.rehearsal.world.webhooks.clear()
    assert (await on.cakd("status")).code == 1


@pytest.mark.parametrize("fault", [None, Garbage()], ids=["offline", "garbled"])
async def test_without_an_answer_nothing_is_called_drift(
    fault: Garbage | None, rehearsed: Rehearse
) -> None:
    on = await set_up(rehearsed)
    routes = routes_of(on.shell)
    saved = routes.load("my-project")
    assert saved is not None
    routes.save(replace(saved, project="other"))
    offline = {**on.shell.variables, "CAKD_DISCORD_API": "http://127.0.0.1:9/api/v10"}
    shell = on.shell if fault else replace(on.shell, variables=offline)
    if fault:
        on.rehearsal.faults.add(Fault(fault, times=None))
    ended = await shell.cakd("status", "--all")
    assert ended.out.endswith("\n2 projects, 2 could not be looked at: my-project, other\n")
    assert ended.code == 1
    ended = await shell.cakd("status", "--json")
    told = json.loads(ended.out.splitlines()[-1])
    assert (told["drifted"], told["unknown"], told["refused"]) == (False, True, False)
    assert ended.code == 1


async def test_without_credentials_the_webhook_is_still_looked_at(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    kept = {
        name: value
        for name, value in on.shell.variables.items()
        if name != "CAKD_DISCORD_BOT_TOKEN"
    }
    poor = replace(on.shell, variables=kept)
    ended = await poor.cakd("status")
    assert "✓ Webhook  " in ended.out
    assert "– Channel            needs a bot token\n" in ended.out
    assert "set CAKD_DISCORD_BOT_TOKEN" in ended.err
    assert ended.err.endswith("only what needs none is looked at\n")
    assert ended.code == 0
    on.rehearsal.world.webhooks.clear()
    assert (await poor.cakd("status")).code == 1


async def test_an_interrupted_run_is_told_by_what_it_left(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    routes = routes_of(on.shell)
    saved = routes.load("my-project")
    assert saved is not None
    routes.save(saved.with_thing(Remembered("webhook-old", "7", "CAKD Alerting", made=True)))
    ended = await on.cakd("status")
    assert "! Left over          CAKD Alerting (webhook-old)\n" in ended.out
    assert ended.code == 1
    routes.save(Route("my-project", "discord", saved.values))
    ended = await on.cakd("status")
    assert "✗ Webhook            none yet\n" in ended.out
    assert ended.code == 1


@pytest.fixture
async def several(rehearsed: Rehearse) -> Rehearsed:
    """Routes of every kind: sound, drifted, broken, newer, of the toy, of nobody installed."""
    on = await set_up(rehearsed, "existing-setup")
    routes = routes_of(on.shell)
    sound = routes.load("my-project")
    assert sound is not None
    gone = Secret("https://discord.com/api/webhooks/9/gone")
    routes.save(replace(sound, project="drifted", webhook=gone))
    perch = (Remembered("perch", "1", "perch-coop", made=True),)
    routes.save(Route("coop", "pigeon", {}, perch, Secret("https://pigeons.example/1")))
    routes.save(Route("smoky", "smoke"))
    spoil(routes)
    return on


def spoil(routes: FileRoutes) -> None:
    """Have a file that is no route, and one of a newer program."""
    Path(routes.path("broken")).write_text("{")
    newer = {**json.loads(Path(routes.path("my-project")).read_text()), "version": 99}
    Path(routes.path("newer")).write_text(json.dumps(newer))


async def test_all_looks_at_each_whatever_is_the_matter_with_another(several: Rehearsed) -> None:
    loft = {"CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "7"}
    shell = replace(several.shell, variables={**several.shell.variables, **loft})
    ended = await shell.cakd("status", "--all")
    blocks = [block.splitlines() for block in ended.out.split("\n\n")]
    assert [block[0] for block in blocks] == [
        "broken",
        "coop (Pigeon, perch perch-coop)",
        "drifted (Discord, channel alerts-my-project)",
        "my-project (Discord, channel alerts-my-project)",
        "newer",
        "smoky (smoke)",
        "6 projects, 4 not as saved: broken, drifted, newer, smoky",
    ]
    text = {block[0].split()[0]: "\n".join(block[1:]) for block in blocks}
    assert "The saved route of broken can't be read" in text["broken"]
    assert "(CAKD-C-NEWER)" in text["newer"]
    assert "✓ Perch              perch-coop" in text["coop"]
    assert "✗ Webhook            deleted in Discord" in text["drifted"]
    assert not {"✗", "!"} & set(text["my-project"])
    assert "unknown notification provider 'smoke'" in text["smoky"]
    assert "Install     the notification provider smoke beside cakd" in text["smoky"]
    assert ended.code == 1


async def test_missing_credentials_of_one_provider_are_said_once(several: Rehearsed) -> None:
    ended = await several.cakd("status", "--all")
    assert "– Perch              needs a whistle\n" in ended.out
    assert ended.err.count("only what needs none is looked at") == 1


async def test_json_is_an_object_a_line_and_one_for_each_project(several: Rehearsed) -> None:
    ended = await several.cakd("status", "--all", "--json")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert {each["version"] for each in lines} == {1}
    told = {each["project"]: each for each in lines if each["event"] == "status"}
    assert list(told) == ["broken", "coop", "drifted", "my-project", "newer", "smoky"]
    assert told["broken"]["provider"] == ""
    assert told["smoky"]["provider"] == "smoke"
    drifted = {name for name, each in told.items() if each["drifted"]}
    assert drifted == {"broken", "drifted", "newer", "smoky"}
    own = [
        each["finding"]["check"]["id"]
        for each in lines
        if each["event"] == "inspected" and each["project"] == "my-project"
    ]
    assert own == ["status-route", *(each.id for each in INSPECTIONS), "status-agent"]
    newer = next(each for each in lines if each["project"] == "newer")
    assert [row["id"] for row in newer["troubleshooting"]] == ["CAKD-C-NEWER"]
    url = routes_of(several.shell).load("my-project")
    assert url is not None
    assert url.webhook.reveal().rsplit("/", 1)[1] not in ended.out + ended.err
    assert ended.code == 1


async def test_a_refused_token_is_not_sent_for_every_route(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed, "existing-setup")
    routes = routes_of(on.shell)
    saved = routes.load("my-project")
    assert saved is not None
    for number in range(30):
        routes.save(replace(saved, project=f"more-{number}"))
    on.rehearsal.refuses_tokens = True
    ended = await on.cakd("status", "--all")
    refused = [each for each in on.rehearsal.requests if each.status == 401]
    assert 0 < len(refused) <= 8 * 3
    assert ended.out.count("✓ Webhook  ") == 31
    assert ended.out.count("– Channel            needs an accepted token\n") == 31
    assert ended.code == 4
    told = (await on.cakd("status", "--all", "--json")).out.splitlines()
    statuses = [line for line in map(json.loads, told) if line["event"] == "status"]
    assert [each["refused"] for each in statuses] == [True] * 31


@pytest.mark.parametrize(
    ("name", "code", "line"),
    [
        ("in-use", 0, "✓ Channel            #alerts-my-project"),
        ("webhook-gone", 1, "✗ Webhook            deleted in Discord"),
        ("channel-gone", 1, "✗ Channel            #alerts-my-project was deleted in Discord"),
        ("channel-renamed", 1, "! Channel            renamed: #alerts-my-project → #ops-alarms"),
        ("channel-moved", 1, "! Channel            moved: Operations → Lounge"),
        ("hidden-channel", 1, "✗ Channel            #alerts-my-project hides from the bot"),
        ("existing-setup", 1, "     my-project is not set up yet"),
    ],
)
async def test_a_demo_shows_each_drift_and_needs_no_file(
    name: str, code: int, line: str, shell: Shell
) -> None:
    ended = await shell.cakd("status", "--demo", name)
    assert line in ended.out.splitlines()
    assert ended.err == f"DEMO {name}: nothing real is touched\n"
    assert ended.code == code
    assert (await shell.cakd("status", "--demo", name, "--all")).code == code
    assert routes_of(shell).projects() == ()


@pytest.mark.parametrize("more", [(), ("--all",), ("--json",)], ids=" ".join)
async def test_output_that_nobody_reads_ends_it_quietly(
    more: tuple[str, ...], rehearsed: Rehearse
) -> None:
    on = await set_up(rehearsed)
    reading, writing = os.pipe()
    os.close(reading)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", START, "status", *more),
        cwd=on.shell.directory,
        env=dict(on.shell.variables),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(writing)
    _, err = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, err) == (1, b"")


async def test_an_interrupt_ends_it(rehearsed: Rehearse) -> None:
    on = await set_up(rehearsed)
    on.rehearsal.faults.add(Fault(Delay(2000), "GET", times=None))
    process = await on.shell.start("status")
    while not on.rehearsal.requests:
        assert process.returncode is None
        await asyncio.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 130
    assert b"Interrupted" in err
    assert b"Traceback" not in err
