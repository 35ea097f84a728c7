"""Routes of a user who has set projects up, for commands that read them."""

from pathlib import Path

import pytest

from cakd_tui.cli.commands import run
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.storage.routes import FileRoutes
from tests.cli.command import Ended


def url_of(project: str) -> str:
    """The URL its webhook has."""
    return f"https://discord.com/api/webhooks/1234567890/hush-{project}-abcdefghijklmnop"


def route_of(project: str, provider: str = "discord") -> Route:
    """A route as a set-up leaves it."""
    things = (
        Remembered("channel", "501", f"alerts-{project}", made=True),
        Remembered("webhook", "1234567890", f"CAKD Alerting - {project}", made=False),
    )
    return Route(project, provider, {"guild": "9"}, things, Secret(url_of(project)))


class Saved:
    """The user's routes, and `cakd routes` run on them in this process."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.directory = home / ".config" / "cakd"
        self.routes = FileRoutes(self.directory)
        self._capsys = capsys

    def save(self, *projects: str) -> None:
        """Save a route of each."""
        for each in projects:
            self.routes.save(route_of(each))

    def spoil(self, project: str) -> None:
        """Have the project's file hold no route."""
        self.directory.mkdir(parents=True, exist_ok=True)
        (self.directory / f"{project}.json").write_text("[]", "utf-8")

    def cakd(self, *arguments: str) -> Ended:
        """Run `cakd routes` with these arguments."""
        self._capsys.readouterr()
        try:
            code = run(["routes", *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = self._capsys.readouterr()
        assert "mistake of its own" not in said.err
        return Ended(code, said.out, said.err)
