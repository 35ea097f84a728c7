"""Every page in every state, as a picture; after a wanted change `--update-snapshots`."""

import re
from pathlib import Path
from typing import Final

import pytest

from cakd_tui.rehearsal.scenarios import scenario
from screenshots.make import picture
from screenshots.states import STATES

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


async def test_no_picture_shows_a_token() -> None:
    rehearsal = scenario("ready")
    for file in FOLDER.glob("*.svg"):
        svg = file.read_text("utf-8")
        assert rehearsal.token not in svg
        assert "done-shown" in file.name or not re.search(r"webhooks/\d+/[A-Za-z0-9_-]{20}", svg)
