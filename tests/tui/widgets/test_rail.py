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
