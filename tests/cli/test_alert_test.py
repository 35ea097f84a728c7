"""`cakd test`: a test alert by the saved route, over a real socket."""

import json
import re
from dataclasses import replace

import pytest

from cakd_tui.rehearsal.faults import Fault, Status
from tests.cli.command import Shell
from tests.cli.conftest import Rehearse


async def test_it_prints_the_messages_id_and_how_long_it_took(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("test", "-f", "platform.yaml")
    (message,) = on.rehearsal.world.messages
    assert message.embeds[0]["title"] == "TestAlert"
    taken = re.search(r"Delivered in (\d+) ms, message (\d+)\n", ended.out)
    assert taken
    assert taken[2] == message.id
    assert ended.out == (
        "Step 1/1: Sending a Test Alert...\n"
        "   Sending an alert through the webhook of my-project...\n"
        f"   Delivered in {taken[1]} ms, message {message.id}\n"
    )
    assert (ended.err, ended.code) == ("", 0)


async def test_it_needs_no_bot_token(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    known = {k: v for k, v in on.shell.variables.items() if k != "CAKD_DISCORD_BOT_TOKEN"}
    assert (await replace(on.shell, variables=known).cakd("test")).code == 0


async def test_the_worst_case_is_the_largest_message_there_is(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("test", "--worst-case")
    assert "Sending the largest alert there is" in ended.out
    (message,) = on.rehearsal.world.messages
    fields = message.embeds[0]["fields"]
    assert isinstance(fields, list)
    assert len(fields) == 25


async def test_json_is_one_event_a_line(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("test", "--json")
    events = [json.loads(each) for each in ended.out.splitlines()]
    assert [each["event"] for each in events] == [
        "step_started",
        "action_started",
        "delivered",
        "step_done",
    ]
    assert events[2]["message_id"] == on.rehearsal.world.messages[0].id
    assert events[2]["seconds"] > 0


async def test_a_deleted_webhook_is_told_with_what_to_do(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    on.rehearsal.world.webhooks.clear()
    ended = await on.cakd("test")
    assert ended.code == 1
    assert "Warning: Failed to send the test alert: discord API error: status 404" in ended.err
    assert "Fix      Run cakd create again" in ended.err
    assert "(CAKD-D-10015)" in ended.err


async def test_a_failure_in_json_has_its_row(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    on.rehearsal.faults.add(Fault(Status(503), "POST", "/webhooks/*", times=None))
    ended = await on.cakd("test", "--json")
    (warned,) = (
        line for line in map(json.loads, ended.out.splitlines()) if line["event"] == "warned"
    )
    assert [each["id"] for each in warned["troubleshooting"]] == ["CAKD-D-5XX"]
    assert ended.code == 1


async def test_without_a_route_it_names_the_way_to_one(rehearsed: Rehearse) -> None:
    ended = await (await rehearsed("ready")).cakd("test")
    assert "no webhook of my-project is saved here; cakd create makes one" in ended.err
    assert "(CAKD-R-NONE)" in ended.err
    assert ended.code == 1


async def test_without_a_file_nothing_is_sent(shell: Shell) -> None:
    ended = await shell.cakd("test")
    assert "platform.yaml" in ended.err
    assert ended.code == 2


@pytest.mark.parametrize("named", ["pigeon", "discord"])
async def test_the_provider_that_made_the_route_sends(shell: Shell, named: str) -> None:
    shell.configured("pigeon")
    known = {**shell.variables, "CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "7"}
    await replace(shell, variables=known).cakd("create")
    shell.configured(named)
    ended = await shell.cakd("test")
    assert "   Delivered in 143 ms, message 1\n" in ended.out
    assert ended.code == 0


async def test_a_demo_has_somewhere_to_send_to(shell: Shell) -> None:
    ended = await shell.cakd("test", "--demo")
    assert re.search(r"Delivered in \d+ ms, message \d{17,}", ended.out)
    assert ended.err.startswith("DEMO ready: nothing real is touched\n")
    assert ended.code == 0


async def test_a_demo_of_a_lost_webhook_shows_the_loss(shell: Shell) -> None:
    ended = await shell.cakd("test", "--demo", "webhook-gone")
    assert "Unknown Webhook" in ended.err
    assert "(CAKD-D-10015)" in ended.err
    assert ended.code == 1
