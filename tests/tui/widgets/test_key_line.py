"""The keys at the foot of a page: every one is seen, in any window."""

from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.tui.widgets.key_line import Key, fitted

KNOWN = ("help", "quit")
KEYS = (
    Key("t", "Test", "test"),
    Key("F1", "Help", "help"),
    Key("^q", "Quit", "quit"),
)


def labels(width: int) -> tuple[str, ...]:
    """The labels that are left in this width."""
    return tuple(key.label for key in fitted(KEYS, width, KNOWN)[0])


def test_with_room_the_keys_stand_apart() -> None:
    assert fitted(KEYS, 40, KNOWN) == (KEYS, 2)


def test_with_less_they_move_closer() -> None:
    assert fitted(KEYS, 22, KNOWN) == (KEYS, 1)


def test_then_those_that_are_known_lose_their_labels_the_last_first() -> None:
    assert labels(21) == ("Test", "Help", "")
    assert labels(16) == ("Test", "", "")
    assert labels(11) == ("", "", "")


@given(
    st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), st.text("abc ", max_size=12))),
    st.integers(0, 200),
)
def test_no_key_is_ever_left_out(pairs: list[tuple[str, str]], width: int) -> None:
    keys = tuple(Key(shown, label, label) for shown, label in pairs)
    assert [key.shown for key in fitted(keys, width, ())[0]] == [key.shown for key in keys]
