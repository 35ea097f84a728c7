"""Builds the services a face works with: the real ones, or those of a rehearsal."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from cakd_tui.cli.orderly_end import orderly_end
from cakd_tui.core.ports import Provider
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services

DEFAULT_PROVIDER = "discord"
PLATFORM_FILE: Final = "platform.yaml"
"""The file a command works on where it is given none."""
_SERVICE_SPOOL: Final = Path("/var/lib/cakd-agent")
"""What systemd makes for the unit that `cakd-agent --print-unit` prints."""


@contextmanager
def services(
    file: str | None,
    scenario: str | None,
    provider: str = DEFAULT_PROVIDER,
    *,
    answered: bool = False,
) -> Iterator[Services]:
    """The services for one run; a rehearsal's hold all answers already if it is `answered`.

    A rehearsal works on a copy of the named file, and on one of its own where none is named.
    Raises `UnknownProvider`; for a rehearsal `BadUsage` on an unknown scenario, and
    `PlatformFileError` on a file that can't be read.
    """
    if scenario is None:
        from cakd_tui.core.providers import load_provider

        yield real_services(Path(PLATFORM_FILE if file is None else file), load_provider(provider))
        return
    from cakd_tui.cli.demo import demo_services, on_a_copy

    with orderly_end(), tempfile.TemporaryDirectory(prefix="cakd-demo-") as directory:
        built = demo_services(scenario, Path(directory), answered=answered)
        yield built if file is None else on_a_copy(built, Path(file))


def for_route(built: Services, route: Route | None) -> Services:
    """The services with the provider that made the route, whatever platform.yaml says by now.

    Raises `UnknownProvider`.
    """
    if route is None or route.provider == built.provider.name:
        return built
    from cakd_tui.core.providers import load_provider

    return replace(built, provider=load_provider(route.provider))


def real_services(platform_file: Path, provider: Provider) -> Services:
    """The user's own keyring, routes, settings and environment."""
    from cakd_tui.storage.journal_file import FileJournal
    from cakd_tui.storage.kept_files import KeptFiles
    from cakd_tui.storage.keyring_store import KeyringSecrets
    from cakd_tui.storage.paths import config_directory, state_directory
    from cakd_tui.storage.routes import FileRoutes
    from cakd_tui.storage.settings import FileSettings

    directory, state = config_directory(), state_directory()
    return Services(
        provider=provider,
        secrets=KeyringSecrets(),
        routes=FileRoutes(directory),
        settings=FileSettings(directory),
        environment=os.environ,
        platform_file=platform_file,
        journal=FileJournal(state),
        files=KeptFiles(directory, state),
        spools=spool_directories(os.environ, state),
    )


def spool_directory(environment: Mapping[str, str], state: Path) -> Path:
    """Where the agent keeps alerts unless its command line says otherwise."""
    return _named_spool(environment) or state / "agent"


def spool_directories(
    environment: Mapping[str, str], state: Path, service: Path = _SERVICE_SPOOL
) -> tuple[Path, ...]:
    """Where an agent on this machine may keep alerts: one started by hand, one run as a service."""
    own = spool_directory(environment, state)
    if os.name != "posix" or _named_spool(environment) or not service.is_dir():
        return (own,)
    return own, service


def _named_spool(environment: Mapping[str, str]) -> Path | None:
    named = environment.get("CAKD_AGENT_SPOOL", "").strip()
    return Path(named).expanduser() if named else None
