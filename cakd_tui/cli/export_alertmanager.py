"""`cakd routes export alertmanager`: a whole configuration, with or without the agent."""

import re
import shlex
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from cakd_tui.cli.agent_url import asked_agent
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.export_map import default_route
from cakd_tui.cli.export_request import Exported, ExportOptions, flag
from cakd_tui.cli.export_target import unwritable, write_for_user
from cakd_tui.cli.saved_routes import usable_routes
from cakd_tui.core.alertmanager_config import DEFAULT_RECEIVER, directly, through_agent
from cakd_tui.core.errors import NoReceiver
from cakd_tui.core.ports import Provider
from cakd_tui.core.providers import load_provider
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.core.yaml_text import yaml_text

_VERSION: Final = re.compile(r"v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?")
_OLDEST: Final = (0, 25)
_OLDEST_WITH_FILES: Final = (0, 28)
"""The versions it is written for, unless one is named: the oldest that can read it."""

_FOR_FILES: Final = "For Alertmanager 0.28 or newer, as older ones read no --webhook-files."
_INSTALLED: Final = "/etc/prometheus/alertmanager.yml"
_RELOAD: Final = "sudo systemctl reload prometheus-alertmanager"
"""As Debian has them."""
_TRY: Final = "amtool --alertmanager.url=http://127.0.0.1:9093 alert add alertname=Try"

_Receivers = Mapping[str, Mapping[str, object]]


def alertmanager(built: Services, options: ExportOptions) -> Exported:
    """The configuration that was asked for. Raises `BadUsage` and `CakdError`."""
    return _directly(built, options) if options.via_agent is None else _by_agent(built, options)


def _by_agent(built: Services, options: ExportOptions) -> Exported:
    for name in ("webhook_files", "am_version", "default"):
        if getattr(options, name) is not None:
            raise BadUsage(f"{flag(name)} is of no use with --via-agent: leave it out")
    secret_file = options.agent_secret_file
    where = None if secret_file is None else str(Path(secret_file).absolute())
    agent = asked_agent(options.via_agent or "", where)
    projects = sorted(set(options.projects))
    if projects:
        usable_routes(built.routes, projects)
    secret = (
        f"{where} has to hold the agent's secret and be readable for Alertmanager's user."
        if where
        else "Without a secret the agent takes alerts from its own machine alone."
    )
    remarks = (
        "Made by `cakd routes export alertmanager --via-agent`; there is no secret in it.",
        _dropped(DEFAULT_RECEIVER)
        if projects
        else "The agent knows the routes: nothing here changes when a project comes or goes.",
        secret,
        *(steps := _steps(options, projects, secret=False)),
    )
    text = yaml_text([through_agent(agent, projects)], remarks)
    return Exported(text, secret=False, next_steps=steps)


def _directly(built: Services, options: ExportOptions) -> Exported:
    if options.agent_secret_file is not None:
        raise BadUsage("--agent-secret-file goes with --via-agent URL: name that, too")
    directory = None if options.webhook_files is None else Path(options.webhook_files).absolute()
    version = _version(options.am_version, _OLDEST if directory is None else _OLDEST_WITH_FILES)
    routes = usable_routes(built.routes, options.projects)
    default_route(routes, options.default)
    receivers = _receivers(built.provider, routes, directory, version)
    remarks = (
        f"Made by `cakd routes export alertmanager` for Alertmanager {_shown(version)} or newer.",
        "After cakd create, rotate or destroy make it again.",
        *_care(directory),
        *((_dropped(DEFAULT_RECEIVER),) if options.default is None else ()),
        "What the service turns away as one too many (429) waits for the next group_interval, and",
        "is lost where its alert ends before that. With --via-agent it is not.",
        *(steps := _steps(options, [each.project for each in routes], secret=directory is None)),
    )
    untold = directory is not None and options.am_version is None
    return Exported(
        yaml_text([directly(receivers, options.default or "")], remarks),
        secret=directory is None,
        next_steps=(*((_FOR_FILES,) if untold else ()), *steps),
        beside=partial(_write_urls, routes, directory),
    )


def _receivers(
    own: Provider, routes: Sequence[Route], directory: Path | None, version: tuple[int, int]
) -> _Receivers:
    """What Alertmanager posts to each project with. Raises `BadUsage` where it can't."""
    providers = {own.name: own}
    made: dict[str, Mapping[str, object]] = {}
    for route in routes:
        if route.provider not in providers:
            providers[route.provider] = load_provider(route.provider)
        file = None if directory is None else str(directory / route.project)
        try:
            made[route.project] = providers[route.provider].alertmanager_receiver(
                route, file, version
            )
        except NoReceiver as error:
            other = "leave out --webhook-files, or " if directory else ""
            raise BadUsage(
                f"{route.project}: {error.message}; {other}let cakd-agent post in its place "
                "(--via-agent URL), or choose other projects (--project NAME)"
            ) from error
    return made


def _write_urls(routes: Sequence[Route], directory: Path | None) -> None:
    """A file for each project in the directory, both for the user alone. Raises `CakdError`."""
    if directory is None:
        return
    from cakd_tui.core.atomic_write import make_private_directory

    try:
        make_private_directory(directory)
    except OSError as error:
        raise unwritable(directory, error) from error
    for route in routes:
        write_for_user(directory / route.project, f"{route.webhook.reveal()}\n", directory)


def _care(directory: Path | None) -> Sequence[str]:
    if directory is None:
        return ("It holds webhook URLs: let Alertmanager's user read it, and nobody else.",)
    return (
        "webhook_url_file needs Alertmanager 0.28 or newer, which reads the file at every message:",
        "a new URL needs no reload. Alertmanager's user has to be able to read the files; root's",
        "later exports keep whose they are:",
        f"    sudo chown -R prometheus: {shlex.quote(str(directory))}",
    )


def _dropped(receiver: str) -> str:
    return f"Alerts of other namespaces go to {receiver}, which drops them: give it a receiver."


def _steps(options: ExportOptions, projects: Sequence[str], *, secret: bool) -> tuple[str, ...]:
    """How to check the file, have Alertmanager read it, and see an alert go all the way."""
    name = shlex.quote(str(options.target.path or "FILE"))
    project = projects[0] if projects else "my-project"
    test = f"amtool config routes test --config.file={name} namespace={project}"
    mode = "-o prometheus -m 0600" if secret else "-m 0644"
    return (
        f"Check it:  amtool check-config {name}",
        f"           {test}",
        f"Use it:    sudo install {mode} {name} {_INSTALLED} && {_RELOAD}",
        f"Try it:    {_TRY} namespace={project} severity=info",
    )


def _version(asked: str | None, oldest: tuple[int, int]) -> tuple[int, int]:
    if asked is None:
        return oldest
    match = _VERSION.fullmatch(asked)
    if match is None:
        raise BadUsage(
            f"--am-version {asked} is no version of Alertmanager: write it as 0.28, or as "
            "`alertmanager --version` prints it, 0.28.1"
        )
    return int(match[1]), int(match[2])


def _shown(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
