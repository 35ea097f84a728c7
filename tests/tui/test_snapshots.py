"""Every page in every state, as a picture; after a wanted change `--update-snapshots`."""

import re
from pathlib import Path
from typing import Final

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from cakd_tui.rehearsal.scenarios import scenario
from screenshots import make
from screenshots.make import picture
from screenshots.states import STATES
from tests.tui.pictured import flow

FOLDER: Final = Path(__file__).parent / "snapshots"
SMALL, WIDE = (80, 24), (120, 40)
PAGES: Final = (
    *("token", "token-known", "server", "server-none", "project", "checks"),
    *("checks-missing-manage-webhooks", "run-plan", "run-missing-manage-webhooks"),
    *("run-rate-limited", "done", "done-shown", "help", "quit"),
)
"""One state or more of each page, pictured in both sizes and both looks; the others in two."""
CASES: Final = [
    *((name, SMALL, False) for name in STATES),
    *((name, WIDE, True) for name in STATES),
    *((name, SMALL, True) for name in PAGES),
    *((name, WIDE, False) for name in PAGES),
]


def name_of(name: str, size: tuple[int, int], light: bool) -> str:
    """The picture's file, less its ending."""
    return f"{name}-{size[0]}x{size[1]}-{'day' if light else 'night'}"


@pytest.mark.parametrize(("name", "size", "light"), CASES, ids=[name_of(*case) for case in CASES])
async def test_a_page_looks_as_it_did(
    name: str,
    size: tuple[int, int],
    light: bool,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    file = FOLDER / f"{name_of(name, size, light)}.svg"
    svg = await picture(STATES[name], size, light=light)
    if request.config.getoption("--update-snapshots"):
        file.write_text(svg, "utf-8")
    assert file.exists(), f"{file.name} is new: look at it after --update-snapshots"
    if svg != file.read_text("utf-8"):
        seen = tmp_path / file.name
        seen.write_text(svg, "utf-8")
        pytest.fail(f"{file.name} looks different now: see {seen}, or --update-snapshots")


def test_every_picture_has_a_test() -> None:
    assert {file.stem for file in FOLDER.glob("*.svg")} == {name_of(*case) for case in CASES}


PICTURES: Final = (*sorted(FOLDER.glob("*.svg")), *sorted(make.FOLDER.glob("*.svg")))
ON_PURPOSE: Final = tuple(file for file in PICTURES if file.stem.startswith("done-shown"))
"""Here the operator has asked to see the URL."""
SECRETS: Final = re.compile(
    r"webhooks/\d+/[\w-]{20}"  # a webhook's URL with what makes it one
    r"|[\w-]{24,28}\.[\w-]{6}\.[\w-]{27}"  # a bot's token
)


def secrets(svg: str) -> list[str]:
    """The secrets in a picture, also those that are wrapped."""
    return SECRETS.findall(flow(svg))


class Wrapped(App[None]):
    """A text in a card beside the rail, in a window too narrow for it."""

    CSS = """
    #rail { width: 12; border-right: solid white; }
    #card { width: 1fr; height: auto; border-left: outer red; padding: 0 2; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("✓ Token\n  alerts\n✓ Server\n  Ops", id="rail")
            yield Static(self._text, id="card")


@pytest.mark.parametrize(
    "secret",
    [scenario("ready").token, f"https://discord.com/api/webhooks/1500000000058720258/{'x-' * 34}"],
    ids=["token", "url"],
)
@pytest.mark.parametrize("columns", [40, 52, 160])
async def test_a_secret_is_found_however_it_is_wrapped(secret: str, columns: int) -> None:
    app = Wrapped(f"Paste it: {secret}")
    async with app.run_test(size=(columns, 10)):
        svg = app.export_screenshot()
    assert (secret in svg) is (columns == 160)
    assert len(secrets(svg)) == 1


@pytest.mark.parametrize("file", ON_PURPOSE, ids=lambda file: file.stem)
def test_a_url_shown_on_purpose_is_found(file: Path) -> None:
    assert len(secrets(file.read_text("utf-8"))) == 1


def test_no_picture_shows_a_token() -> None:
    assert ON_PURPOSE
    assert make.FOLDER / "done.svg" in PICTURES
    closed = [file for file in PICTURES if file not in ON_PURPOSE]
    assert not [file.name for file in closed if secrets(file.read_text("utf-8"))]


def test_a_url_shown_on_purpose_comes_without_a_token() -> None:
    token = scenario("ready").token
    assert not [file.name for file in ON_PURPOSE if token in flow(file.read_text("utf-8"))]
