"""`cakd check --explain` and `--watch`, as a shell runs them."""

import asyncio
import json
import signal
from dataclasses import replace

import pytest

from cakd_tui.cli.check_report import CHANGED
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.state import FOR_ROLE, Overwrite
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OPS_LAB
from tests.cli.command import Shell
from tests.cli.conftest import Rehearse

FAST = """
import sys
from cakd_tui.cli.check import CheckOptions, check
from cakd_tui.cli.ending import ended
options = CheckOptions("platform.yaml", json="json" in sys.argv, explain=True, every=0.02)
sys.exit(ended(lambda: check(options)))
"""


async def watching(process: asyncio.subprocess.Process) -> str:
    """What the process printed to its stderr until it began to watch: its first round is over."""
    assert process.stderr
    read = b""
    while b"watching, " not in read:
        line = await asyncio.wait_for(process.stderr.readline(), 20)
        assert line, read
        read += line
    return read.decode()


async def test_the_ledger_stands_under_the_findings(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    ended = await on.cakd("check", "--explain")
    assert ended.code == 1
    assert "\nWhy, in Ops Lab:\n" in ended.out
    rows = [line.split() for line in ended.out.splitlines()]
    assert ["alerts-bot,", "its", "own", "role", "·", "✓", "◂", "·"] in rows
    assert ["In", "effect", "✓", "✓", "✗", "◂"] in rows
    assert "    In Discord  Server Settings → Roles → alerts-bot → Manage Webhooks\n" in ended.out
    assert "To ask the server's owner" in ended.out


async def test_a_deny_in_the_channel_is_marked_where_it_stands(rehearsed: Rehearse) -> None:
    on = await rehearsed("existing-setup")
    channels = on.rehearsal.world.channels
    deny = Overwrite(OPS_LAB, FOR_ROLE, deny=rights.MANAGE_WEBHOOKS)
    channels[ALERTS_CHANNEL] = replace(channels[ALERTS_CHANNEL], overwrites=(deny,))
    lines = (await on.cakd("check", "--explain")).out.splitlines()
    here = lines.index("  Permissions of #alerts-my-project, in turn")
    assert lines[here + 1].split() == ["@everyone", "·", "·", "✗", "◂"]


async def test_unasked_nothing_is_explained(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    assert "Why" not in (await on.cakd("check")).out
    events = [json.loads(line) for line in (await on.cakd("check", "--json")).out.splitlines()]
    assert {each["event"] for each in events} == {"checked"}


async def test_as_json_the_ledger_is_one_line(rehearsed: Rehearse) -> None:
    on = await rehearsed("timed-out")
    lines = (await on.cakd("check", "--json", "--explain")).out.splitlines()
    told = [each for each in map(json.loads, lines) if each["event"] == "explained"]
    assert len(told) == 1
    accounts = {each["key"]: each for each in told[0]["accounts"]}
    assert accounts["manage-webhooks"]["decided_by"] == "time-out"
    assert told[0]["version"] == 1


async def test_without_the_bots_roles_there_is_no_ledger_and_the_checks_say_why(
    rehearsed: Rehearse,
) -> None:
    on = await rehearsed("not-in-guild")
    lines = (await on.cakd("check", "--json", "--explain")).out.splitlines()
    told = [json.loads(line) for line in lines]
    assert {each["event"] for each in told} == {"checked"}
    evidence = {each["finding"]["check"]["id"]: each["finding"]["evidence"] for each in told}
    assert evidence["manage-webhooks"] == "needs the server"


async def test_in_an_encoding_without_symbols_words_stand(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    shell = replace(on.shell, variables={**on.shell.variables, "PYTHONIOENCODING": "cp1252"})
    out = (await shell.cakd("check", "--explain")).out
    assert ["In", "effect", "yes", "yes", "no", "<"] in [line.split() for line in out.splitlines()]


@pytest.mark.parametrize("name", ["ready", "not-in-guild", "two-factor"])
async def test_a_rehearsal_is_explained_like_the_real_thing(name: str, shell: Shell) -> None:
    shell.configured()
    ended = await shell.cakd("check", "--demo", name, "--explain")
    assert ended.code == (0 if name == "ready" else 1)
    assert ("Why, in Ops Lab:" in ended.out) is (name != "not-in-guild")


async def test_watching_ends_with_the_check_that_passes(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    process = await on.shell.start(start=FAST)
    assert "watching, asked again every 0.02 s" in await watching(process)
    on.rehearsal.mend()
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    first, changed = out.decode().split(CHANGED + "\n")
    assert first.count("✗ Manage Webhooks ") == 1
    assert changed.splitlines() == [
        "✓ Manage Webhooks    from its own role, alerts-bot",
        "Why, changed in Ops Lab:",
        "    Server roles, added up | alerts-bot, its own role: Manage Webhooks · → ✓",
        "  ✓ Manage Webhooks: from its own role, alerts-bot",
    ]
    assert process.returncode == 0


async def test_what_passes_at_once_is_not_watched(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("check", "--watch")
    assert ended.code == 0
    assert "watching" not in ended.err


async def test_refused_credentials_are_not_offered_again(rehearsed: Rehearse) -> None:
    on = await rehearsed("bad-token")
    ended = await on.cakd("check", "--watch")
    assert ended.code == 4
    assert "watching" not in ended.err
    asked = len([each for each in on.rehearsal.requests if each.route == "GET /users/@me"])
    assert asked == 1


async def test_credentials_refused_while_watching_end_it(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-view")
    process = await on.shell.start(start=FAST)
    await watching(process)
    on.rehearsal.refuses_tokens = True
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 4
    assert "✗ Token " in out.decode()


async def test_an_interrupt_ends_the_watch_with_130(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-view")
    process = await on.shell.start(start=FAST)
    await watching(process)
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 130
    assert b"Traceback" not in err


async def test_as_json_a_watch_repeats_nothing(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    process = await on.shell.start("json", start=FAST)
    await watching(process)
    on.rehearsal.mend()
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    events = [json.loads(line) for line in out.splitlines()]
    told = [each["finding"]["check"]["id"] for each in events if each["event"] == "checked"]
    assert told[-1] == "manage-webhooks"
    assert sorted(told) == sorted([*{*told}, "manage-webhooks"])
    assert events[-1]["event"] == "explained"
    assert events[-1]["accounts"][2]["allowed"]


async def test_the_rehearsals_operator_mends_what_is_watched(shell: Shell) -> None:
    shell.configured()
    demo = FAST.replace("explain=True", 'scenario="missing-view"')
    process = await shell.start(start=demo)
    out, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert b"DEMO: Turned on View Channel in the role alerts-bot" in err
    assert CHANGED in out.decode()
