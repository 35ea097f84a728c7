"""What delivery is tried out on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.agent.stage import Stage, stage


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage on which nothing is delivered yet."""
    made = await stage(tmp_path)
    yield made
    await made.dispatcher.stop()
    await made.spool.aclose()
