"""One thing of the plan, from what will happen to it to what became of it, in one place."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from cakd_tui.core.plan import Verb
from cakd_tui.tui.action import Action, State

_PLANNED: Final = {
    Verb.CREATE: ("+", "$success"),
    Verb.REPAIR: ("+", "$success"),
    Verb.REUSE: ("=", "$quiet"),
    Verb.ADOPT: ("=", "$quiet"),
    Verb.CHOOSE: ("?", "$warning"),
    Verb.UPDATE: ("~", "$warning"),
    Verb.LEAVE: ("·", "$quiet"),
    Verb.DELETE: ("-", "$error"),
}
_WORD_WIDTH: Final = 10
_STATES: Final = {
    State.OPEN: ("?", "not known", "$quiet"),
    State.AHEAD: ("○", "to do", "$quiet"),
    State.BUSY: ("◌", "working", "$primary"),
    State.FAILED: ("✗", "failed", "$error"),
    State.STOPPED: ("!", "stopped", "$warning"),
}


class ActionRow(Horizontal):
    """State in symbol and word, what it is, its name, where it will be, how long it took."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self._action = action
        self._time = ""

    def compose(self) -> ComposeResult:
        """Three columns; few widgets, because a page is drawn faster with few."""
        yield Static(_head(self._action), classes="action-head")
        yield Static(_text(self._action), classes="action-text")
        yield Static("", classes="action-time", markup=False)

    def show(self, action: Action, now: float) -> None:
        """Show how the action stands at this time; what stays the same is not drawn again."""
        if not self.is_mounted:
            self._action = action  # drawn so when it is composed
            return
        if action != self._action:
            self._action = action
            self.query_one(".action-head", Static).update(_head(action))
            self.query_one(".action-text", Static).update(_text(action))
        time = elapsed(action, now)
        if time != self._time:
            self._time = time
            self.query_one(".action-time", Static).update(time, layout=False)


def elapsed(action: Action, now: float) -> str:
    """How long the action has taken so far, or took; empty while it has not begun."""
    if action.state is State.BUSY:
        return f"{max(0.0, now - action.began):.1f} s"
    if action.ended:
        return f"{action.ended - action.began:.2f} s"
    return ""


def _head(action: Action) -> Content:
    if action.state is State.PLANNED:
        symbol, colour = _PLANNED[action.line.verb]
        word = action.line.verb.value
    elif action.state is State.DONE:
        symbol, word, colour = "✓", action.word, "$success"
    else:
        symbol, word, colour = _STATES[action.state]
    # "webhook-old" is a webhook: its reason says which.
    kind = (action.kind.partition("-")[0].capitalize(), _loudness(action))
    return Content.assemble((symbol, colour), f" {word.ljust(_WORD_WIDTH)}", kind)


def _text(action: Action) -> Content:
    """The name, and in the plan the remark and the reason under it."""
    name = (action.line.name, _loudness(action))
    said = " · ".join(each for each in (action.line.remark, action.line.reason) if each)
    if action.state is State.PLANNED and said:
        return Content.assemble(name, "\n", (said, "$quiet"))
    return Content.assemble(name)


def _loudness(action: Action) -> str:
    return "$quiet" if action.line.verb is Verb.LEAVE else ""
