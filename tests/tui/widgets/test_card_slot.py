"""One card at a time, drawn only when it says something else."""

from textual.app import App, ComposeResult

from cakd_tui.tui.widgets.card import Card, CardLine
from cakd_tui.tui.widgets.card_slot import CardSlot


def card(text: str) -> Card:
    """A card that says this."""
    return Card("Headline", (CardLine("Fix", text),), "plain")


class Showing(App[None]):
    """Has a place for a card."""

    def compose(self) -> ComposeResult:
        yield CardSlot()


async def test_a_card_that_says_the_same_is_not_drawn_again() -> None:
    app = Showing()
    async with app.run_test() as pilot:
        slot = app.screen.query_one(CardSlot)
        first = card("one")
        await slot.show(first)
        await slot.show(card("one"))
        await pilot.pause()
        assert list(app.screen.query(Card)) == [first]


async def test_another_card_takes_the_place_and_none_clears_it() -> None:
    app = Showing()
    async with app.run_test() as pilot:
        slot = app.screen.query_one(CardSlot)
        await slot.show(card("one"))
        second = card("two")
        await slot.show(second)
        assert list(app.screen.query(Card)) == [second]
        await slot.show(None)
        await pilot.pause()
        assert not app.screen.query(Card)
        await slot.show(card("two"))
        assert app.screen.query(Card)
