"""The one card that matters: headline, hanging indents, an address in the whole width."""

from dataclasses import replace

import pytest

from cakd_tui.tui.widgets.card import Card, CardLine, Tone
from tests.tui.widgets.alone import Alone

FIX = CardLine("Fix", "Mend it.")


def card(
    headline: str = "It is broken",
    lines: tuple[CardLine, ...] = (FIX,),
    tone: Tone = "error",
    footnote: str = "",
) -> Card:
    """A card, with something in it said otherwise."""
    return Card(headline, lines, tone, footnote)


def test_two_cards_that_say_the_same_are_known_by_it() -> None:
    assert card().says() == card().says()


@pytest.mark.parametrize(
    "other",
    [
        card(headline="It is odd"),
        card(lines=(replace(FIX, strong=True),)),
        card(lines=()),
        card(tone="warning"),
        card(footnote="z goes back."),
    ],
    ids=["headline", "loudness", "lines", "tone", "footnote"],
)
def test_whatever_differs_makes_it_another_card(other: Card) -> None:
    assert other.says() != card().says()


@pytest.mark.parametrize(
    ("line", "style"),
    [
        (FIX, []),
        (replace(FIX, quiet=True), ["$quiet"]),
        (replace(FIX, strong=True), ["bold"]),
        (replace(FIX, strong=True, quiet=True), ["bold"]),
    ],
)
def test_a_line_is_loud_or_quiet(line: CardLine, style: list[str]) -> None:
    assert [str(span.style) for span in line.drawn().spans if str(span.style)] == style


async def test_texts_hang_beside_their_labels_and_an_address_has_the_whole_width() -> None:
    url = f"https://vet.example/{'x' * 40}"
    lines = (CardLine("Cause", "A wing is lame. " * 6), CardLine("", url, wide=True))
    app = Alone(card(lines=lines, footnote="z goes back."))
    async with app.run_test(size=(70, 20)):
        said = [line for line in app.shown if line.strip(" ▌")]
    headline, first, second, *_, address, footnote = said
    assert headline.endswith("It is broken")
    assert first.index("A wing") == second.index(second.split()[1])
    assert url in address
    assert address.index("https") == headline.index("It")
    assert footnote.endswith("z goes back.")


async def test_without_a_footnote_there_is_no_room_for_one() -> None:
    told, silent = card(footnote="z goes back."), card()
    for each in (told, silent):
        async with Alone(each).run_test():
            assert bool(each.query(".card-footnote")) is (each is told)
