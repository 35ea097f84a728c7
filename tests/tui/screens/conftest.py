"""For the pages that look, run and end: a draft that has been answered so far, and patience."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from cakd_tui.core.answers import Answers
from cakd_tui.core.ports import Connection
from cakd_tui.core.secret import Secret
from cakd_tui.tui.journey import Draft

PATIENCE = 2.0
"""Seconds after which a state is not coming any more."""
STEP = 0.01


@pytest.fixture
def answered() -> Draft:
    """Everything the toy provider asks, and a project."""
    answers = Answers("ops-lab").with_value("loft", "7").with_secret("whistle", Secret("fee"))
    return Draft(answers, said={"whistle": "Coo", "loft": "Old Tower", "project": "ops-lab"})


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[Connection, str], asyncio.Event]:
    """Holds back one of the connection's coroutines until the returned event is set."""

    def hold(connection: Connection, name: str) -> asyncio.Event:
        release = asyncio.Event()
        answer = getattr(connection, name)

        async def wait(*questions: object) -> object:
            await release.wait()
            return await answer(*questions)

        monkeypatch.setattr(connection, name, wait)
        return release

    return hold


@pytest.fixture
def until() -> Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]:
    """Waits until a state is there, and no longer."""

    async def wait(pilot: Pilot[Draft], reached: Callable[[], bool]) -> None:
        for _ in range(int(PATIENCE / STEP)):
            await pilot.pause(STEP)
            if reached():
                await pilot.pause()
                return
        pytest.fail("the state was not reached")

    return wait
