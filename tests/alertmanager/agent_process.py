"""A real `cakd-agent`, a process of its own on a free port."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import httpx

from tests.alertmanager.running import until

START: Final = "import sys; from cakd_tui.cli.main import agent; sys.exit(agent())"
_URL: Final = re.compile(r"http://127\.0\.0\.1:[1-9]\d*")


@asynccontextmanager
async def agent(
    variables: Mapping[str, str], directory: Path, *arguments: str
) -> AsyncIterator[str]:
    """Run it until the block is left; gives its address once it is ready."""
    log = directory / "agent.log"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", START, *arguments),
            cwd=directory,
            env=dict(variables),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        await until(lambda: process.returncode is not None or bool(_address(log)))
        assert process.returncode is None, log.read_text()
        async with httpx.AsyncClient(trust_env=False) as client:
            health = await client.get(f"{_address(log)}/healthz")
        assert health.status_code == 200, health.text
        yield _address(log)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
    assert "Traceback" not in log.read_text()
    assert process.returncode == 0, log.read_text()


def _address(log: Path) -> str:
    """Where it says that it listens; empty as long as it doesn't."""
    found = _URL.search(log.read_text("utf-8", "replace"))
    return found[0] if found else ""
