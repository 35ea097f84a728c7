"""A wizard on a rehearsal in which nothing depends on the clock: pictures come out alike."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Final
from unittest.mock import patch

from rich.segment import Segment
from textual.pilot import Pilot

from cakd_tui.cli.demo import rehearsed_services
from cakd_tui.core.answers import Answers
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.discord.http.answering import Answering
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import CHECKS, RUN, Draft
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.screens.choice import ChoicePage
from cakd_tui.tui.screens.page import Page
from cakd_tui.tui.screens.run import RunPage
from cakd_tui.tui.screens.secret import SecretPage

FAR_AHEAD: Final = 1924990200.0
"""2031-01-01 in seconds since 1970: whatever the rehearsal says of the future stays ahead."""
ANSWER: Final = 0.112
"""Seconds an answer seems to take."""
PATIENCE: Final = 20.0
"""Seconds after which a state that doesn't come is given up."""

CALM: Final = 3
"""How many times in a row the screen has to look the same to be at rest."""
TURNS: Final = 60
"""Turns of the event loop in which the screen takes in a message and draws it."""

Change = Callable[[Services], Services]


class Stage:
    """A wizard on a stage, and the hands that drive it."""

    def __init__(self, app: WizardApp, pilot: Pilot[Draft], rehearsal: Rehearsal) -> None:
        self.app = app
        self.pilot = pilot
        self.rehearsal = rehearsal

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def next_round(self) -> None:
        """Have the checks made once more, as they are by themselves where time passes."""
        checks = next(page for page in self.app.screen_stack if isinstance(page, ChecksPage))
        await checks.run_action("check")

    async def until(self, what: str, ready: Callable[[str], bool] | None = None) -> None:
        """Wait until the screen shows `what` (or is `ready`), then until it has come to rest."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (ready(self.text) if ready else what in self.text):  # noqa: ASYNC110 - no event
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"no {what!r} came; there is\n{self.text}") from None
        await self.rest()

    async def rest(self) -> None:
        """Wait until the footer is there and the screen stays as it is."""
        seen, same = self._look, 0
        async with asyncio.timeout(PATIENCE):
            while same < CALM or not self.app.screen.query("KeyLine, #quit, #help"):
                await asyncio.sleep(0.01)
                now = self._look
                same = same + 1 if now == seen else 0
                seen = now

    @property
    def _look(self) -> list[list[Segment]]:
        """What the screen shows, with its colours."""
        return [list(strip) for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips[:height])[: (width + 1) * height]


def drawn_first(rehearsal: Rehearsal) -> Answering:
    """Answers only after the screen has taken in what was said before, as a slow network would."""

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return await rehearsal.answer(method, target, headers, body)

    return answer


@contextmanager
def stopped_clocks(rehearsal: Rehearsal) -> Iterator[None]:
    """Time passes only with the rehearsal's answers; nothing happens by itself."""

    def asked() -> float:
        return len(rehearsal.requests) * ANSWER

    frozen = SimpleNamespace(perf_counter=asked)
    with ExitStack() as stack:
        for module in ("preflight", "connection"):
            stack.enter_context(patch(f"cakd_tui.discord.{module}.time", frozen))
        for module in ("waits", "working"):
            stack.enter_context(patch(f"cakd_tui.tui.screens.{module}.monotonic", asked))
        for page, timer in ((ChecksPage, "TICK"), (ChoicePage, "TICK"), (SecretPage, "AGAIN")):
            stack.enter_context(patch.object(page, timer, 3600.0))
        stack.enter_context(patch.object(RunPage, "BEAT", 0.01))
        stack.enter_context(patch.object(Page, "SETTLE", 0.0))
        yield


def answered(rehearsal: Rehearsal, project: str = "my-project") -> Draft:
    """The draft of an operator who has come to the checks."""
    answers = (
        Answers(project)
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", rehearsal.guild_id)
    )
    draft = Draft(answers)
    for key, line in (("token", "alerts-bot"), ("guild", "Ops Lab"), ("project", project)):
        draft = draft.with_said(key, line)
    return draft


@asynccontextmanager
async def stage(
    name: str,
    home: Path,
    *,
    size: tuple[int, int] = (120, 40),
    light: bool = False,
    at: str = "",
    change: Change | None = None,
    tempo: float = 1.0,
) -> AsyncIterator[Stage]:
    """A wizard in this scenario, its first page the one named by `at`."""
    opened = monotonic()
    rehearsal = scenario(name, clock=lambda: FAR_AHEAD + monotonic() - opened, tempo=tempo)
    directory = home / ".config"
    directory.mkdir(parents=True)
    services = rehearsed_services(rehearsal, directory, {})
    provider = DiscordProvider(environment={}, answer=drawn_first(rehearsal))
    services = replace(services, provider=provider)
    if change is not None:
        services = change(services)
    draft = answered(rehearsal) if at in (CHECKS.key, RUN.key) else Draft()
    app = WizardApp(services, services.provider.connect(), draft, light=light)
    app.animation_level = "none"
    keys = [stop.key for stop in app.way]
    app.position = keys.index(at) if at else 0
    with stopped_clocks(rehearsal):
        async with app.run_test(size=size) as pilot:
            yield Stage(app, pilot, rehearsal)


Drive = Callable[[Stage], Awaitable[None]]
"""Brings a stage into the state that is to be pictured."""
