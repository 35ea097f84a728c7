"""`cakd-agent`: takes alerts and delivers them until it is told to end."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from cakd_tui.cli.agent_options import AgentOptions, agent_options
from cakd_tui.cli.assembly import DEFAULT_PROVIDER, spool_directory
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.ending import ended
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.streams import write_any_text
from cakd_tui.core.errors import CakdError
from cakd_tui.core.route import Route

if TYPE_CHECKING:
    from cakd_tui.agent.dispatch import Dispatch
    from cakd_tui.agent.measures import Measures
    from cakd_tui.agent.settings import Settings
    from cakd_tui.agent.spool import Spool

_log: Final = logging.getLogger(__name__)

_EXTRA: Final = ("uvicorn", "starlette", "prometheus_client")
_NO_EXTRA: Final = (
    "cakd-agent: its web server is not installed. Install it with: pip install 'cakd-tui[agent]'"
)
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def run_agent(arguments: Sequence[str]) -> int:
    """Do what the arguments of `cakd-agent` say; returns the exit code."""
    write_any_text()
    return ended(lambda: _agent(agent_options(arguments, os.environ)), "cakd-agent")


def _agent(options: AgentOptions) -> int:
    if options.print_unit:
        from cakd_tui.cli.agent_unit import agent_unit

        print(agent_unit(options), end="")
        return ExitCode.DONE
    if not all(map(find_spec, _EXTRA)):
        print(_NO_EXTRA, file=sys.stderr)
        return ExitCode.FAILED
    from cakd_tui.cli.agent_log import log_to_stderr

    settings = settings_of(options)
    log_to_stderr(as_json=options.json_log)
    return asyncio.run(_run(settings, options))


def settings_of(options: AgentOptions) -> "Settings":
    """How the agent is to run, with what nobody said filled in. Raises `BadUsage`."""
    from cakd_tui.agent.bad_settings import BadSettings
    from cakd_tui.agent.idempotency import WINDOW
    from cakd_tui.agent.settings import HOST, MOST_MIB, Settings
    from cakd_tui.core.agent_port import PORT
    from cakd_tui.storage.paths import state_directory

    try:
        return Settings(
            spool=options.spool or spool_directory(os.environ, state_directory()),
            host=options.host or HOST,
            port=PORT if options.port is None else options.port,
            secret=options.secret,
            secret_file=options.secret_file,
            spool_mib=MOST_MIB if options.spool_mib is None else options.spool_mib,
            same_within=WINDOW if options.same_within is None else options.same_within,
        )
    except BadSettings as error:
        raise BadUsage(error.message) from error


async def _run(settings: "Settings", options: AgentOptions) -> int:
    from cakd_tui.agent.bad_settings import BadSettings
    from cakd_tui.agent.service import run_agent as serve
    from cakd_tui.storage.paths import config_directory, shown

    stop = asyncio.Event()
    routes = options.routes or config_directory()

    def ready(urls: Sequence[str]) -> None:
        for url in urls:
            _log.info("listening on %s", url)
        _log.info("alerts are kept in %s; routes are read from %s", settings.spool, shown(routes))
        if options.routes and not routes.is_dir():
            _log.warning("%s is not there (--routes); until it is, no project has a route", routes)
        if not (settings.secret or settings.secret_file):
            _log.info("no secret is set: every program on this machine may post alerts")

    with _ended_by_signals(stop) as told:
        try:
            await serve(settings, partial(_delivery, routes, options), stop, ready)
        except BadSettings as error:
            raise BadUsage(error.message) from error
    _log.info("ended; what waits is kept")
    return ExitCode.INTERRUPTED if told == [signal.SIGINT] else ExitCode.DONE


def _delivery(
    routes: Path, options: AgentOptions, spool: "Spool", measures: "Measures"
) -> "Dispatch":
    from cakd_tui.agent.delivery import delivery
    from cakd_tui.core.providers import load_provider
    from cakd_tui.storage.route_map import routes_at

    url, default = options.default_webhook, None
    if url:
        default = Route(project="", provider=DEFAULT_PROVIDER, webhook=url)
    try:
        return delivery(spool, measures, routes_at(routes), load_provider, default)
    except CakdError as error:
        raise BadUsage(f"the default webhook can't be used: {error.message}") from error


@contextmanager
def _ended_by_signals(stop: asyncio.Event) -> Iterator[list[int]]:
    """Inside, signals set `stop`; the first is put in the list, a second ends the process at once.

    That loses nothing either: what is acknowledged is on the disk. An ignored signal stays ignored.
    Afterwards all are handled as before.
    """
    told: list[int] = []
    loop = asyncio.get_running_loop()

    def heard(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        for each in taken:
            signal.signal(each, signal.SIG_DFL)
        loop.call_soon_threadsafe(_stop, stop)

    names = [signal.Signals[name] for name in _SIGNALS if hasattr(signal, name)]
    before = {each: signal.getsignal(each) for each in names}
    taken = [each for each in names if before[each] is not signal.SIG_IGN]
    for each in taken:
        signal.signal(each, heard)
    try:
        yield told
    finally:
        for each in taken:
            signal.signal(each, before[each] or signal.SIG_DFL)


def _stop(stop: asyncio.Event) -> None:
    _log.info("ending: the requests and messages under way are finished first")
    stop.set()
