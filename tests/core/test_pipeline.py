import asyncio
from contextlib import aclosing
from dataclasses import dataclass

import pytest

from cakd_tui.core.events import Event, Noted, StepDone, StepSkipped, StepStarted
from cakd_tui.core.pipeline import Step, run_pipeline
from cakd_tui.core.stream import Emit


@dataclass
class Does:
    title: str
    works: bool = True
    skipped: str = ""
    ran: int = 0

    def skip_reason(self) -> str:
        return self.skipped

    async def run(self, emit: Emit) -> bool:
        self.ran += 1
        emit(Noted(f"in {self.title}"))
        return self.works


async def told(*steps: Step) -> list[Event]:
    async with aclosing(run_pipeline(steps)) as events:
        return [event async for event in events]


async def test_steps_run_in_order_and_are_numbered() -> None:
    assert await told(Does("A"), Does("B")) == [
        StepStarted(1, 2, "A"),
        Noted("in A"),
        StepDone(1, "A", failed=False),
        StepStarted(2, 2, "B"),
        Noted("in B"),
        StepDone(2, "B", failed=False),
    ]


async def test_a_step_with_nothing_to_do_is_said_and_not_run() -> None:
    step = Does("A", skipped="not configured")
    assert await told(step) == [StepSkipped(1, 1, "A", "not configured")]
    assert step.ran == 0


async def test_the_pipeline_goes_on_after_a_step_that_failed() -> None:
    after = Does("B")
    events = await told(Does("A", works=False), after)
    assert StepDone(1, "A", failed=True) in events
    assert after.ran == 1


async def test_no_steps_say_nothing() -> None:
    assert await told() == []


async def test_closing_the_events_cancels_the_step_and_starts_no_other() -> None:
    class Hangs(Does):
        async def run(self, emit: Emit) -> bool:
            emit(Noted("hanging"))
            try:
                await asyncio.Event().wait()
            finally:
                self.ran += 1
            return True

    hanging, after = Hangs("A"), Does("B")
    async with aclosing(run_pipeline([hanging, after])) as events:
        async for event in events:
            if event == Noted("hanging"):
                break
    assert (hanging.ran, after.ran) == (1, 0)


async def test_a_fault_in_a_step_ends_the_stream_with_it() -> None:
    class Faulty(Does):
        async def run(self, emit: Emit) -> bool:
            raise ZeroDivisionError

    after = Does("B")
    with pytest.raises(ZeroDivisionError):
        await told(Faulty("A"), after)
    assert after.ran == 0
