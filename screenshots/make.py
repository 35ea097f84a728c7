"""Makes all pictures anew: `python -m screenshots.make [NAME …]`."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import Final
from unittest.mock import patch

from screenshots.stage import stage
from screenshots.states import STATES, State

FOLDER: Final = Path(__file__).parent
WIDE: Final = (120, 40)


async def picture(state: State, size: tuple[int, int] = WIDE, *, light: bool = False) -> str:
    """The state as an SVG, the same each time."""
    with tempfile.TemporaryDirectory() as home, patch.dict("os.environ", {"HOME": home}):
        staged = stage(
            state.scenario,
            Path(home),
            size=state.size or size,
            light=light,
            at=state.at,
            change=state.change,
        )
        async with staged as acting:
            await state.drive(acting)
            svg = acting.app.export_screenshot(title="cakd")
    return re.sub(r"terminal-\d+-", "terminal-", svg)


async def make(names: list[str]) -> None:
    """Write the pictures of these states, of all where none is named."""
    for name, state in STATES.items():
        if not names or name in names:
            (FOLDER / f"{name}.svg").write_text(await picture(state), "utf-8")
            print(name)


if __name__ == "__main__":
    asyncio.run(make(sys.argv[1:]))
