"""The rail's line: all steps are seen in every window a page is shown in."""

from pathlib import Path

import pytest

from screenshots.stage import stage


@pytest.mark.parametrize(("columns", "joint"), [(60, "Token  ○ Server"), (80, "Token ── ○ Server")])
async def test_every_step_is_seen_in_one_line(columns: int, joint: str, home: Path) -> None:
    async with stage("ready", home, size=(columns, 24)) as acting:
        await acting.until("Which bot")
        line = next(each for each in acting.text.splitlines() if "● Token" in each)
        assert joint in line
        assert "Done" in line


@pytest.mark.parametrize("columns", [60, 80])
async def test_a_finished_step_in_the_line_is_clicked_to_go_back_to_it(
    columns: int, home: Path
) -> None:
    async with stage("ready", home, size=(columns, 24), at="checks") as acting:
        await acting.until("Everything is ready")
        line = next(each for each in acting.text.splitlines() if "✓ Server" in each)
        row = acting.app.screen.query_one("#rail-line").region.y
        await acting.pilot.click(offset=(line.index("Run"), row))
        assert "Everything is ready" in acting.text
        await acting.pilot.click(offset=(line.index("Server"), row))
        await acting.until("Which server")
