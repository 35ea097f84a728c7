"""A run that is cancelled while it saves: the save ends first, then the lock is let go."""

import asyncio
import gc
import threading
from collections.abc import Iterator
from contextlib import aclosing, contextmanager

import pytest

from cakd_tui.core.errors import (
    RouteStoreError,
)
from cakd_tui.core.events import (
    ActionStarted,
    Event,
)
from cakd_tui.core.pipeline import run_pipeline
from cakd_tui.core.route import Route
from tests.core.stage import (
    CHANNEL,
    Routes,
    Service,
    step,
)


async def test_a_cancelled_run_leaves_what_was_made_written_down_and_lets_go_of_the_lock() -> None:
    routes = Routes()
    notify = step(routes, Service(routes, hangs="webhook"))
    async with aclosing(run_pipeline([notify])) as events:
        async for event in events:
            if event == ActionStarted("webhook", "Creating webhook..."):
                break
    assert routes.saved["my-project"].remembered == (CHANNEL,)
    assert not routes.locked


class SlowRoutes(Routes):
    """Routes whose first save takes until somebody lets it end."""

    def __init__(self) -> None:
        super().__init__()
        self.saving = threading.Event()
        self.go_on = threading.Event()

    def save(self, route: Route) -> None:
        self.saving.set()
        assert self.go_on.wait(5)
        super().save(route)


@pytest.mark.parametrize("times", [1, 3])
async def test_a_run_cancelled_while_it_saves_keeps_the_lock_until_the_save_has_ended(
    times: int,
) -> None:
    routes = SlowRoutes()
    events: list[Event] = []
    run = asyncio.create_task(step(routes).run(events.append))
    await asyncio.to_thread(routes.saving.wait, 5)
    for _ in range(times):
        run.cancel()
        await asyncio.sleep(0.01)
        assert routes.locked
        assert not run.done()
    routes.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert not routes.locked
    assert routes.saved["my-project"].remembered == (CHANNEL,)
    assert routes.history == ["load", "POST channel", "save channel"]


def test_a_save_that_fails_after_the_run_was_cancelled_is_a_cancelled_run_and_no_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def main() -> None:
        routes = SlowRoutes()
        routes.unwritable = RouteStoreError("permission denied")
        run = asyncio.create_task(step(routes).run(lambda _: None))
        await asyncio.to_thread(routes.saving.wait, 5)
        run.cancel()
        await asyncio.sleep(0.01)
        routes.go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await run

    asyncio.run(main())
    gc.collect()
    assert caplog.messages == []


def test_the_end_of_the_event_loop_waits_for_the_save_before_the_lock_is_let_go() -> None:
    routes = SlowRoutes()
    left: list[str] = []

    @contextmanager
    def lock(project: str) -> Iterator[None]:
        try:
            with Routes.lock(routes, project):
                yield
        finally:
            left.extend(routes.history)

    routes.lock = lock  # type: ignore[method-assign]  # to see what had happened at its end

    async def main() -> asyncio.Task[bool]:
        run = asyncio.create_task(step(routes).run(lambda _: None))
        await asyncio.to_thread(routes.saving.wait, 5)
        threading.Timer(0.02, routes.go_on.set).start()
        return run

    assert asyncio.run(main()).cancelled()
    assert left[-1] == "save channel"
