"""`cakd routes show PROJECT`: all that is saved of one project."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.route_fields import route_fields
from cakd_tui.cli.routes_asked import asked_services
from cakd_tui.cli.saved_routes import no_route
from cakd_tui.core.masked_url import masked_url
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret

_LABEL = 14


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """What the command line said."""

    project: str
    reveal: bool = False
    """Whether the webhook's URL is printed as it is."""
    json: bool = False
    scenario: str | None = None


def show_route(options: ShowOptions) -> int:
    """Print the route. Raises `RouteStoreError`, also where there is none."""
    with asked_services(options.scenario) as built:
        route = built.routes.load(options.project)
        path = built.routes.shown_path(options.project)
    if route is None:
        raise no_route(options.project)
    url = _shown_url(route.webhook, reveal=options.reveal)
    if options.json:
        print(json.dumps({**route_fields(route, path), "webhook_url": url}))
    else:
        print(route.project, *_lines(route, path, url), sep="\n")
    return ExitCode.DONE


def _shown_url(url: Secret, *, reveal: bool) -> str:
    if not url:
        return ""
    return url.reveal() if reveal else masked_url(url)


def _lines(route: Route, path: str, url: str) -> Iterator[str]:
    yield _line("Provider", route.provider)
    yield _line("Posts to", url or "none yet; cakd create makes it")
    yield _line("File", path)
    for key, value in route.values.items():
        yield _line(key, value)
    for thing in route.remembered:
        yield _line(thing.kind, _told(thing))


def _told(thing: Remembered) -> str:
    made = "made by cakd" if thing.made else "found there"
    return f"{thing.name} ({f'id {thing.id}, ' if thing.id else ''}{made})"


def _line(label: str, text: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return f"   {label:<{_LABEL}} {shown}"
