"""The keys of the page under it, each with what it does, and the few words a page uses."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from cakd_tui.tui.screens.page import Page

_WORDS: Final = (
    ("Project", "What the alerts are about. Its name is also the namespace its alerts carry."),
    ("Webhook", "An address that posts to one place. Whoever has it can post there."),
    ("Route", "The saved rule: alerts of this namespace go to that webhook."),
    ("Checks", "What is looked at before anything is created. They change nothing."),
)


class HelpScreen(ModalScreen[None]):
    """Explains the page under it; F1, escape or a click beside it close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,enter,q", "close", "Close", tooltip="Back to the page"),
    ]

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._keys = tuple(_keys(page))
        fields = page.services.provider.fields
        words = (*((field.title, field.help) for field in fields), *_WORDS)
        self._legend = page.legend
        self._words = () if page.legend else words

    def compose(self) -> ComposeResult:
        """The keys, then the words; before them what is written in marks of its own."""
        sections = (
            ("How to read it", self._legend, "help-word"),
            ("Keys on this page", self._keys, "help-key"),
            ("Words", self._words, "help-word"),
        )
        (title, pairs, classes), *others = (each for each in sections if each[1])
        with VerticalScroll(id="help"):
            with Horizontal(classes="help-line"):
                yield Static(title, classes="help-title")
                yield Static("esc closes this", id="help-end")
            yield from _lines(pairs, classes)
            for title, pairs, classes in others:
                yield Static(title, classes="help-title")
                yield from _lines(pairs, classes)

    def on_click(self) -> None:
        """A click anywhere goes back to the page."""
        self.action_close()

    def action_close(self) -> None:
        """Go back to the page."""
        self.dismiss()


def _keys(page: Page) -> Iterable[tuple[str, str]]:
    """The page's keys as its footer shows them, with what they do in full."""
    told = set[str]()
    for active in page.active_bindings.values():
        binding = active.binding
        if active.binding.tooltip and binding.action not in told:
            told.add(binding.action)
            yield page.app.get_key_display(binding), binding.tooltip


def _lines(pairs: Iterable[tuple[str, str]], classes: str) -> Iterable[Horizontal]:
    for term, text in pairs:
        yield Horizontal(
            Static(term, classes=classes, markup=False),
            Static(text, classes="help-text", markup=False),
            classes="help-line",
        )
