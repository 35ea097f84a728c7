"""What all pages share: masthead, rail, one question, footer keys, and the two ways to leave."""

from collections.abc import Iterable
from dataclasses import replace
from math import inf
from time import monotonic
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from cakd_tui.tui.journey import Draft, Mark
from cakd_tui.tui.screens.waits import WaitsScreen
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.key_line import KeyLine
from cakd_tui.tui.widgets.masthead import Masthead
from cakd_tui.tui.widgets.rail import Rail
from cakd_tui.tui.widgets.too_small import TooSmall

_EVERYWHERE = ("mend", "back", "app.help", "quit")
"""The actions whose keys stand at the end of every footer."""


class Answered(Message):
    """The page's question is answered; the draft holds the answer."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class Back(Message):
    """The operator goes back; the draft holds what was typed so far."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class Sent(Message):
    """The operator goes to the step of this key, which need not be the next one."""

    def __init__(self, draft: Draft, key: str) -> None:
        super().__init__()
        self.draft = draft
        self.key = key


class Page(WaitsScreen):
    """One question. Subclasses give `question`, `reason` and `body`, and post `Answered`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+b", "back", "Back", key_display="esc", tooltip="Go back a page"),
        Binding("f1,question_mark", "app.help", "Help", key_display="F1", tooltip="Keys and terms"),
        Binding("pageup", "scroll_content(-1)", "Scroll up", show=False),
        Binding("pagedown", "scroll_content(1)", "Scroll down", show=False),
    ]
    AUTO_FOCUS = "#content *"
    SETTLE: ClassVar[float] = 0.5
    """Seconds without an enter after which one is for this page, and not for the one before it."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.services = visit.services
        self.connection = visit.connection
        self.draft = visit.draft
        self.way = visit.way
        self._is_left = False
        # No enter led to the first page.
        self._last_enter = -inf if self.way[0].here else monotonic()
        self._offered: tuple[str, ...] = ()
        self._is_preparing = False

    @property
    def question(self) -> str:
        """What the page asks, as its headline."""
        raise NotImplementedError

    @property
    def reason(self) -> str:
        """Why it is asked, or what it means, in a sentence or two."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether something is being created right now, so that leaving is asked about first."""
        return False

    @property
    def amiss(self) -> bool:
        """Whether the page shows something that is to be mended at the provider."""
        return False

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """The page's own marks and words, each with what it means; empty where they are plain."""
        return ()

    def body(self) -> Iterable[Widget]:
        """The widgets between the question and the footer."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The frame, the same on every page, in the shape for the window from the first on."""
        for name, fits in _shape(self.app).items():
            self.set_class(fits, name)
        demo = self.services.demo
        scenario = demo.scenario if demo else ""
        yield Masthead(self.services.provider.title, self.draft.answers.project, scenario)
        with Horizontal(id="page"):
            yield Rail(self.way)
            with VerticalScroll(id="content", can_focus=False):
                yield Static(self.question, id="question", markup=False)
                yield Static(self.reason, id="reason", markup=False)
                yield from self.body()
        yield KeyLine(_EVERYWHERE)
        yield TooSmall(scenario)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys as the footer names them: the page's own first, those of every page last."""
        found = super().active_bindings
        last = {action: place for place, action in enumerate(_EVERYWHERE, start=1)}
        order = sorted(found, key=lambda key: last.get(found[key].binding.action, 0))
        return {key: found[key] for key in order}

    def refresh_keys(self) -> None:
        """Draw the footer anew where its keys differ, and only there: drawing it flickers."""
        offered = tuple(key for key, each in self.active_bindings.items() if each.binding.show)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def say_question(self, question: str, reason: str) -> None:
        """Change the headline and the sentence under it, where they differ."""
        for place, text in (("#question", question), ("#reason", reason)):
            line = self.query_one(place, Static)
            if line.content != text:
                line.update(text)

    def visit(self) -> Visit:
        """What a page that lies over this one is given."""
        return Visit(self.services, self.connection, self.current_draft(), self.way)

    def current_draft(self) -> Draft:
        """The draft with what is typed right now; pages with a field extend it."""
        return self.draft

    def mark_failed(self, failed: bool) -> None:
        """Mark this page's own step in the rail, and in the draft for the pages after it."""
        here = next(station for station in self.way if station.here)
        self.draft = self.draft.with_failed(here.key, failed)
        marked = replace(here, mark=Mark.FAILED if failed else Mark.HERE)
        if marked == here:
            return
        self.way = tuple(marked if station.here else station for station in self.way)
        self.query_one(Rail).show(self.way)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """End on a mistake of the program's own: the page would wait for its worker for ever."""
        if event.state is WorkerState.ERROR and event.worker.error:
            raise event.worker.error

    def post_message(self, message: Message) -> bool:
        """Let the page be left once: a second enter, pressed in a hurry, is not for the next."""
        if isinstance(message, Answered | Back | Sent):
            if self._is_left:
                return False
            self._is_left = True
        return super().post_message(message)

    def enter_is_meant(self) -> bool:
        """Whether an enter that arrives now is for this page.

        One that is held down, or was pressed twice, went with the page before.
        """
        quiet, self._last_enter = monotonic() - self._last_enter, monotonic()
        return quiet >= self.SETTLE

    def on_key(self, event: Key) -> None:
        """An enter that could do nothing yet may be the first of one that is held down."""
        if event.key == "enter":
            self._last_enter = monotonic()

    def prepare(self, page: "Page") -> None:
        """Mount a page and lay it out, unseen: it comes and goes before anything is drawn.

        Whoever prepares it has to `discard` it.
        """
        self._is_preparing = True
        self.app.install_screen(page, f"prepared-{id(page)}")  # it outlives its pop
        self.app.push_screen(page)
        self.app.pop_screen()

    async def discard(self, page: "Page") -> None:
        """Let go of a page that was prepared."""
        if page not in self.app.screen_stack:
            self.app.uninstall_screen(page)
            await page.remove()

    def on_screen_suspend(self) -> None:
        """While something lies over the page no enter is for it, however late it hears of that."""
        if not self._is_preparing:
            self._last_enter = inf

    def on_screen_resume(self) -> None:
        """What lay over the page may have been taken away by an enter."""
        self._is_preparing = False
        if self._last_enter == inf:
            self._last_enter = monotonic()

    def action_back(self) -> None:
        """Go back a page, keeping what was typed."""
        self.post_message(Back(self.current_draft()))

    def action_scroll_content(self, pages: int) -> None:
        """Scroll what does not fit."""
        content = self.query_one("#content", VerticalScroll)
        content.scroll_relative(y=pages * max(1, content.size.height - 2), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no way back from the first page."""
        if action == "back":
            return not self.way[0].here
        return super().check_action(action, parameters)


def _shape(app: App[object]) -> dict[str, bool]:
    """The classes for the window's size, each with whether the page has it.

    Textual sets them when a page is drawn already, and draws it a second time.
    """
    shape: dict[str, bool] = {}
    for length, breakpoints in (
        (app.size.width, app.HORIZONTAL_BREAKPOINTS or []),
        (app.size.height, app.VERTICAL_BREAKPOINTS or []),
    ):
        largest = max((least for least, _ in breakpoints if least <= length), default=None)
        shape |= {name: least == largest for least, name in breakpoints}
    return shape
