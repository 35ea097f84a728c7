"""`cakd check`: the preflight as text, in the page's order, with exit codes."""

import json
from dataclasses import replace

import pytest

from cakd_tui.rehearsal.faults import Fault, Status
from tests.cli.command import Shell
from tests.cli.conftest import Rehearse


async def test_a_sound_setup_is_a_column_of_ticks(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("check", "-f", "platform.yaml")
    titles = [line[2:20].strip() for line in ended.out.splitlines() if line[0] in "✓✗!–"]
    assert titles == [
        "Discord answers",
        "Token",
        "In the server",
        "View Channel",
        "Manage Channels",
        "Manage Webhooks",
        "Two-factor",
        "Time-out",
        "Screening",
        "Names",
        "Room",
        "Already there",
        "Routes",
        "Keyring",
    ]
    assert "✗" not in ended.out
    assert ended.code == 0


async def test_a_missing_permission_ends_with_one_and_the_clicks(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    ended = await on.cakd("check")
    assert "✗ Manage Webhooks    no role of the bot grants it\n" in ended.out
    assert "Server Settings → Roles → alerts-bot → Manage Webhooks" in ended.out
    assert "https://discord.com/oauth2/authorize?client_id=" in ended.out
    assert ended.code == 1


@pytest.mark.parametrize(("name", "code"), [("bad-token", 4), ("offline", 1), ("not-in-guild", 1)])
async def test_the_exit_code_tells_the_kind_of_failure(
    name: str, code: int, rehearsed: Rehearse
) -> None:
    on = await rehearsed(name)
    assert (await on.cakd("check")).code == code


async def test_json_is_one_finding_a_line(rehearsed: Rehearse) -> None:
    on = await rehearsed("two-factor")
    ended = await on.cakd("check", "--json")
    found = [json.loads(line)["finding"] for line in ended.out.splitlines()]
    verdicts = {each["check"]["id"]: each["verdict"] for each in found}
    assert verdicts["two-factor"] == "fail"
    assert verdicts["token"] == "pass"
    assert ended.code == 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
async def test_an_encoding_without_our_symbols_stops_nothing(
    encoding: str, rehearsed: Rehearse
) -> None:
    on = await rehearsed("missing-manage-webhooks")
    narrow = replace(on.shell, variables={**on.shell.variables, "PYTHONIOENCODING": encoding})
    ended = await narrow.cakd("check")
    assert "? Manage Webhooks    no role of the bot grants it\n" in ended.out
    assert ended.code == 1
    lines = (await narrow.cakd("check", "--json")).out.splitlines()
    assert len([json.loads(line) for line in lines]) == 14
    assert "\\u2192" in "".join(lines)


async def test_a_failure_without_fixes_is_explained_under_it(rehearsed: Rehearse) -> None:
    on = await rehearsed("outage-502")
    ended = await on.cakd("check")
    lines = ended.out.splitlines()
    assert lines[0].startswith("✗ Discord answers")
    assert lines[2].startswith("     discord API error: status 502, body: ")
    assert lines[3] == "      Problem  Discord has trouble of its own"
    assert "               (CAKD-D-5XX)" in lines
    assert "CAKD-D" not in ended.err


async def test_json_names_the_rows_of_a_failure_without_fixes(rehearsed: Rehearse) -> None:
    on = await rehearsed("outage-502")
    events = [json.loads(line) for line in (await on.cakd("check", "--json")).out.splitlines()]
    rows = {each["finding"]["check"]["id"]: each["troubleshooting"] for each in events}
    assert [row["id"] for row in rows["discord"]] == ["CAKD-D-5XX"]
    assert rows["routes"] == []


async def test_an_unknown_failure_shows_its_message_and_says_so(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    on.rehearsal.faults.add(Fault(Status(399), "GET", "/users/@me"))
    lines = (await on.cakd("check")).out.splitlines()
    assert lines[0].startswith("✗ Discord answers")
    assert lines[2].startswith("     discord API error: status 399, body: ")
    assert lines[3].startswith("      Unknown  nothing in the troubleshooting table matches")


async def test_fixes_of_its_own_need_no_rows(rehearsed: Rehearse) -> None:
    on = await rehearsed("not-in-guild")
    assert "Problem" not in (await on.cakd("check")).out


async def test_only_gets_are_sent(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("check")
    assert {each.method for each in on.rehearsal.requests} == {"GET"}


async def test_missing_credentials_end_with_four_and_what_to_set(shell: Shell) -> None:
    shell.configured()
    ended = await shell.cakd("check")
    assert ended.code == 4
    assert "set CAKD_DISCORD_BOT_TOKEN" in ended.err


async def test_it_says_where_the_answers_came_from(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("check")
    assert ended.err == "Token from CAKD_DISCORD_BOT_TOKEN\nServer from DISCORD_GUILD_ID\n"


async def test_a_reader_that_leaves_early_is_no_mistake_of_ours(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    process = await on.shell.start("check")
    assert process.stdout
    assert process.stderr
    process.stdout._transport.close()  # type: ignore[attr-defined]  # as `| head` does
    err = await process.stderr.read()
    assert await process.wait() == 1
    assert b"mistake" not in err
