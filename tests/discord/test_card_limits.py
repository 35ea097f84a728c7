"""How a length is counted, and how a room is shared."""

from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.discord import card_limits
from cakd_tui.discord.card_limits import shares, size, width
from cakd_tui.rehearsal import limits
from cakd_tui.rehearsal.embeds import characters


def test_an_emoji_counts_as_the_longer_of_both_counts() -> None:
    assert width("a😀") == 3
    assert width("aü") == 2


def test_the_limits_are_those_of_the_rehearsal() -> None:
    assert card_limits.CARDS == limits.EMBEDS
    assert card_limits.TOGETHER == limits.EMBEDS_TOGETHER
    assert card_limits.TITLE == limits.EMBED_TITLE
    assert card_limits.DESCRIPTION == limits.EMBED_DESCRIPTION
    assert card_limits.FIELDS == limits.EMBED_FIELDS
    assert (card_limits.FIELD_NAME, card_limits.FIELD_VALUE) == (
        limits.FIELD_NAME,
        limits.FIELD_VALUE,
    )
    assert (card_limits.CONTENT, card_limits.MENTIONS) == (limits.CONTENT, limits.MENTION_LIST)


def test_a_card_counts_what_discord_counts() -> None:
    card = {
        "title": "abc",
        "description": "de",
        "url": "https://a.example",
        "color": 7,
        "author": {"name": "f", "icon_url": "https://a.example"},
        "footer": {"text": "ghij"},
        "fields": [{"name": "k", "value": "l", "inline": True}],
    }
    assert size(card) == characters(card) == 12


@given(st.lists(st.integers(0, 5000), max_size=12), st.integers(0, 6000))
def test_what_wants_little_gets_it_and_the_others_alike(wanted: list[int], room: int) -> None:
    given = shares(wanted, room)
    assert sum(given) == min(sum(wanted), room)
    cut = [got for got, want in zip(given, wanted, strict=True) if got < want]
    assert not cut or max(given) - min(cut) <= 1
