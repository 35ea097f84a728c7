"""`cakd-agent --print-unit`, looked at by systemd itself where it is installed."""

import getpass
import shutil
import subprocess
from pathlib import Path

import pytest

from cakd_tui.cli.agent_options import agent_options
from cakd_tui.cli.agent_unit import agent_unit
from cakd_tui.cli.main import agent

ANALYZE = shutil.which("systemd-analyze")
URL = "https://discord.com/api/webhooks/1/token"


def test_flags_become_the_units_and_secrets_stay_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("CAKD_AGENT_SECRET", "s3cret")
    flags = ["--host", "::1", "--port", "9095", "--spool-size", "64", "--same-within", "30"]
    more = ["--log", "json", "--default-webhook", URL]
    assert agent(["--print-unit", *flags, *more]) == 0
    said = capsys.readouterr().out
    assert "cakd-agent --host ::1 --port 9095 --spool-size 64 --same-within 30.0 --log json" in said
    assert f"--routes {home / '.config' / 'cakd'}\n" in said
    assert "token" not in said
    assert "s3cret" not in said
    assert "#     DISCORD_WEBHOOK_URL " in said
    assert "#     CAKD_AGENT_SECRET " in said


def test_flags_that_were_not_given_stay_out(home: Path) -> None:
    said = agent_unit(agent_options([], {}))
    routes = home / ".config" / "cakd"
    assert f"cakd-agent --spool /var/lib/cakd-agent --routes {routes}\n" in said


def test_it_runs_as_the_owner_of_the_routes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = getpass.getuser()
    monkeypatch.setattr(getpass, "getuser", lambda: "somebody")
    there = agent_unit(agent_options(["--routes", str(tmp_path)], {}))
    assert f"\nUser={owner}\n" in there
    not_yet = agent_unit(agent_options(["--routes", str(tmp_path / "none")], {}))
    assert "\nUser=somebody\n" in not_yet


def test_paths_are_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    flags = ["--spool", "spool", "--routes", "routes.json"]
    said = agent_unit(agent_options(flags, {"CAKD_AGENT_SECRET_FILE": "secret"}))
    assert f"--spool {tmp_path / 'spool'} --routes {tmp_path / 'routes.json'}\n" in said
    assert f"\nLoadCredential=agent-secret:{tmp_path / 'secret'}\n" in said
    assert "CAKD_AGENT_SECRET " not in said


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_systemd_takes_it_and_calls_it_ok(tmp_path: Path) -> None:
    program = tmp_path / "cakd-agent"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    secret = {"CAKD_AGENT_SECRET_FILE": "/etc/cakd/agent.secret"}
    text = agent_unit(agent_options(["--routes", "/srv/a b/50%"], secret))
    file = tmp_path / "cakd-agent.service"
    start = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    file.write_text(text.replace(start.split()[0], f"ExecStart={program}"))
    verified = subprocess.run(
        [str(ANALYZE), "verify", str(file)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    score = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", "--threshold=20", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert score.returncode == 0, score.stdout[-200:]
