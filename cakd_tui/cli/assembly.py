"""Builds the services a face works with: the real ones, or those of a rehearsal."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cakd_tui.core.ports import Provider
from cakd_tui.core.services import Services

DEFAULT_PROVIDER = "discord"


@contextmanager
def services(
    platform_file: str,
    scenario: str | None,
    provider: str = DEFAULT_PROVIDER,
    *,
    answered: bool = False,
) -> Iterator[Services]:
    """The services for one run; a rehearsal's hold all answers already if it is `answered`.

    Raises `UnknownProvider`, and `BadUsage` on an unknown scenario.
    """
    if scenario is None:
        from cakd_tui.core.providers import load_provider

        yield real_services(Path(platform_file), load_provider(provider))
        return
    from cakd_tui.cli.demo import demo_services

    with tempfile.TemporaryDirectory(prefix="cakd-demo-") as directory:
        yield demo_services(scenario, Path(directory), answered=answered)


def real_services(platform_file: Path, provider: Provider) -> Services:
    """The user's own keyring, routes, settings and environment."""
    from cakd_tui.storage.keyring_store import KeyringSecrets
    from cakd_tui.storage.paths import config_directory
    from cakd_tui.storage.routes import FileRoutes
    from cakd_tui.storage.settings import FileSettings

    directory = config_directory()
    return Services(
        provider=provider,
        secrets=KeyringSecrets(),
        routes=FileRoutes(directory),
        settings=FileSettings(directory),
        environment=os.environ,
        platform_file=platform_file,
    )
