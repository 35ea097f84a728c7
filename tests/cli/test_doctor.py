"""`cakd doctor`: a process of its own, an empty home, a rehearsal behind a real socket."""

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.redaction import REDACTED
from cakd_tui.rehearsal.faults import Drop, Fault
from tests.cli.command import Shell
from tests.cli.conftest import Rehearse, Rehearsed


def shell_with(on: Rehearsed, **variables: str) -> Shell:
    return replace(on.shell, variables={**on.shell.variables, **variables})


def entries(directory: Path) -> list[Path]:
    """What is in a directory."""
    return list(directory.iterdir())


async def test_on_a_sound_machine_nothing_is_wrong(rehearsed: Rehearse, home: Path) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("doctor")
    assert ended.code == 0
    assert "✗" not in ended.out
    titles = [
        line[2:20].strip() for line in ended.out.splitlines() if line[:2] in ("✓ ", "! ", "– ")
    ]
    assert titles == [
        "cakd",
        "Python",
        "Libraries",
        "System",
        "Terminal",
        "Config folder",
        "Routes",
        "State folder",
        "Keyring",
        "Token",
        "Server",
        "Variables",
        "Proxy",
        "Certificates",
        "Name lookup",
        "Discord answers",
        "Clock",
        "Last run",
    ]
    assert on.rehearsal.token not in ended.out + ended.err
    assert entries(home) == []


async def test_no_answer_ends_with_one_and_what_to_do(rehearsed: Rehearse) -> None:
    on = await rehearsed("offline")
    ended = await on.cakd("doctor")
    assert ended.code == 1
    assert "✗ Discord answers    connection refused\n" in ended.out
    assert "(CAKD-N-REFUSED)" in ended.out


async def test_a_name_nobody_knows_ends_with_one(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    shell = shell_with(on, CAKD_DISCORD_API="https://discord.invalid/api/v10")
    ended = await shell.cakd("doctor")
    assert ended.code == 1
    assert "✗ Name lookup        discord.invalid: " in ended.out
    assert "(CAKD-N-DNS)" in ended.out


async def test_a_wrong_clock_ends_with_one(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    on.rehearsal.clock_ahead = -86400.0 * 3
    ended = await on.cakd("doctor")
    assert ended.code == 1
    assert "✗ Clock              3 days ahead of Discord's\n" in ended.out


async def test_an_empty_home_and_no_variables_are_nothing_wrong(
    shell: Shell, rehearsed: Rehearse
) -> None:
    on = await rehearsed("ready")
    base = on.shell.variables["CAKD_DISCORD_API"]
    bare = replace(shell, variables={**shell.variables, "CAKD_DISCORD_API": base})
    ended = await bare.cakd("doctor")
    assert "– Server             none yet; the wizard asks for it\n" in ended.out
    assert ended.code == 0


async def test_json_is_one_object_of_the_documented_shape(rehearsed: Rehearse) -> None:
    on = await rehearsed("offline")
    ended = await on.cakd("doctor", "--json")
    report = json.loads(ended.out)
    assert (report["report"], report["version"], report["verdict"]) == ("doctor", 1, "fail")
    assert [each["id"] for each in report["sections"]] == [
        "program", "files", "network", "last-run"
    ]  # fmt: skip
    failed = [
        finding
        for section in report["sections"]
        for finding in section["findings"]
        if finding["verdict"] == "fail"
    ]
    assert [each["check"]["id"] for each in failed] == ["discord"]
    assert [row["id"] for row in failed[0]["troubleshooting"]] == ["CAKD-N-REFUSED"]
    assert ended.code == 1


async def test_the_last_run_is_told_and_what_it_failed_of(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    on.rehearsal.faults.add(Fault(Drop(), "POST", times=None))
    await on.cakd("create")
    ended = await on.cakd("doctor")
    assert ended.code == 0
    assert "! Last run           cakd create, " in ended.out
    assert "(CAKD-N-RESET)" in ended.out
    assert "warned          Failed to provision notification channel" in ended.out


async def test_a_failed_rotation_is_told_as_one(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    await on.cakd("rotate")
    ended = await on.cakd("doctor")
    assert "! Last run           cakd rotate, " in ended.out
    assert ", failed\n" in ended.out
    assert "(CAKD-R-NONE)" in ended.out


async def test_of_a_run_that_could_not_be_rolled_back_either_its_own_failure_is_told(
    rehearsed: Rehearse,
) -> None:
    on = await rehearsed("missing-manage-webhooks")
    on.rehearsal.faults.add(Fault(Drop(), "DELETE", times=None))
    ended = await on.cakd("create", "--rollback")
    assert "Warning: Failed to roll back" in ended.err
    told = (await on.cakd("doctor")).out.partition("Last run")[2]
    headline = told.splitlines()[1]
    assert "Failed to provision notification channel: failed to create webhook" in headline


@pytest.mark.parametrize("command", ["create", "check"])
async def test_what_a_run_said_is_kept_without_its_secrets(
    command: str, rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed("ready")
    await on.cakd(command)
    journal = home / ".local" / "state" / "cakd" / "last-run.jsonl"
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert (lines[0]["run"], lines[-1]["how"]) == (f"cakd {command}", "done")
    assert len(lines) > 5
    hooks = [each.token for each in on.rehearsal.world.webhooks.values() if each.token]
    assert not [secret for secret in (*hooks, on.rehearsal.token) if secret in journal.read_text()]
    if os.name == "posix":
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600


async def test_a_check_without_credentials_is_kept_as_well(shell: Shell, home: Path) -> None:
    shell.configured()
    assert (await shell.cakd("check")).code == 4
    journal = home / ".local" / "state" / "cakd" / "last-run.jsonl"
    assert json.loads(journal.read_text().splitlines()[-1])["how"] == "failed"


async def test_a_state_directory_that_can_not_be_used_stops_no_run(
    rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed("ready")
    (home / ".local").touch()
    ended = await on.cakd("create")
    assert (ended.code, ended.err) == (0, "")
    assert on.only_url()


async def test_the_bundle_is_the_report_to_send(rehearsed: Rehearse, tmp_path: Path) -> None:
    on = await rehearsed("ready")
    await on.cakd("create")
    ended = await on.cakd("doctor", "--bundle", "bundle.json")
    path = tmp_path / "bundle.json"
    assert ended.code == 0
    assert "Wrote bundle.json: " in ended.out
    assert "Left out" in ended.out
    text = path.read_text("utf-8")
    bundle = json.loads(text)
    assert bundle["report"] == "doctor"
    assert [line["event"] for line in bundle["last_run"]][-1] == "run_ended"
    assert bundle["left_out"]
    secrets = [on.rehearsal.token, on.only_url().rsplit("/", 1)[1]]
    assert not [secret for secret in secrets if secret in text]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_password_in_the_environment_is_in_nothing_that_is_written(
    rehearsed: Rehearse, tmp_path: Path
) -> None:
    on = await rehearsed("ready")
    shell = shell_with(on, HTTPS_PROXY="http://me:h-u-s-h@proxy.example:3128")
    ended = await shell.cakd("doctor", "--bundle", "bundle.json")
    assert "HTTPS_PROXY http://proxy.example:3128 (with a password)" in ended.out
    assert "h-u-s-h" not in ended.out + ended.err + (tmp_path / "bundle.json").read_text("utf-8")


async def test_with_json_the_bundle_is_told_beside_it(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("doctor", "--json", "--bundle", "bundle.json")
    assert json.loads(ended.out)["report"] == "doctor"
    assert "Wrote bundle.json: " in ended.err


async def test_an_existing_file_is_refused_before_anything_is_asked(
    rehearsed: Rehearse, tmp_path: Path
) -> None:
    on = await rehearsed("ready")
    (tmp_path / "bundle.json").write_text("precious")
    ended = await on.cakd("doctor", "--bundle", "bundle.json")
    assert ended.code == 2
    assert "bundle.json is there already and is not overwritten" in ended.err
    assert (tmp_path / "bundle.json").read_text() == "precious"
    assert on.rehearsal.requests == []


async def test_a_demo_asks_and_leaves_nothing_real(shell: Shell, home: Path) -> None:
    ended = await shell.cakd("doctor", "--demo")
    assert ended.code == 0
    assert "Nothing is wrong.\n" in ended.out
    assert ended.err == "DEMO ready: nothing real is asked or read\n"
    assert entries(home) == []


@pytest.mark.parametrize("name", ["offline", "outage-502", "cloudflare-1010", "readonly-config"])
async def test_a_demo_of_something_broken_ends_with_one(name: str, shell: Shell) -> None:
    ended = await shell.cakd("doctor", "--demo", name)
    assert ended.code == 1
    assert "✗" in ended.out
    assert REDACTED not in ended.out
