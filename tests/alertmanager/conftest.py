"""Two projects, set up at a rehearsal; no Alertmanager, no tests."""

from pathlib import Path

import pytest

from tests.alertmanager.running import ALERTMANAGER, AMTOOL, MISSING
from tests.alertmanager.set_up import PROJECTS, SetUp
from tests.cli.conftest import Rehearse
from tests.cli.conftest import prefork as prefork
from tests.cli.conftest import rehearsed as rehearsed


@pytest.fixture(autouse=True)
def installed() -> None:
    """Skips where there is no Alertmanager."""
    if ALERTMANAGER is None or AMTOOL is None:
        pytest.skip(MISSING)


@pytest.fixture
async def set_up(rehearsed: Rehearse, tmp_path: Path) -> SetUp:
    """Both projects, set up."""
    made = SetUp(await rehearsed("ready"), tmp_path)
    await made.create(*PROJECTS)
    return made
