"""Processes of `cakd-agent` that begin at once: forked from one that has loaded everything."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.campaign.stable import Stable
from tests.cli.command import variables

PARENT = """
import gc, json, os, sys
import cakd_tui.cli.agent, cakd_tui.cli.agent_log, cakd_tui.cli.ending, cakd_tui.core.providers
import cakd_tui.agent.service, cakd_tui.agent.delivery, cakd_tui.storage.route_map
import cakd_tui.discord.courier, cakd_tui.discord.late_client, cakd_tui.discord.http.client
import httpcore._backends.anyio, anyio._backends._asyncio, uvicorn.protocols.http.h11_impl
import uvicorn.lifespan.off, uvicorn.loops.asyncio
from cakd_tui.cli.main import agent
from cakd_tui.core.providers import load_provider

load_provider("discord").entries()
gc.collect()
gc.freeze()

def child(order):
    os.environ.update(order["variables"])
    os.chdir(order["directory"])
    said = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    code = 70
    try:
        code = agent(order["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

while line := sys.stdin.readline():
    number = os.fork()
    if not number:
        child(json.loads(line))
    print(number, flush=True)
    sys.stdin.readline()  # until it is asked for, the number is nobody else's
    print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)
"""


@asynccontextmanager
async def agents(home: Path) -> AsyncIterator[Stable]:
    """A parent with nothing of the user's in its environment."""
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT),
        env=variables(home, {}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Stable(parent)
    finally:
        assert parent.stdin is not None
        parent.stdin.close()
        await parent.wait()
