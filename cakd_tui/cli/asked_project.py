"""Which project a command is about: the one `platform.yaml` describes, or a demo's own."""

from pathlib import Path

from cakd_tui.cli.assembly import PLATFORM_FILE
from cakd_tui.core.platform_file import PlatformFile, read_platform_file
from cakd_tui.core.providers import provider_names


def asked_project(file: str | None, scenario: str | None, unnamed: str = "") -> PlatformFile:
    """What the named file says; without a name, the one that is here.

    A demo that is given no file brings a project of its own, which its scenario is about. Where the
    file names no provider, its options are those of the `unnamed` one.

    Raises `PlatformFileError`, and `BadUsage` on an unknown scenario.
    """
    if scenario is not None and file is None:
        from cakd_tui.cli.demo import demo_project

        return demo_project(scenario)
    path = Path(PLATFORM_FILE if file is None else file)
    return read_platform_file(path, provider_names(), unnamed=unnamed)
