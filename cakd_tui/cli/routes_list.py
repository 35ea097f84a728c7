"""`cakd routes list`: what is saved here, one route a line, without any of its secrets."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.route_fields import route_fields
from cakd_tui.cli.routes_asked import asked_services
from cakd_tui.cli.table_text import table_text
from cakd_tui.cli.text_lines import entry_lines
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.ports import RouteStore
from cakd_tui.core.route import WEBHOOK, Route
from cakd_tui.core.troubleshooting import matching, own_entries

_HEADS = ("Namespace", "Provider", "Place", "Webhook", "It was", "File")
_NONE = "–"


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What the command line said."""

    json: bool = False
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class _Listed:
    project: str
    path: str
    found: Route | RouteStoreError


def list_routes(options: ListOptions) -> int:
    """Print every saved route; 1 when one of them can't be read. Raises `RouteStoreError`."""
    with asked_services(options.scenario) as built:
        listed = [_listed(built.routes, each) for each in built.routes.projects()]
    if options.json:
        for each in listed:
            print(json.dumps(_fields(each)))
    elif listed:
        print(table_text(_HEADS, map(_cells, listed)))
    else:
        advice = "cakd create -f platform.yaml saves one"
        print(f"cakd: no route is saved here yet; {advice}", file=sys.stderr)
    broken = [each.found for each in listed if isinstance(each.found, RouteStoreError)]
    for error in broken:
        rows = matching(own_entries(), error.symptom)
        print(f"cakd: {error.message}", *entry_lines(rows), sep="\n", file=sys.stderr)
    return ExitCode.FAILED if broken else ExitCode.DONE


def _listed(routes: RouteStore, project: str) -> _Listed:
    path = routes.shown_path(project)
    try:
        found = routes.load(project)
    except RouteStoreError as error:
        return _Listed(project, path, error)
    # One that was deleted since the names were read leads nowhere.
    return _Listed(project, path, found or Route(project, ""))


def _cells(listed: _Listed) -> Sequence[str]:
    route = listed.found
    if isinstance(route, RouteStoreError):
        return (listed.project, _NONE, "can't be read", _NONE, _NONE, listed.path)
    place = route.remembered[0] if route.remembered else None
    webhook = route.thing(WEBHOOK)
    return (
        route.project,
        route.provider,
        f"{place.kind} {place.name}" if place else _NONE,
        webhook.id if webhook else "none yet",
        ("made" if webhook.made else "found") if webhook else _NONE,
        listed.path,
    )


def _fields(listed: _Listed) -> dict[str, object]:
    if isinstance(listed.found, RouteStoreError):
        problem = listed.found.message
        return {**route_fields(Route(listed.project, ""), listed.path), "problem": problem}
    return {**route_fields(listed.found, listed.path), "problem": ""}
