"""Runs the steps of a project's set-up one after the other, as one stream of events."""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from cakd_tui.core.events import Event, StepDone, StepSkipped, StepStarted
from cakd_tui.core.stream import Emit, stream


class Step(Protocol):
    """A unit of the pipeline. An optional step tells its failure as `Warned` and does not raise."""

    @property
    def title(self) -> str:
        """What it does, as printed: "Provisioning Notification Channels"."""

    def skip_reason(self) -> str:
        """Why there is nothing to do; empty when there is."""

    async def run(self, emit: Emit) -> bool:
        """Do it, saying what happens; return whether it worked."""


def run_pipeline(steps: Sequence[Step]) -> AsyncGenerator[Event]:
    """The events of running `steps` in order; close it early to cancel what is running."""

    async def run(emit: Emit) -> None:
        for number, step in enumerate(steps, start=1):
            if reason := step.skip_reason():
                emit(StepSkipped(number, len(steps), step.title, reason))
                continue
            emit(StepStarted(number, len(steps), step.title))
            worked = await step.run(emit)
            emit(StepDone(number, step.title, failed=not worked))

    return stream(run)
