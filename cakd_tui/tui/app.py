"""The wizard: the order of its pages, next and back. What a page asks is the page's own affair."""

import asyncio
import signal
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CakdError
from cakd_tui.core.ports import Connection
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import (
    CHECKS,
    DONE,
    PROJECT,
    RUN,
    STATUS,
    Draft,
    Mark,
    Station,
    Stop,
    stations,
    stops,
    without_uses,
)
from cakd_tui.tui.screens.help import HelpScreen
from cakd_tui.tui.screens.page import Answered, Back, Page, Sent
from cakd_tui.tui.screens.quit import QuitScreen
from cakd_tui.tui.set_up_before import saved_set_up
from cakd_tui.tui.theme import DAY, NIGHT
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.rail import StationLine
from cakd_tui.tui.widgets.too_small import SMALLEST

_PAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PROJECT.key: "project:ProjectPage",
        CHECKS.key: "checks:ChecksPage",
        RUN.key: "run:RunPage",
        DONE.key: "done:DonePage",
        STATUS.key: "status:StatusPage",
    }
)
"""Module and class of each page that is the same for all providers."""

_PAGE_AND_BELOW: Final = 2
"""Screens on the stack while nothing lies over the page: Textual's own first, and the page."""


class WizardApp(App[Draft]):
    """Takes the operator through the pages and returns the draft as it stood at the end."""

    TITLE = "cakd"
    CSS_PATH = "wizard.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (SMALLEST[0], "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SMALLEST[1], "-low"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", key_display="^q", priority=True, tooltip="Leave"),
        Binding("ctrl+t", "toggle_light", "Day or night", show=False, tooltip="Day or night"),
        Binding("f2", "mend", "Fix it", key_display="F2", tooltip="Demo: play the operator's fix"),
    ]

    def __init__(
        self,
        services: Services,
        connection: Connection,
        draft: Draft | None = None,
        *,
        light: bool = False,
    ) -> None:
        super().__init__()
        self.services = services
        self.connection = connection
        self.draft = draft or Draft()
        self.way = stops(services.provider)
        self.position = 0
        self.opened_on: Route | None = None
        """The set-up that is there already, until the operator leaves its page."""
        self.register_theme(NIGHT)
        self.register_theme(DAY)
        self.theme = DAY.name if light else NIGHT.name

    def refresh_css(self, animate: bool = True) -> None:
        """Take over a theme's colours; before there is a page, they wait for its first parse."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def on_mount(self) -> None:
        """Show the first page; everything slow starts only after it is drawn."""
        if not self.position and self.draft == Draft():
            self.opened_on = saved_set_up(self.services)
        self.push_screen(self._page())
        self._restore_terminal_on_signals()
        self.call_after_refresh(self._warm_up)

    async def on_unmount(self) -> None:
        """Let go of the network."""
        await self.connection.aclose()

    @work(exit_on_error=False, group="warm-up")
    async def _warm_up(self) -> None:
        await asyncio.to_thread(_load_pages, self.way)
        with suppress(CakdError):
            await self.connection.warm_up()

    def _restore_terminal_on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.exit, None, 128 + number)

    def _page(self) -> Page:
        if self.opened_on:
            here = (Station(STATUS.key, STATUS.title, Mark.HERE, here=True),)
            draft = Draft(Answers(self.opened_on.project))
            visit = Visit(self.services, self.connection, draft, here)
            return _page_class(STATUS)(visit, self.opened_on)
        stop = self.way[self.position]
        way = stations(self.way, self.position, self.draft)
        visit = Visit(self.services, self.connection, self.draft, way)
        made = _page_class(stop)
        return made(visit) if stop.field is None else made(visit, stop.field)

    @on(Answered)
    def _go_on(self, message: Answered) -> None:
        self._move(message.draft, self.position + 1)

    @on(Back)
    def _go_back(self, message: Back) -> None:
        self._move(message.draft, self.position - 1)

    @on(Sent)
    def _go_to(self, message: Sent) -> None:
        self.opened_on = None
        self._move(message.draft, [stop.key for stop in self.way].index(message.key))

    @on(StationLine.Picked)
    def _go_back_to(self, message: StationLine.Picked) -> None:
        page = self.screen
        if isinstance(page, Page) and page.check_action("back", ()):
            keys = [stop.key for stop in self.way]
            self._move(page.current_draft(), keys.index(message.key))

    def _move(self, draft: Draft, position: int) -> None:
        on_the_way_there = position < self.way.index(CHECKS)
        self.draft = without_uses(draft) if on_the_way_there else draft
        self.position = max(0, min(position, len(self.way) - 1))
        while len(self.screen_stack) > _PAGE_AND_BELOW:
            self.pop_screen()  # what lies over the page that is being left: a question, the help
        self.switch_screen(self._page())

    async def action_quit(self) -> None:
        """Leave, after a question when something is being created right now."""
        if isinstance(self.screen, QuitScreen):
            return
        if any(isinstance(page, Page) and page.running for page in self.screen_stack):
            self.push_screen(QuitScreen(), self._quit_if_sure)
        else:
            pages = [page for page in self.screen_stack if isinstance(page, Page)]
            self.exit(pages[-1].current_draft() if pages else self.draft)

    def _quit_if_sure(self, sure: bool | None) -> None:
        if sure:
            self.exit(self.draft, return_code=130)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Nothing happens on a page that can't be seen, but for leaving."""
        hidden = self.screen.has_class("-tiny") or self.screen.has_class("-short")
        if hidden and action not in {"quit", "app.quit"}:
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def action_help(self) -> None:
        """The keys of the page and the words it uses."""
        if isinstance(self.screen, Page):
            self.push_screen(HelpScreen(self.screen))

    def action_toggle_light(self) -> None:
        """Change between the night's and the day's look."""
        self.theme = DAY.name if self.theme == NIGHT.name else NIGHT.name

    def action_mend(self) -> None:
        """In a demo: do what the operator would do at the provider."""
        if self.services.demo and self.services.demo.mend:
            title = f"In the demo's {self.services.provider.title}"
            self.notify(self.services.demo.mend(), title=title, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a demo with something broken has a fix to play, and only once that shows."""
        if action == "mend":
            demo = self.services.demo
            pages = [page for page in self.screen_stack if isinstance(page, Page)]
            return bool(demo and demo.mend and pages and pages[-1].amiss)
        return super().check_action(action, parameters)

    def _fatal_error(self) -> None:
        """End with a sentence: Textual's own report shows local variables, a token among them."""
        if self._exit_renderables:
            return  # the first mistake is the one to report; others follow from it
        place = f" ({_place_of(self._exception)})" if self._exception else ""
        self._exit_renderables.append(
            Text(
                f"cakd-tui stopped because of a mistake of its own{place}.\n"
                "What was created is kept and will be reused: start it again, or run\n"
                "cakd create -f platform.yaml. If it happens again, send these lines and what\n"
                "cakd --version prints to whoever gave you cakd."
            )
        )
        self._close_messages_no_wait()


def _page_class(stop: Stop) -> Callable[..., Page]:
    """The class of a stop's page, loaded now: the first page is drawn before the others are."""
    if stop.field is None:
        place = _PAGES[stop.key]
    elif stop.field.secret:
        place = "secret:SecretPage"
    else:
        place = "choice:ChoicePage" if stop.field.choosable else "text:TextPage"
    module, _, name = place.partition(":")
    found: Callable[..., Page] = getattr(import_module(f"cakd_tui.tui.screens.{module}"), name)
    return found


def _load_pages(way: tuple[Stop, ...]) -> None:
    """Load what the way leads to, so that no step on it waits for that."""
    for stop in way:
        _page_class(stop)


def _place_of(error: Exception) -> str:
    """The kind of error and where in our own code it came from; never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "cakd_tui" in frame.filename] or list(frames)
    kind = type(error).__name__
    if not ours:
        return kind
    return f"{kind} at {Path(ours[-1].filename).name}:{ours[-1].lineno}, {ours[-1].name}"
