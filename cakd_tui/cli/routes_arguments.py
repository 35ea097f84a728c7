"""What `cakd routes` understands: its subcommands and their options."""

import argparse
from typing import Final, TypeAlias

from cakd_tui.cli.parser import Parser
from cakd_tui.cli.project_arguments import add_demo

FORMATS: Final = ("alertmanager", "kubernetes", "cakd-agent", "env")
_DEMO: Final = "in-use"
"""The scenario that has routes."""

_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_routes(commands: _Commands, epilog: str) -> None:
    """Add `routes` with `list`, `show` and `export` to the subcommands of `cakd`."""
    routes = commands.add_parser(
        "routes", help="the saved routes: list, show, or export them", epilog=epilog
    )
    kinds = routes.add_subparsers(title="subcommands", metavar="COMMAND", required=True)
    listing = kinds.add_parser("list", help="every saved route, a line each", epilog=epilog)
    listing.add_argument("--json", action="store_true", help="one route a line, as JSON")
    _add_demo(listing)
    listing.set_defaults(run=_list)

    show = kinds.add_parser("show", help="all that is saved of one project", epilog=epilog)
    show.add_argument("project", metavar="PROJECT")
    show.add_argument("--reveal", action="store_true", help="print the webhook's URL as it is")
    show.add_argument("--json", action="store_true", help="as one JSON object")
    _add_demo(show)
    show.set_defaults(run=_show)

    _add_export(kinds, epilog)


def _add_export(kinds: _Commands, epilog: str) -> None:
    export = kinds.add_parser(
        "export",
        help="write them for Alertmanager, for Kubernetes, for cakd-agent or as variables",
        epilog=epilog,
    )
    export.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    export.add_argument(
        "--project",
        action="append",
        default=[],
        metavar="NAME",
        help="this project alone; may be repeated (default: every saved one)",
    )
    export.add_argument(
        "--default", metavar="NAME", help="the project that gets what is for none of the others"
    )
    export.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="where to, for you alone to read if it holds secrets; - for stdout",
    )
    export.add_argument("--reveal", action="store_true", help="let secrets go to stdout")
    _add_alertmanager(export)
    _add_kubernetes(export)
    _add_demo(export)
    export.set_defaults(run=_export)


def _add_alertmanager(export: argparse.ArgumentParser) -> None:
    group = export.add_argument_group("alertmanager")
    group.add_argument(
        "--webhook-files",
        metavar="DIR",
        help="write each URL to a file there, which Alertmanager 0.28 or newer reads",
    )
    group.add_argument(
        "--am-version",
        metavar="X.Y",
        help="the Alertmanager it is for (default: 0.25, or 0.28 with --webhook-files)",
    )
    group.add_argument(
        "--via-agent", metavar="URL", help="let cakd-agent there post in Alertmanager's place"
    )
    group.add_argument(
        "--agent-secret-file",
        metavar="PATH",
        help="the file with the agent's secret; for Alertmanager its path on that machine",
    )


def _add_kubernetes(export: argparse.ArgumentParser) -> None:
    group = export.add_argument_group("kubernetes (and --agent-secret-file)")
    group.add_argument(
        "--image", metavar="IMAGE", help="an image with cakd-agent (default: one of Python)"
    )
    group.add_argument(
        "--package",
        metavar="REQUIREMENT",
        help="what pip installs into the image first (default: this version from PyPI)",
    )


def _add_demo(parser: argparse.ArgumentParser) -> None:
    add_demo(parser, _DEMO, f"with the routes of a rehearsal (default: {_DEMO})")


def _list(options: argparse.Namespace) -> int:
    from cakd_tui.cli.routes_list import ListOptions, list_routes

    return list_routes(ListOptions(options.json, options.demo))


def _show(options: argparse.Namespace) -> int:
    from cakd_tui.cli.routes_show import ShowOptions, show_route

    return show_route(ShowOptions(options.project, options.reveal, options.json, options.demo))


def _export(options: argparse.Namespace) -> int:
    from cakd_tui.cli.export_request import ExportOptions
    from cakd_tui.cli.export_target import Target
    from cakd_tui.cli.routes_export import export_routes

    return export_routes(
        ExportOptions(
            format=options.format,
            projects=tuple(options.project),
            default=options.default,
            target=Target(options.output, options.reveal),
            webhook_files=options.webhook_files,
            am_version=options.am_version,
            via_agent=options.via_agent,
            agent_secret_file=options.agent_secret_file,
            image=options.image,
            package=options.package,
            scenario=options.demo,
        )
    )
