"""The neutral ledger: looking things up, and turning cells round their choices."""

from functools import reduce

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Account, Effect, Explained, Ledger, Line, Turn

G, D, N = Effect.GRANTED, Effect.DENIED, Effect.NONE


def account(key: str) -> Account:
    return Account(key, key.title(), True, Verdict.PASS, "role:1", "because")


LEDGER = Ledger(
    "#here",
    (account("view"), account("write")),
    (
        Line("role:1", "Roles", "one", (G, N), choices=((N, G), (N, G))),
        Line("overwrite:1", "Here", "one", (N, D), choices=((), (N, G, D))),
        Line("rule", "Rules", "rule", (N, D)),
    ),
)


def pressed(line: str, account: str, times: int) -> frozenset[Turn]:
    start: frozenset[Turn] = frozenset()
    return reduce(lambda turns, _: LEDGER.turned(turns, line, account), range(times), start)


def test_accounts_lines_and_cells_are_found_by_their_keys() -> None:
    assert LEDGER.account("write") == account("write")
    assert LEDGER.account("read") is None
    assert LEDGER.line("rule") is LEDGER.lines[2]
    assert LEDGER.line("ruler") is None
    assert LEDGER.effect("overwrite:1", "write") is D
    assert LEDGER.effect("overwrite:1", "read") is None
    assert LEDGER.effect("overwrite:2", "write") is None


def test_a_line_can_be_tried_if_any_cell_can() -> None:
    assert [line.triable for line in LEDGER.lines] == [True, True, False]


@pytest.mark.parametrize(("times", "to"), [(1, N), (2, None), (3, N)])
def test_a_cell_of_two_goes_to_and_fro(times: int, to: Effect | None) -> None:
    expected = frozenset({Turn("role:1", "view", to)}) if to else frozenset()
    assert pressed("role:1", "view", times) == expected


@pytest.mark.parametrize(("times", "to"), [(1, N), (2, G), (3, None), (4, N)])
def test_a_cell_of_three_goes_round_and_is_no_turn_where_it_was(
    times: int, to: Effect | None
) -> None:
    expected = frozenset({Turn("overwrite:1", "write", to)}) if to else frozenset()
    assert pressed("overwrite:1", "write", times) == expected


@pytest.mark.parametrize(
    ("line", "account"),
    [("rule", "write"), ("overwrite:1", "view"), ("role:1", "read"), ("role:9", "view")],
)
def test_what_cannot_be_turned_stays(line: str, account: str) -> None:
    others = frozenset({Turn("role:1", "view", N)})
    assert LEDGER.turned(others, line, account) == others


def test_other_cells_stay_turned() -> None:
    turns = LEDGER.turned(frozenset({Turn("role:1", "view", N)}), "role:1", "write")
    assert turns == {Turn("role:1", "view", N), Turn("role:1", "write", G)}


def test_an_explanation_is_its_ledger() -> None:
    one, two = Explained(LEDGER, lambda _: LEDGER), Explained(LEDGER, lambda _: LEDGER)
    assert one == two
    assert "lambda" not in repr(one)
