"""Demos as a shell runs them: out of the box, touching nothing, leaving nothing behind."""

import asyncio
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.command import Shell

WIZARD = "import sys; from cakd_tui.cli.main import wizard; sys.exit(wizard())"


@pytest.fixture
def bare(shell: Shell, tmp_path: Path) -> Shell:
    """A shell in an empty directory, whose temporary files go to `temporary` beside it."""
    for name in ("empty", "temporary"):
        (tmp_path / name).mkdir()
    known = {**shell.variables, "TMPDIR": str(tmp_path / "temporary")}
    return replace(shell, directory=tmp_path / "empty", variables=known)


def left_behind(shell: Shell) -> list[Path]:
    """What there is in the shell's directory and among its temporary files."""
    return [*shell.directory.iterdir(), *Path(shell.variables["TMPDIR"]).iterdir()]


async def test_a_check_explains_without_a_file(bare: Shell) -> None:
    ended = await bare.cakd("check", "--demo", "missing-view", "--explain")
    assert ended.code == 1
    assert "✗ View Channel       no role of the bot grants it\n" in ended.out
    assert "\nWhy, in " in ended.out
    assert ended.err == (
        "DEMO missing-view: nothing real is touched\nToken from the demo\nServer from the demo\n"
    )
    assert not left_behind(bare)


async def test_a_demo_chooses_what_its_scenario_is_about(bare: Shell) -> None:
    denied = await bare.cakd("check", "--demo", "denied-by-category", "--explain")
    assert denied.code == 1
    assert "✗ Manage Webhooks: granted in the server, denied in the category Locked" in denied.out
    full = await bare.cakd("check", "--demo", "category-full")
    assert full.code == 1
    assert "50 of 50 channels in Archive" in full.out


async def test_with_a_file_the_demo_is_about_its_project(bare: Shell) -> None:
    bare.configured(project="given")
    ended = await bare.cakd("check", "--demo", "denied-by-category", "-f", "platform.yaml")
    assert "CAKD Alerting - given" in ended.out
    assert ended.code == 0


async def test_a_demo_creates_without_a_file(bare: Shell) -> None:
    ended = await bare.cakd("create", "--demo", "--strict")
    assert "   Webhook routing rule saved for namespace: my-project\n" in ended.out
    assert ended.code == 0
    assert not left_behind(bare)


@pytest.mark.parametrize("command", ["check", "create"])
async def test_a_file_that_is_named_has_to_be_there(command: str, bare: Shell) -> None:
    ended = await bare.cakd(command, "--demo", "-f", "nowhere.yaml")
    assert ended.code == 2
    assert "run the same command with `-f PATH/platform.yaml`" in ended.err


async def test_a_wizard_is_not_opened_on_a_file_that_can_not_be_read(bare: Shell) -> None:
    (bare.directory / "folder").mkdir()
    with on_a_terminal(bare, "--demo", "-f", "folder") as (process, screen):
        shown = await asyncio.wait_for(asyncio.to_thread(rest_of, screen), 20)
        assert process.wait() == 2
    assert b"folder" in shown


@pytest.mark.parametrize("arguments", [("check", "--watch"), ("create",)], ids=" ".join)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_demo_that_is_told_to_end_leaves_nothing(
    number: signal.Signals, arguments: Sequence[str], bare: Shell
) -> None:
    scenario = "internal-bug" if arguments[0] == "create" else "wrong-id"
    process = await bare.start(*arguments, "--demo", scenario)
    assert process.stderr
    await asyncio.wait_for(process.stderr.readline(), 20)
    assert left_behind(bare)
    process.send_signal(number)
    _, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 128 + number
    assert b"Traceback" not in err
    assert not left_behind(bare)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_wizard_that_is_told_to_end_leaves_nothing(
    number: signal.Signals, bare: Shell
) -> None:
    with on_a_terminal(bare, "--demo") as (process, screen):
        shown = b""
        while b"Which bot" not in shown:
            shown += await asyncio.wait_for(asyncio.to_thread(os.read, screen, 65536), 20)
        assert left_behind(bare)
        process.send_signal(number)
        await asyncio.wait_for(asyncio.to_thread(rest_of, screen), 20)
        assert process.wait() == 128 + number
    assert not left_behind(bare)


@contextmanager
def on_a_terminal(shell: Shell, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The wizard on a terminal of its own, and the other end of that."""
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", WIZARD, *arguments],
        cwd=shell.directory,
        env={**shell.variables, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    try:
        yield process, screen
    finally:
        process.kill()
        process.wait()
        os.close(screen)


def rest_of(screen: int) -> bytes:
    """What is still shown until the wizard lets go of its terminal."""
    shown = b""
    try:
        while chunk := os.read(screen, 65536):
            shown += chunk
    except OSError:
        pass  # Linux says EIO when the other side is closed
    return shown
