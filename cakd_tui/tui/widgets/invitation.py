"""How to get a choice that isn't there: an address to follow, and the promise to keep looking."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from cakd_tui.core.field import Choices
from cakd_tui.tui.widgets.note import Note, Notes, Tone


class Invitation(Vertical):
    """The page itself while there is nothing to choose; two lines at its foot afterwards."""

    def compose(self) -> ComposeResult:
        """The invitation beside the last question's age, the address, what may hinder it."""
        with Horizontal(id="invitation-head"):
            yield Static(id="invitation-label")
            yield Static(id="invitation-age", markup=False)
        yield Static(id="invitation-url")
        yield Notes(id="invitation-remarks")

    def show(self, choices: Choices | None) -> None:
        """Show how to get what these choices lack."""
        alone = choices is not None and not choices.offered
        self.set_class(alone, "-alone")
        link = choices.invitation if choices else None
        self.query_one("#invitation-label").display = link is not None
        self.query_one("#invitation-url").display = link is not None
        if link:
            start = "" if alone else "Not here? "
            keys = (("^y", "bold $primary"), " copy   ", ("^o", "bold $primary"), " open")
            label = Content.assemble((start, "$quiet"), (link.label, "bold"), "   ", *keys)
            self.query_one("#invitation-label", Static).update(label)
            url = Content.styled(link.url, "$primary")
            self.query_one("#invitation-url", Static).update(url)
        remarks = choices.remarks if choices else ()
        self.query_one(Notes).show(*(Note(Tone.DOUBT, remark) for remark in remarks))

    def tell(self, age: str) -> None:
        """Say how old the list is."""
        self.query_one("#invitation-age", Static).update(age)
