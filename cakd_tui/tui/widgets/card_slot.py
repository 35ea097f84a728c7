"""Where a page shows one card at a time."""

from textual.containers import Vertical

from cakd_tui.tui.widgets.card import Card


class CardSlot(Vertical):
    """Holds the card that matters now; one that says the same is not drawn again."""

    def __init__(self, card: Card | None = None) -> None:
        super().__init__(*([card] if card else []))
        self._card = card

    @property
    def card(self) -> Card | None:
        """The card that is shown."""
        return self._card

    async def show(self, card: Card | None) -> None:
        """Show this card in place of the one before, in one go; None clears the place."""
        if self._card and card and self._card.says() == card.says():
            return
        self._card = card
        async with self.batch():
            await self.remove_children()
            if card:
                await self.mount(card)

    def put(self, card: Card | None) -> None:
        """The same, for callers that can't wait; what is put last is shown."""
        self.call_later(self.show, card)
