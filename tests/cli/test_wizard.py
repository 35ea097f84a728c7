"""What the wizard's command does before the first page and says after the last."""

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from cakd_tui.cli.wizard import wizard
from cakd_tui.core.answers import Answers
from cakd_tui.core.ports import Connection
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import Draft, Outcome

UNFINISHED = Draft(Answers("my-project"))
FINISHED = Draft(
    Answers("my-project"), outcome=Outcome(route=Route("my-project", "pigeon"), place="perch")
)


class Screen(io.StringIO):
    """A terminal to write on."""

    def isatty(self) -> bool:
        return True


class Pages:
    """Stands in for the pages: takes what they are given and ends as it is told."""

    draft: Draft | None = UNFINISHED
    return_code: int | None = 0
    services: Services
    light: bool
    variables: set[str]

    def __init__(self) -> None:
        self.screen = Screen()

    def __call__(self, services: Services, connection: Connection, *, light: bool) -> "Pages":
        self.services = services
        self.light = light
        return self

    def run(self) -> Draft | None:
        self.variables = {name for name in os.environ if name.startswith("TEXTUAL")}
        return self.draft


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pages:
    """The pages on a terminal."""
    pages = Pages()
    streams = SimpleNamespace(stdin=Screen(), stderr=pages.screen)
    monkeypatch.setattr("cakd_tui.cli.wizard.sys", streams)
    monkeypatch.setattr("cakd_tui.tui.app.WizardApp", pages)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(tmp_path)
    return pages


def test_a_terminal_that_cannot_move_its_cursor_is_none(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert wizard("x.yaml", scenario=None, light=False) == 2
    assert pages.screen.getvalue().endswith("Without one: cakd create -f x.yaml\n")
    assert not hasattr(pages, "services")


def test_without_a_terminal_a_demo_is_pointed_to_a_demo(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert wizard(None, scenario="pending", light=False) == 2
    assert pages.screen.getvalue().endswith("Without one: cakd create --demo pending\n")


@pytest.mark.parametrize(
    ("lines", "provider"),
    [
        (None, "discord"),
        ("metadata:\n  name: p\n", "discord"),
        ("metadata:\n  name: p\nproviders:\n  notification: pigeon\n", "pigeon"),
        ("metadata: [", "discord"),
    ],
    ids=["no file", "no provider", "another provider", "a broken file"],
)
def test_the_file_names_the_provider_where_it_can(
    lines: str | None, provider: str, pages: Pages
) -> None:
    if lines is not None:
        Path("platform.yaml").write_text(lines, "utf-8")
    assert wizard("platform.yaml", scenario=None, light=False) == 0
    assert pages.services.provider.name == provider
    assert pages.services.platform_file == Path("platform.yaml")


def test_textual_finds_no_wish_to_write_down_what_is_typed(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TEXTUAL", "TEXTUAL_LOG"):
        monkeypatch.setenv(name, "devtools")
    wizard("platform.yaml", scenario=None, light=False)
    assert pages.variables.isdisjoint({"TEXTUAL", "TEXTUAL_LOG"})


@pytest.mark.parametrize("light", [True, False])
def test_the_look_is_the_one_asked_for(light: bool, pages: Pages) -> None:
    wizard("platform.yaml", scenario=None, light=light)
    assert pages.light is light


@pytest.mark.parametrize("draft", [None, UNFINISHED], ids=["quit", "no route saved"])
def test_who_leaves_before_the_end_is_told_nothing(
    draft: Draft | None, pages: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    pages.draft = draft
    wizard("platform.yaml", scenario=None, light=False)
    assert capsys.readouterr() == ("", "")
    assert pages.screen.getvalue() == ""


def test_whoever_finished_is_told_where_the_route_is_and_how_to_run_it_again(
    pages: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    pages.draft = FINISHED
    wizard("here.yaml", scenario=None, light=False)
    assert capsys.readouterr().out == (
        "Alerts for my-project are set up. The route is saved in ~/.config/cakd/my-project.json.\n"
        "Again, without questions: cakd create -f here.yaml\n"
    )


def test_a_demo_says_that_nothing_was_real(
    pages: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    pages.draft = FINISHED
    wizard("platform.yaml", scenario="ready", light=False)
    assert pages.services.demo is not None
    assert capsys.readouterr().out == (
        "That was a demo (ready): nothing real was touched. For real: cakd-tui\n"
    )


def test_a_demo_works_on_a_copy_of_the_file_it_is_given(pages: Pages) -> None:
    given = Path("given.yaml")
    given.write_text("metadata:\n  name: given\n", "utf-8")
    looked: list[tuple[str, str]] = []

    def run() -> None:
        copy = pages.services.platform_file
        looked.append((copy.name, copy.read_text("utf-8")))
        copy.write_text("changed", "utf-8")

    pages.run = run  # type: ignore[method-assign]  # the pages write into the file
    assert wizard("given.yaml", scenario="ready", light=False) == 0
    assert looked == [("given.yaml", "metadata:\n  name: given\n")]
    assert given.read_text("utf-8") == "metadata:\n  name: given\n"


@pytest.mark.parametrize(("ended", "code"), [(0, 0), (None, 0), (3, 3)])
def test_it_ends_with_the_pages_own_code(ended: int | None, code: int, pages: Pages) -> None:
    pages.return_code = ended
    assert wizard("platform.yaml", scenario=None, light=False) == code
