"""`cakd routes export FORMAT`: the saved routes in the form of whoever is to follow them."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.export_alertmanager import alertmanager
from cakd_tui.cli.export_environment import environment
from cakd_tui.cli.export_kubernetes import kubernetes
from cakd_tui.cli.export_map import agent_map
from cakd_tui.cli.export_request import Exported, ExportOptions, refuse_foreign
from cakd_tui.cli.export_target import Target
from cakd_tui.cli.routes_arguments import FORMATS
from cakd_tui.cli.routes_asked import asked_services
from cakd_tui.core.ports import RouteStore
from cakd_tui.core.services import Services

_Exporting = Callable[[Services, ExportOptions], Exported]
_IN_ORDER: Final[Sequence[_Exporting]] = (alertmanager, kubernetes, agent_map, environment)

_EXPORTING: Final[Mapping[str, _Exporting]] = dict(zip(FORMATS, _IN_ORDER, strict=True))


def export_routes(options: ExportOptions) -> int:
    """Write the routes out; nothing is changed in what is saved.

    Raises `BadUsage` on options that don't go together, and where secrets would be seen;
    `CakdError` where a route can't be used or a file not be written. Then nothing is written.
    """
    refuse_foreign(options)
    with asked_services(options.scenario) as built:
        _refuse_among_routes(options.target, built.routes)
        exported = _EXPORTING[options.format](built, options)
    if exported.secret:
        options.target.refuse_secrets()
    exported.beside()
    options.target.take(exported.text, secret=exported.secret)
    if options.target.path is not None:
        for line in exported.next_steps:
            print(line, file=sys.stderr)
    return ExitCode.DONE


def _refuse_among_routes(target: Target, routes: RouteStore) -> None:
    """Raises `BadUsage` where the file would take a saved route's place, or be taken for one."""
    if target.path is None:
        return
    saved = Path(routes.path("x")).parent
    if os.path.realpath(target.path.parent) == os.path.realpath(saved):
        raise BadUsage(f"the routes themselves are saved in {saved}; name a file somewhere else")
