"""The step that names the provider in the project's file."""

from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.events import ActionDone, ActionStarted, Event, StepSkipped, Warned
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.platform_step import SAID, PlatformFileStep


@pytest.fixture
def step(tmp_path: Path) -> PlatformFileStep:
    """A step for a file that is not there yet."""
    return PlatformFileStep(tmp_path / "platform.yaml", "my-project", "pigeon")


async def events(step: PlatformFileStep) -> list[Event]:
    """What a pipeline of this step says."""
    return [event async for event in run_pipeline([step])]


async def test_a_missing_file_is_created(step: PlatformFileStep) -> None:
    entry = "providers.notification: pigeon"
    assert step.line() == PlanLine(
        Verb.CREATE, "file", "platform.yaml", entry, reason="there is none yet"
    )
    said = await events(step)
    assert ActionStarted("file", "") in said
    assert ActionDone("file", "platform.yaml", made=True) in said
    assert "notification: pigeon" in step.path.read_text()


async def test_an_existing_file_is_added_to(step: PlatformFileStep) -> None:
    step.path.write_text("# ours\nmetadata:\n  name: my-project\n")
    line = step.line()
    assert (line.verb, line.reason) == (Verb.UPDATE, "not in it yet")
    assert ActionDone("file", "platform.yaml", made=False) in await events(step)
    assert step.path.read_text().startswith("# ours\nmetadata:\n  name: my-project\n")


async def test_a_file_that_says_so_already_is_skipped_and_left_alone(
    step: PlatformFileStep,
) -> None:
    text = "metadata: {name: my-project}\nproviders: {notification: pigeon}\n"
    step.path.write_text(text)
    assert step.line() == PlanLine(Verb.LEAVE, "file", "platform.yaml", reason=SAID)
    assert await events(step) == [StepSkipped(1, 1, "Saving platform.yaml", SAID)]
    assert step.path.read_text() == text


async def test_another_projects_file_is_left_alone_and_the_reason_is_said(
    step: PlatformFileStep,
) -> None:
    text = "metadata:\n  name: another\n"
    step.path.write_text(text)
    (skipped,) = await events(step)
    assert isinstance(skipped, StepSkipped)
    assert "another" in skipped.reason
    assert step.path.read_text() == text


def test_a_broken_file_is_left_alone_with_its_line(step: PlatformFileStep) -> None:
    step.path.write_text("metadata: [\n")
    line = step.line()
    assert line.verb is Verb.LEAVE
    assert "platform.yaml:" in line.reason
    assert step.skip_reason() == line.reason


async def test_a_file_that_can_not_be_written_is_a_warning(tmp_path: Path) -> None:
    step = PlatformFileStep(tmp_path / "no" / "platform.yaml", "my-project", "pigeon")
    warned = [event for event in await events(step) if isinstance(event, Warned)]
    assert len(warned) == 1
    assert warned[0].kind == "file"
    assert warned[0].text.startswith("Failed to save platform.yaml: ")


async def test_chosen_options_are_saved_and_told(tmp_path: Path) -> None:
    path = tmp_path / "platform.yaml"
    step = PlatformFileStep(path, "my-project", "pigeon", {"bell": "tin", "quiet": False})
    entry = "providers.notification: pigeon; notifications.pigeon: bell"
    assert step.line().remark == entry
    await events(step)
    assert path.read_text().endswith("notifications:\n  pigeon:\n    bell: tin\n")
    assert step.skip_reason() == SAID
    assert replace(step, options={"bell": ""}).line().verb is Verb.UPDATE
