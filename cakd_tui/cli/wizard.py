"""`cakd-tui`: opens the wizard on a terminal, and says afterwards what came of it."""

import os
import sys

from cakd_tui.cli.assembly import services
from cakd_tui.cli.exit_code import ExitCode


def wizard(file: str, *, scenario: str | None, light: bool) -> int:
    """Run the wizard; returns the exit code. Raises `CakdError` on a bad configuration."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or os.environ.get("TERM") == "dumb":
        print(
            f"cakd: the wizard needs a terminal. Without one: cakd create -f {file}",
            file=sys.stderr,
        )
        return ExitCode.USAGE
    with services(file, scenario) as built:
        connection = built.provider.connect()
        from cakd_tui.tui.app import WizardApp

        app = WizardApp(built, connection, light=light)
        draft = app.run()
        if draft is not None and draft.outcome.route is not None:
            _farewell(draft.answers.project, built.routes.shown_path(draft.answers.project), file)
        return app.return_code or ExitCode.DONE


def _farewell(project: str, path: str, file: str) -> None:
    print(f"Alerts for {project} are set up. The route is saved in {path}.")
    print(f"Again, without questions: cakd create -f {file}")
