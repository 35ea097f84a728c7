"""Processes of `cakd-agent` that begin at once: forked from one that has loaded everything."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.campaign.stable import Stable, stable

AGENT = """
import gc
import cakd_tui.cli.agent, cakd_tui.cli.agent_log, cakd_tui.cli.ending, cakd_tui.core.providers
import cakd_tui.agent.service, cakd_tui.agent.delivery, cakd_tui.storage.route_map
import cakd_tui.discord.courier, cakd_tui.discord.late_client, cakd_tui.discord.http.client
import httpcore._backends.anyio, anyio._backends._asyncio, uvicorn.protocols.http.h11_impl
import uvicorn.lifespan.off, uvicorn.loops.asyncio
from cakd_tui.cli.main import agent as command
from cakd_tui.core.providers import load_provider

load_provider("discord").entries()
gc.collect()
gc.freeze()
"""


def agents(home: Path) -> AbstractAsyncContextManager[Stable]:
    """A parent of such processes."""
    return stable(home, loads=AGENT)
