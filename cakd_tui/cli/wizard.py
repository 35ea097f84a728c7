"""`cakd-tui`: opens the wizard on a terminal, and says afterwards what came of it."""

import gc
import os
import sys
from pathlib import Path

from cakd_tui.cli.assembly import DEFAULT_PROVIDER, PLATFORM_FILE, services
from cakd_tui.cli.ending import CREATED
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.core.errors import PlatformFileError

_TELLTALES = ("TEXTUAL", "TEXTUAL_LOG")
"""Variables that make Textual write down every message and keystroke, a token among them."""


def wizard(file: str | None, *, scenario: str | None, light: bool) -> int:
    """Run the wizard; returns the exit code. Raises `CakdError` on a bad configuration."""
    shown = PLATFORM_FILE if file is None else file
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or os.environ.get("TERM") == "dumb":
        instead = f"--demo {scenario}" if scenario else f"-f {shown}"
        print(
            f"cakd: the wizard needs a terminal. Without one: cakd create {instead}",
            file=sys.stderr,
        )
        return ExitCode.USAGE
    gc.disable()  # what is loaded stays: there is nothing to collect
    with services(file, scenario, _provider(shown)) as built:
        connection = built.provider.connect()
        for name in _TELLTALES:
            os.environ.pop(name, None)
        from cakd_tui.tui.app import WizardApp

        app = WizardApp(built, connection, light=light)
        gc.freeze()  # nor will there be: a collection that looks through it is felt as a pause
        gc.enable()
        try:
            draft = app.run()
        except KeyboardInterrupt:
            raise KeyboardInterrupt(CREATED) from None
        if scenario:
            print(f"That was a demo ({scenario}): nothing real was touched. For real: cakd-tui")
        elif draft is not None and draft.outcome.route is not None:
            _farewell(draft.answers.project, built.routes.shown_path(draft.answers.project), shown)
    gc.freeze()  # the interpreter's end need not look through what the screens leave behind
    return app.return_code or ExitCode.DONE


def _provider(file: str) -> str:
    """The provider the file names; what is wrong with the file is the wizard's to show."""
    if not Path(file).exists():
        return DEFAULT_PROVIDER
    from cakd_tui.core.platform_file import read_platform_file
    from cakd_tui.core.providers import provider_names

    try:
        return read_platform_file(Path(file), provider_names()).provider or DEFAULT_PROVIDER
    except PlatformFileError:
        return DEFAULT_PROVIDER


def _farewell(project: str, path: str, file: str) -> None:
    print(f"Alerts for {project} are set up. The route is saved in {path}.")
    print(f"Again, without questions: cakd create -f {file}")
