"""`cakd rotate`: the lines it prints, and which webhook works afterwards, over a real socket."""

import json
from dataclasses import replace

from cakd_tui.rehearsal.faults import Fault, Status
from tests.cli.command import Shell
from tests.cli.conftest import Rehearse


async def test_a_rotation_prints_the_new_url(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    old = on.only_url()
    ended = await on.cakd("rotate", "-f", "platform.yaml")
    assert ended.out == (
        "Step 1/1: Rotating the Webhook...\n"
        "   Creating a second Discord webhook...\n"
        "   Sending a test message through it...\n"
        f"   Webhook created: {on.only_url()}\n"
        "   Webhook routing rule saved for namespace: my-project\n"
        "   Deleting the old Discord webhook CAKD Alerting - my-project...\n"
    )
    assert (ended.err, ended.code) == ("", 0)
    assert on.only_url() != old


async def test_json_is_one_event_a_line(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("rotate", "--json")
    events = [json.loads(each) for each in ended.out.splitlines()]
    ready = next(each for each in events if each["event"] == "webhook_ready")
    assert ready["url"] == on.only_url()
    assert [each["kind"] for each in events if each["event"] == "removed"] == ["webhook-old"]


async def test_a_failure_says_that_the_old_one_is_in_use(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    old = on.only_url()
    on.rehearsal.faults.add(Fault(Status(500), "POST", "/webhooks/*", times=None))
    ended = await on.cakd("rotate")
    assert "Warning: Failed to rotate the webhook: discord API error: status 500" in ended.err
    assert "Note: the new webhook is deleted again; the old webhook is in use as before" in (
        ended.err
    )
    assert ended.code == 1
    assert on.only_url() == old


async def test_without_a_route_it_names_the_way_to_one(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("rotate")
    assert "no webhook of my-project is saved here; cakd create makes one" in ended.err
    assert "(CAKD-R-NONE)" in ended.err
    assert ended.code == 1


async def test_missing_credentials_end_with_four(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    known = {k: v for k, v in on.shell.variables.items() if k != "CAKD_DISCORD_BOT_TOKEN"}
    ended = await replace(on.shell, variables=known).cakd("rotate")
    assert "no token for Discord" in ended.err
    assert ended.code == 4


async def test_another_provider_rotates_too(shell: Shell) -> None:
    shell.configured("pigeon")
    known = {**shell.variables, "CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "7"}
    shell = replace(shell, variables=known)
    await shell.cakd("create")
    ended = await shell.cakd("rotate")
    assert "   Webhook created: https://pigeons.example/perch/2/tweet\n" in ended.out
    assert ended.code == 0


async def test_a_demo_has_something_to_rotate(shell: Shell) -> None:
    ended = await shell.cakd("rotate", "--demo")
    assert "   Webhook created: https://discord.com/api/webhooks/" in ended.out
    assert ended.code == 0
