"""A widget on a screen of its own, under the wizard's stylesheet and in its colours."""

from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, OptionList

from cakd_tui.tui import app as wizard
from cakd_tui.tui.theme import NIGHT
from cakd_tui.tui.widgets.check_list import CheckRow
from cakd_tui.tui.widgets.ledger_table import LedgerRows
from cakd_tui.tui.widgets.primary import Primary
from tests.tui.pictured import lines


class Alone(App[None]):
    """Shows the widget, and keeps what it says to its page."""

    CSS_PATH = Path(wizard.__file__).with_name("wizard.tcss")

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget
        self.heard: list[Message] = []
        self.register_theme(NIGHT)
        self.theme = NIGHT.name
        self.animation_level = "none"

    def refresh_css(self, animate: bool = True) -> None:
        """As in the wizard: before there is a screen, the colours wait for its first parse."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def compose(self) -> ComposeResult:
        yield self._widget

    @on(CheckRow.Picked)
    @on(LedgerRows.Picked)
    @on(OptionList.OptionSelected)
    @on(Primary.Chosen)
    @on(Button.Pressed)
    def _hear(self, message: Message) -> None:
        self.heard.append(message)

    @property
    def shown(self) -> list[str]:
        """What stands on the screen, without the empty lines."""
        return [line for line in lines(self.export_screenshot()) if line.strip()]
