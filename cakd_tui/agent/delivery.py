"""Puts delivery together: the spool on one side, routes and providers on the other."""

from collections.abc import Callable

from cakd_tui.agent.carrier import Carriers, Delivering
from cakd_tui.agent.destinations import destination
from cakd_tui.agent.dispatcher import USUAL, Dispatcher, Times
from cakd_tui.agent.measures import Measures
from cakd_tui.agent.outage import Outage
from cakd_tui.agent.route_watch import RouteWatch
from cakd_tui.agent.saved_routes import RouteFiles
from cakd_tui.agent.spool import Spool
from cakd_tui.core.route import Route


def delivery(
    spool: Spool,
    measures: Measures,
    files: RouteFiles,
    load: Callable[[str], Delivering],
    default: Route | None = None,
    times: Times = USUAL,
) -> Dispatcher:
    """A `Dispatch` of what is in the spool, to be started; what comes wakes it.

    `load` gives a provider by its name. Raises `CakdError` where the default route leads nowhere.
    """
    carriers = Carriers(load, lambda: Outage(times.pause))
    there = None if default is None else destination(default, carriers)
    dispatcher = Dispatcher(spool, RouteWatch(files, carriers, there), measures, times)
    spool.listen(dispatcher.arrived)
    return dispatcher
