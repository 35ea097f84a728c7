"""CPU time from `w` on the checks until the ledger's page is painted, and of what follows.

In a server of 250 roles and 500 channels, and in one where the bot has three roles; headless, but
drawn as for a terminal. Painted is a page when the last of it has been written.
"""

import asyncio
import gc
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final
from unittest.mock import patch

from textual import events

from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.why import WhyPage
from screenshots import drives
from screenshots.stage import Stage, stage

LARGE: Final = "large-server"
SMALL: Final = "missing-manage-webhooks"
ROUNDS: Final = 40
PAUSE: Final = 0.03
"""Seconds between two looks at what the process has spent."""
LITTLE: Final = 0.001
"""Seconds of CPU that are spent in such a pause where nothing happens."""
CALM: Final = 4
"""Pauses in a row without more, after which a page is at rest."""
SIZE: Final = (120, 40)


@dataclass
class Terminal:
    """Where the wizard writes, and what had been spent when it last did."""

    stage: Stage
    spent: float = 0.0

    def __post_init__(self) -> None:
        driver = self.stage.app._driver
        assert driver is not None
        write = driver.write

        def noted(data: str) -> None:
            write(data)
            self.spent = time.process_time()

        driver.write = noted  # type: ignore[method-assign]

    async def took(self, key: str) -> float:
        """Milliseconds of CPU from the key to the last of what it has written."""
        start = self.spent = time.process_time()
        self.stage.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.rest()
        return (self.spent - start) * 1000

    async def rest(self) -> None:
        """Wait until there is nothing left to do."""
        calm, before = 0, time.process_time()
        while calm < CALM:
            await asyncio.sleep(PAUSE)
            now = time.process_time()
            calm = calm + 1 if now - before < LITTLE else 0
            before = now


@dataclass
class Times:
    """Of one server, in milliseconds."""

    opened: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)
    closed: list[float] = field(default_factory=list)

    async def take(self, terminal: Terminal) -> None:
        """Open the page, scroll it, close it."""
        self.opened.append(await terminal.took("w"))
        assert isinstance(terminal.stage.app.screen, WhyPage)
        self.moved.append(await terminal.took("pagedown"))
        self.closed.append(await terminal.took("escape"))
        assert isinstance(terminal.stage.app.screen, ChecksPage)

    def lines(self) -> list[str]:
        """Each by its median; the first opening apart, with which much is done once for all."""
        parts = (
            ("w until painted, the first time", self.opened[:1]),
            ("w until painted", self.opened[1:]),
            ("a page further down", self.moved[1:]),
            ("back to the checks", self.closed[1:]),
        )
        return [f"  {name:<38}{median(times):6.1f} ms" for name, times in parts]


async def _opened(name: str) -> Times:
    taken = Times()
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        acting = await stack.enter_async_context(stage(name, home, size=SIZE, at="checks"))
        stack.enter_context(patch.object(WizardApp, "is_headless", new=False))
        await drives.checked(acting)
        terminal = Terminal(acting)
        await terminal.rest()
        gc.collect()
        gc.freeze()  # as the command does
        for _ in range(ROUNDS):
            await taken.take(terminal)
    return taken


def page_lines() -> list[str]:
    """The lines about both servers, and how much more the large one takes."""
    told, medians = [], []
    for name in (LARGE, SMALL):
        taken = asyncio.run(_opened(name))
        told += [f"the page, {name}", *taken.lines()]
        medians.append(median(taken.opened[1:]))
    large, small = medians
    return [*told, f"  {'the large one takes more':<38}{large - small:6.1f} ms"]
