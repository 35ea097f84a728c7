"""`cakd routes export cakd-agent`: the map of routes an agent reads in place of a directory."""

from collections.abc import Sequence

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.export_request import Exported, ExportOptions
from cakd_tui.cli.saved_routes import usable_routes
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services


def agent_map(built: Services, options: ExportOptions) -> Exported:
    """The map, which holds every webhook's URL."""
    routes = usable_routes(built.routes, options.projects)
    name = options.target.path or "FILE"
    return Exported(
        map_text(routes, options.default),
        secret=True,
        next_steps=(
            f"Run:   cakd-agent --routes {name}",
            "Again: after cakd create, rotate or destroy; the agent reads it anew by itself.",
        ),
    )


def map_text(routes: Sequence[Route], default: str | None) -> str:
    """The map's JSON. Raises `BadUsage` where the default is none of the routes."""
    from cakd_tui.storage.route_map import written

    return written(routes, default_route(routes, default)).decode()


def default_route(routes: Sequence[Route], default: str | None) -> Route | None:
    """The route that also gets what is for none of the others."""
    if default is None:
        return None
    for each in routes:
        if each.project == default:
            return each
    names = ", ".join(each.project for each in routes)
    raise BadUsage(f"--default {default} is none of the projects that are exported: {names}")
