"""The least a Textual application can be: one line and one input."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class Bare(App[None]):
    """What the wizard's first page is measured against."""

    def compose(self) -> ComposeResult:
        """A question and its answer."""
        yield Static("Which bot sets up the alerts?")
        yield Input()


if __name__ == "__main__":
    Bare().run()
