"""A set-up of two things is taken back, of which only one can be deleted at first."""

from pathlib import Path

import pytest

from cakd_tui.core.secret import Secret
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.tui.set_up_before import saved_set_up
from screenshots import kept_drives
from screenshots.stage import Stage, stage

pytestmark = pytest.mark.usefixtures("hurried")


async def half_taken_back(acting: Stage) -> None:
    """The webhook is deleted, the channel can't be."""
    await kept_drives.destroy(acting)
    acting.rehearsal.faults.add(Fault(Status(503), "DELETE", "/channels/*", times=None))
    await acting.press("enter")
    await acting.until("It could not be finished.")
    route = acting.app.services.routes.load("my-project")
    assert route is not None
    assert [each.kind for each in route.remembered] == ["channel"]


async def test_going_on_deletes_the_second_of_two_things(tmp_path: Path) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await half_taken_back(acting)
        acting.rehearsal.faults.clear()
        await acting.press("r")
        await acting.until("my-project is taken back.")
        assert acting.text.count("✓ deleted") == 3
        assert acting.app.services.routes.load("my-project") is None


async def test_what_is_left_can_be_taken_back_from_the_page_before_and_by_a_new_wizard(
    tmp_path: Path,
) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await half_taken_back(acting)
        await acting.press("escape")
        await kept_drives.status(acting)
        assert "Alerts for my-project need a repair." in acting.text
        left = acting.app.services.routes.load("my-project")
        assert left is not None
        assert left.webhook == Secret("")
        assert saved_set_up(acting.app.services) == left
        acting.rehearsal.faults.clear()
        await acting.press("x")
        await acting.until("Take back all of")
        await acting.press("enter")
        await acting.until("my-project is taken back.")
        assert acting.app.services.routes.load("my-project") is None
