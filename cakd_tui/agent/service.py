"""One run of the agent: the spool opened, delivery begun, requests answered, all ended in order."""

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Final

from cakd_tui.agent import listening
from cakd_tui.agent.app import agent_app
from cakd_tui.agent.dispatch import Dispatch
from cakd_tui.agent.gate import Gate
from cakd_tui.agent.measures import Measures
from cakd_tui.agent.metrics import Metrics
from cakd_tui.agent.server import Server
from cakd_tui.agent.settings import Settings
from cakd_tui.agent.spool import Spool

_log: Final = logging.getLogger(__name__)

Dispatching = Callable[[Spool, Measures], Dispatch]
"""Makes the delivery of what is in the spool."""

Ready = Callable[[Sequence[str]], None]
"""Told the URLs the agent is reached under, once it answers there."""


async def run_agent(
    settings: Settings, dispatching: Dispatching, stop: asyncio.Event, ready: Ready
) -> None:
    """Run until `stop` is set; then the requests and messages under way are finished.

    Raises `BadSettings`, `CannotListen` or `SpoolError` where it can't begin, with nothing left
    behind.
    """
    gate = settings.gate()
    found = await asyncio.to_thread(listening.addresses, settings.host, settings.port)
    listening.require_secret_beyond_loopback(settings.host, found, guarded=gate.guarded)
    with ExitStack() as stack:
        listeners = [stack.enter_context(each) for each in listening.listeners(found)]
        spool = await Spool.open(
            settings.spool,
            most_bytes=settings.spool_mib * 1024**2,
            window=settings.same_within,
        )
        try:
            if taken_over := sum((await spool.counts()).values()):
                s = "" if taken_over == 1 else "s"
                _log.info("taken over from the run before: %d alert%s", taken_over, s)
            await _serve(spool, gate, dispatching, stop, listeners, ready)
        finally:
            await spool.aclose()


async def _serve(
    spool: Spool,
    gate: Gate,
    dispatching: Dispatching,
    stop: asyncio.Event,
    listeners: Sequence[socket.socket],
    ready: Ready,
) -> None:
    metrics = Metrics()
    dispatch = dispatching(spool, metrics)
    urls = [listening.shown(each) for each in listeners]
    server = Server(agent_app(spool, dispatch, gate, metrics), lambda: ready(urls))
    await dispatch.start()
    try:
        await server.serve_until(stop, listeners)
    finally:
        await dispatch.stop()
