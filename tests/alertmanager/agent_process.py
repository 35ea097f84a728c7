"""A real `cakd-agent`, a process of its own on a free port."""

import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import httpx

from tests.alertmanager.running import listening

START: Final = "import sys; from cakd_tui.cli.main import agent; sys.exit(agent())"
_URL: Final = re.compile(r"http://127\.0\.0\.1:[1-9]\d*")


@asynccontextmanager
async def agent(
    variables: Mapping[str, str], directory: Path, *arguments: str
) -> AsyncIterator[str]:
    """Run it until the block is left; gives its address once it is ready."""
    log = directory / "agent.log"
    command = (sys.executable, "-c", START, *arguments)
    async with listening(command, log, _URL, signal.SIGTERM, directory, variables) as running:
        process, address = running
        async with httpx.AsyncClient(trust_env=False) as client:
            health = await client.get(f"{address}/healthz")
        assert health.status_code == 200, health.text
        yield address
    assert "Traceback" not in log.read_text()
    assert process.returncode == 0, log.read_text()
