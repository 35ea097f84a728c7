"""A wait on a real terminal, cut short by Ctrl-C: what exists by then stays remembered."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from cakd_tui.rehearsal.faults import Fault, Limited
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.cli.command import HEARING, START, Shell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")

WAIT = "Discord asks for a pause (its limit for new webhooks): "


async def read_until(terminal: int, text: str) -> str:
    """What the terminal showed until this did, or until nobody writes to it any more."""
    seen = b""
    async with asyncio.timeout(20):
        while text.encode() not in seen:
            try:
                piece = await asyncio.to_thread(os.read, terminal, 4096)
            except OSError:  # Linux says so where all others have closed it
                piece = b""
            if not piece:
                return seen.decode()
            seen += piece
    return seen.decode()


async def test_what_was_made_before_the_wait_is_kept(shell: Shell) -> None:
    rehearsal = scenario("ready")
    limit = Fault(Limited(retry_after=40), "POST", "/channels/*/webhooks")
    rehearsal.faults.add(limit)
    shell.configured()
    master, slave = os.openpty()
    async with serve(rehearsal) as base:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", HEARING + START, "create"),
            cwd=shell.directory,
            env={
                **shell.variables,
                "CAKD_DISCORD_API": base,
                "CAKD_DISCORD_BOT_TOKEN": rehearsal.token,
                "CAKD_DISCORD_GUILD_ID": rehearsal.guild_id,
                "COLUMNS": "100",
            },
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=slave,
        )
        os.close(slave)
        try:
            shown = await read_until(master, ": 39 s (Ctrl-C stops)")
            assert f"{WAIT}40 s (Ctrl-C stops)" in shown
            assert "\n" not in shown
            process.send_signal(signal.SIGINT)
            shown = await read_until(master, "reused.")
            await asyncio.wait_for(process.communicate(), 10)
        finally:
            os.close(master)
            if process.returncode is None:
                process.kill()
    assert process.returncode == 130
    assert "Interrupted. Whatever was created is kept and will be reused." in shown
    saved = Path(shell.variables["XDG_CONFIG_HOME"]) / "cakd" / "my-project.json"
    kinds = [each["kind"] for each in json.loads(saved.read_text("utf-8"))["remembered"]]
    assert kinds == ["channel"]
    asked = [each.route for each in rehearsal.requests if each.method == "POST"]
    assert len(asked) == 2
