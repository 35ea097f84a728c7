"""`cakd create` as the guide prints it, to the letter, over a real socket."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.rehearsal.faults import Fault, Status
from tests.cli.command import Shell
from tests.cli.conftest import Rehearse


async def test_a_fresh_project_prints_the_guides_lines(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("create", "-f", "platform.yaml")
    assert ended.out == (
        "Step 1/1: Provisioning Notification Channels...\n"
        "   Creating Discord channel for my-project...\n"
        "   Creating Discord webhook...\n"
        f"   Webhook created: {on.only_url()}\n"
        "   Webhook routing rule saved for namespace: my-project\n"
    )
    assert ended.err == ""
    assert ended.code == 0


async def test_a_second_run_says_reusing_and_still_prints_the_url(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("create")
    assert ended.out == (
        "Step 1/1: Provisioning Notification Channels...\n"
        "   Reusing Discord channel for my-project...\n"
        "   Reusing Discord webhook...\n"
        f"   Webhook reused: {on.only_url()}\n"
        "   Webhook routing rule saved for namespace: my-project\n"
    )
    assert ended.code == 0


async def test_the_route_is_the_users_alone(rehearsed: Rehearse, home: Path) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    file = home / ".config" / "cakd" / "my-project.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert json.loads(file.read_text())["webhook_url"] == on.only_url()


async def test_without_a_provider_the_step_is_skipped(shell: Shell) -> None:
    shell.write("metadata:", "  name: my-project")
    ended = await shell.cakd("create")
    assert ended.out == ("Step 1/1: Skipping Provisioning Notification Channels (not configured)\n")
    assert ended.code == 0


async def test_a_refusal_is_a_warning_in_the_guides_words(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-channels")
    ended = await on.cakd("create")
    assert ended.out == (
        "Step 1/1: Provisioning Notification Channels...\n"
        "   Creating Discord channel for my-project...\n"
    )
    lines = ended.err.splitlines()
    assert lines[0] == (
        "   Warning: Failed to provision notification channel: failed to create channel: "
        'discord API error: status 403, body: {"message": "Missing Permissions", "code": 50013}'
    )
    assert lines[1].startswith("      Problem  ")
    assert any(line.startswith("      Cause    ") for line in lines)
    assert any(line.startswith("      Fix      ") for line in lines)
    assert lines[-1].strip() == "(CAKD-D-50013-GUILD)"
    assert ended.code == 0


async def test_no_connection_is_a_warning_in_the_guides_words(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    dead = {**on.shell.variables, "CAKD_DISCORD_API": "http://127.0.0.1:9/api/v10"}
    ended = await replace(on.shell, variables=dead).cakd("create")
    assert ended.err.startswith(
        "   Warning: Failed to provision notification channel: failed to create channel: "
        "failed to make request: GET http://127.0.0.1:9/api/v10/guilds/900000000000000001/channels"
        ": "
    )
    assert "(CAKD-N-REFUSED)" in ended.err
    assert ended.code == 0


async def test_an_unwritable_config_is_a_warning_and_the_url_is_printed(
    rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed("ready")
    (home / ".config").write_text("a file where the directory would be")
    ended = await on.cakd("create")
    assert f"   Webhook created: {on.only_url()}\n" in ended.out
    assert "routing rule saved" not in ended.out
    path = home / ".config" / "cakd" / "my-project.json"
    first = ended.err.splitlines()[0]
    assert first.startswith(f"   Warning: Failed to save webhook to local config: open {path}: ")
    assert "(CAKD-C-" in ended.err
    assert ended.code == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ready", 0),
        ("missing-manage-channels", 1),
        ("missing-manage-webhooks", 1),
        ("two-factor", 1),
        ("channels-full", 1),
        ("webhooks-full", 1),
        ("bad-token", 4),
    ],
)
async def test_strict_turns_a_warning_into_an_exit_code(
    name: str, code: int, rehearsed: Rehearse
) -> None:
    on = await rehearsed(name)
    assert (await on.cakd("create", "--strict")).code == code
    assert (await on.cakd("create")).code == 0


async def test_missing_credentials_are_a_warning_and_strictly_a_four(shell: Shell) -> None:
    shell.configured()
    ended = await shell.cakd("create")
    assert ended.code == 0
    assert "Failed to provision notification channel: no token for Discord" in ended.err
    assert "CAKD_DISCORD_BOT_TOKEN" in ended.err
    assert (await shell.cakd("create", "--strict")).code == 4


async def test_json_is_one_event_a_line(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("create", "--json")
    events = [json.loads(line) for line in ended.out.splitlines()]
    begun = [each["event"] for each in events][:3]
    assert begun == ["step_started", "route_loaded", "action_started"]
    assert events[-1] == {
        "event": "step_done",
        "number": 1,
        "title": "Provisioning Notification Channels",
        "failed": False,
    }
    ready = next(each for each in events if each["event"] == "webhook_ready")
    assert ready["url"] == on.only_url()
    saved = next(each for each in events if each["event"] == "route_saved")
    assert "•" in saved["route"]["webhook"]
    assert on.rehearsal.token not in ended.out + ended.err


async def test_json_names_the_troubleshooting_rows(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-channels")
    events = [json.loads(each) for each in (await on.cakd("create", "--json")).out.splitlines()]
    warned = next(each for each in events if each["event"] == "warned")
    assert [row["id"] for row in warned["troubleshooting"]] == ["CAKD-D-50013-GUILD"]
    keys = {"id", "problem", "cause", "fix", "verify", "severity", "retry"}
    assert set(warned["troubleshooting"][0]) == keys


async def test_an_unknown_refusal_is_said_to_be_unknown(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    on.rehearsal.faults.add(Fault(Status(399), "POST"))
    ended = await on.cakd("create")
    first, *others = ended.err.splitlines()
    assert "discord API error: status 399, body: " in first
    assert others == [
        "      Unknown  nothing in the troubleshooting table matches; "
        "the message above is the service's own."
    ]


async def test_an_unknown_refusal_has_no_rows_as_json(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    on.rehearsal.faults.add(Fault(Status(399), "POST"))
    events = [json.loads(each) for each in (await on.cakd("create", "--json")).out.splitlines()]
    (warned,) = (each for each in events if each["event"] == "warned")
    assert warned["troubleshooting"] == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("metadata:", "  name: My_Project"), "platform.yaml:2: metadata.name"),
        (
            ("metadata:", "  name: p", "providers:", "  notification: slack"),
            "discord, pigeon",
        ),
        (("metadata: [",), "platform.yaml:"),
    ],
)
async def test_a_bad_platform_file_ends_with_two_and_the_line(
    lines: tuple[str, ...], said: str, shell: Shell
) -> None:
    shell.write(*lines)
    ended = await shell.cakd("create")
    assert ended.code == 2
    assert said in ended.err
    assert ended.out == ""


async def test_another_provider_needs_nothing_of_ours(shell: Shell, home: Path) -> None:
    shell.configured("pigeon")
    known = {
        **shell.variables,
        "CAKD_PIGEON_WHISTLE": "tweet",
        "CAKD_PIGEON_LOFT": "7",
    }
    ended = await replace(shell, variables=known).cakd("create")
    assert ended.out == (
        "Step 1/1: Provisioning Notification Channels...\n"
        "   Building perch for my-project...\n"
        "   Webhook created: https://pigeons.example/perch/1/tweet\n"
        "   Webhook routing rule saved for namespace: my-project\n"
    )
    assert (home / ".config" / "cakd" / "my-project.json").exists()


async def test_an_override_that_would_leak_the_token_is_refused(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    elsewhere = {**on.shell.variables, "CAKD_DISCORD_API": "http://discord.example/api"}
    ended = await replace(on.shell, variables=elsewhere).cakd("create", "--strict")
    assert ended.code == 1
    assert "CAKD_DISCORD_API must begin with https://" in ended.err
    assert "(CAKD-D-API)" in ended.err
    assert not on.rehearsal.requests
