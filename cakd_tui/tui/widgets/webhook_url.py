"""The URL alerts are posted to: whoever has it can post, so it is masked until asked for."""

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from cakd_tui.core.masked_url import masked_url
from cakd_tui.core.secret import Secret


class WebhookUrl(Static):
    """The URL in full or without its secret part; a long one is broken at any character."""

    masked = reactive(True, init=False)

    def __init__(self, url: Secret) -> None:
        super().__init__(Content(masked_url(url)))
        self._url = url

    def watch_masked(self, masked: bool) -> None:
        """Show or hide what lets one post."""
        self.update(Content(masked_url(self._url) if masked else self._url.reveal()))
