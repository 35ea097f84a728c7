"""The ways to the states of a set-up that is there already, or that was begun."""

from cakd_tui.tui.screens.status import StatusPage
from screenshots import drives
from screenshots.stage import Stage


async def status(stage: Stage) -> None:
    """What became of an earlier set-up."""

    def over(_: str) -> bool:
        page = stage.app.screen
        return isinstance(page, StatusPage) and page.survey.settled

    await stage.until("the end of the inspection", over)


async def rotate(stage: Stage) -> None:
    """How the webhook would be replaced."""
    await status(stage)
    await stage.press("n")
    await stage.until("Make a new webhook?")


async def rotated(stage: Stage) -> None:
    """It has been replaced."""
    await rotate(stage)
    await stage.press("enter")
    await stage.until("The new webhook is in use.")


async def destroy(stage: Stage) -> None:
    """What would be deleted."""
    await status(stage)
    await stage.press("x")
    await stage.until("Take back all of")


async def destroyed(stage: Stage) -> None:
    """It has been deleted."""
    await destroy(stage)
    await stage.press("enter")
    await stage.until("is taken back.")


async def run_settled(stage: Stage) -> None:
    """A second run of a set-up that is as it was saved."""
    file = stage.app.services.platform_file
    text = "metadata:\n  name: my-project\nproviders:\n  notification: discord\n"
    file.write_text(text, "utf-8")
    await status(stage)
    await stage.press("s")
    await stage.until("What are the alerts for?")
    await stage.press("ctrl+u", *"my-project")
    await stage.until("CAKD Alerting - my-project")
    await stage.press("enter")
    await drives.run_plan(stage)


async def undo(stage: Stage) -> None:
    """What a failed run has made, before it is taken back."""
    await drives.run_failed(stage)
    await stage.until("u takes it back")
    await stage.press("u")
    await stage.until("Take back what was made?")


async def undone(stage: Stage) -> None:
    """It is gone."""
    await undo(stage)
    await stage.press("enter")
    await stage.until("What was made is gone again.")
