"""A screen that shows what its provider waits for, and lets the operator cut it short."""

from time import monotonic
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from cakd_tui.core.countdown import Countdown
from cakd_tui.core.events import Event, Waiting
from cakd_tui.core.ports import Connection
from cakd_tui.core.stream import Emit
from cakd_tui.tui.waits import Asking, Waits
from cakd_tui.tui.widgets.wait_line import KEY, WaitLine


class WaitsScreen(Screen[None]):
    """Its workers hand what they are told to `hearing`; the rest happens by itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "hurry(False)", "Ask now", key_display=KEY, tooltip="End the wait"),
        Binding(
            "ctrl+g",
            "hurry(True)",
            "Stop waiting",
            key_display=KEY,
            tooltip="Give up what waits; nothing is lost, and the next run goes on from there",
        ),
    ]
    COUNT: ClassVar[float] = 0.2
    """Seconds between two looks at the clock while a wait is shown."""

    connection: Connection

    class Waited(Message):
        """Somebody this screen asked for waits."""

        def __init__(self, asking: Asking, wait: Countdown) -> None:
            super().__init__()
            self.asking = asking
            self.wait = wait

    def __init__(self) -> None:
        super().__init__()
        self._waits = Waits()
        self._counting: Timer | None = None

    @property
    def wait(self) -> Countdown | None:
        """The wait that is shown."""
        return self._waits.shown(monotonic())

    def refresh_keys(self) -> None:
        """Draw the footer anew where its keys differ."""
        raise NotImplementedError

    def hearing(self, asker: str) -> Emit:
        """Whom to tell what is said while `asker` asks once; waits are shown until then."""
        self._waits = self._waits.asked(asker)
        number = self._waits.numbers[asker]

        def hear(event: Event) -> None:
            if isinstance(event, Waiting):
                asking = Asking(asker, number, self._waits.hurries)
                self.post_message(self.Waited(asking, Countdown.begun(event, monotonic())))

        return hear

    def heard_out(self, asker: str) -> None:
        """Its answer came, or nobody needs it any more."""
        self.take_waits(self._waits.asked(asker))

    @on(Waited)
    def _take_wait(self, message: Waited) -> None:
        self.take_waits(self._waits.told(message.asking, message.wait))

    def take_waits(self, waits: Waits) -> None:
        """These are known from now on, and the one that ends last is shown."""
        self._waits = waits
        self._draw_wait()

    def _draw_wait(self) -> None:
        now = monotonic()
        wait = self._waits.shown(now)
        for line in self.query(WaitLine):
            line.show(wait, now)
        if wait and self._counting is None:
            self._counting = self.set_interval(self.COUNT, self._draw_wait)
        elif not wait and self._counting is not None:
            self._counting.stop()
            self._counting = None
        self.refresh_keys()

    def action_hurry(self, _strict: bool) -> None:
        """Ask again at once what may be asked again, and give the rest up."""
        self.connection.hurry()
        self.take_waits(self._waits.hurried())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a wait can be ended, each kind in its own way."""
        if action == "hurry":
            wait = self.wait
            return wait is not None and parameters == (wait.waiting.strict,)
        return super().check_action(action, parameters)
