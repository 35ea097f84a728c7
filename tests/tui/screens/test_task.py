"""The page of a task: it is good only if all of it was done, and a halt says what is left."""

import re
from pathlib import Path

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.pipeline import Step
from cakd_tui.core.route import OLD_WEBHOOK
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL
from cakd_tui.tui.journey import Draft, Mark, Station
from cakd_tui.tui.phase import Phase
from cakd_tui.tui.progress import planned
from cakd_tui.tui.screens.task import TaskPage
from cakd_tui.tui.tasks import Task
from cakd_tui.tui.visit import Visit
from screenshots import kept_drives
from screenshots.stage import Stage, stage

pytestmark = pytest.mark.usefixtures("hurried")


class Idle:
    """A step that is never run."""

    title = "Nothing"

    def skip_reason(self) -> str:
        return ""

    async def run(self, emit: Emit) -> bool:
        raise AssertionError("nobody starts it")


def refuse(acting: Stage, method: str, *paths: str) -> None:
    """Let this fail from now on."""
    for path in paths:
        acting.rehearsal.faults.add(Fault(Status(503), method, path, times=None))


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_a_sentence_of_its_own(phase: Phase, services: Services) -> None:
    step: Step = Idle()
    task = Task(step, (), "cakd x", "Do it?", "Why.", "Do it", "Doing …", "Done.", "After it.")
    draft = Draft(Answers("ops-lab"))
    way = (Station("status", "Status", Mark.HERE, here=True),)
    page = TaskPage(Visit(services, services.provider.connect(), draft, way), task)
    page._phase, page._progress = phase, planned(())
    left = "What is left is written down. r goes on from here, esc leaves it so."
    assert (
        page.reason
        == {
            Phase.PLANNED: "Why.",
            Phase.RUNNING: "What is done is written down at once: stopping is safe.",
            Phase.STOPPING: "The request under way is let go of.",
            Phase.STOPPED: left,
            Phase.FAILED: left,
            Phase.DONE: "After it.",
        }[phase]
    )


async def test_an_old_webhook_that_can_not_be_deleted_is_not_said_to_be_dead(
    tmp_path: Path,
) -> None:
    async with stage("in-use", tmp_path, tempo=0.01) as acting:
        await kept_drives.rotate(acting)
        old = {each.id for each in acting.rehearsal.world.webhooks_in(ALERTS_CHANNEL)}
        refuse(acting, "DELETE", "/webhooks/*", "/webhooks/*/*")
        await acting.press("enter")
        await acting.until("It could not be finished.")
        assert old <= set(acting.rehearsal.world.webhooks)
        assert "no longer posts" not in acting.text
        assert "The new webhook is in use, but the old one still posts." in acting.text
        assert "Failed to delete the old webhook" in acting.text
        route = acting.app.services.routes.load("my-project")
        assert route is not None
        assert route.thing(OLD_WEBHOOK) is not None
        acting.rehearsal.faults.clear()
        await acting.press("r")
        await acting.until("The old one no longer posts.")
        assert not old & set(acting.rehearsal.world.webhooks)
        assert acting.text.count("✓ deleted") == 2


async def test_a_new_webhook_that_is_taken_back_leaves_no_doubt_which_one_is_in_use(
    tmp_path: Path,
) -> None:
    async with stage("in-use", tmp_path, tempo=0.01, size=(80, 24)) as acting:
        await kept_drives.rotate(acting)
        before = dict(acting.rehearsal.world.webhooks)
        refuse(acting, "POST", "/webhooks/*/*")
        await acting.press("enter")
        await acting.until("It could not be finished.")
        assert set(acting.rehearsal.world.webhooks) == set(before)
        assert "The old webhook is in use as before." in acting.text
        assert re.search(r"✓ undone +Webhook +CAKD Alerting - my-project", acting.text)
        assert "✓ deleted" not in acting.text
