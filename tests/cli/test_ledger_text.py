"""A ledger as text: aligned, marked without colour, no wider than 100 columns."""

from dataclasses import replace

import pytest

from cakd_tui.cli.ledger_text import SYMBOLS, WORDS, changed_lines, ledger_lines, signs_for
from cakd_tui.core.finding import Fix, Link, Verdict
from cakd_tui.core.ledger import Account, Effect, Ledger, Line

G, D, N = Effect.GRANTED, Effect.DENIED, Effect.NONE
SEE = Account("see", "See Coops", True, Verdict.PASS, "flock", "from the flock")
FLY = Account(
    "fly",
    "Fly Out",
    False,
    Verdict.FAIL,
    "coop:grey",
    "kept in by the coop",
    (
        Fix("At home", "Coop → Door → open"),
        Fix("or", "call a vet", Link("Call", "https://vet.example/call")),
    ),
)
LEDGER = Ledger(
    "the coop",
    (SEE, FLY),
    (
        Line("flock", "The flock", "everyone", (G, G)),
        Line("grey", "The flock", "Grey", (N, G), "its own ring"),
        Line("coop:grey", "The coop", "Grey", (N, D)),
    ),
    request="Hello.\nPlease open the door.\nThank you.",
)


def test_the_whole_ledger_reads_from_the_matrix_to_the_fixes() -> None:
    assert ledger_lines(LEDGER, SYMBOLS) == [
        "Why, in the coop:",
        "                        See Coops  Fly Out",
        "  The flock",
        "    everyone            ✓ ◂        ✓",
        "    Grey, its own ring  ·          ✓",
        "  The coop",
        "    Grey                ·          ✗ ◂",
        "  In effect             ✓          ✗",
        "  (✓ granted, ✗ denied, · no effect, ◂ decides)",
        "",
        "  ✓ See Coops: from the flock",
        "  ✗ Fly Out: kept in by the coop",
        "    At home     Coop → Door → open",
        "    or          call a vet",
        "                https://vet.example/call",
        "",
        "To ask whoever can mend it, in words to copy:",
        "    Hello.",
        "    Please open the door.",
        "    Thank you.",
    ]


def test_a_doubt_is_said_once_for_all_permissions_with_what_makes_them_sound() -> None:
    doubtful = replace(SEE, remarks=("Only by chance.",), fixes=(Fix("In the coop", "nail it"),))
    other = replace(doubtful, key="sleep", title="Sleep")
    lines = ledger_lines(Ledger("the coop", (doubtful, other), ()), SYMBOLS)
    assert lines[-4:] == [
        "  ✓ See Coops: from the flock",
        "  ✓ Sleep: from the flock",
        "  ! See Coops, Sleep: Only by chance.",
        "    In the coop nail it",
    ]
    before = Ledger("the coop", (doubtful,), ())
    changed = changed_lines(before, replace(before, accounts=(SEE,)), SYMBOLS)
    assert changed[1:] == ["  ✓ See Coops: from the flock"]


def test_what_is_there_with_a_remark_has_a_sign_of_its_own_and_is_called_that() -> None:
    remarked = replace(SEE, verdict=Verdict.WARN, remarks=("Only by chance.",))
    lines = ledger_lines(Ledger("the coop", (remarked,), ()), SYMBOLS)
    assert lines[2] == "  In effect  !"
    assert lines[3].endswith("◂ decides, ! granted, with a remark)")


def test_what_is_not_needed_is_neither_granted_nor_denied() -> None:
    skipped = replace(FLY, verdict=Verdict.SKIPPED, fixes=())
    lines = ledger_lines(Ledger("the coop", (skipped,), ()), SYMBOLS)
    assert lines[-1] == "  · Fly Out: kept in by the coop"


def test_a_remark_without_room_has_a_line_of_its_own() -> None:
    line = Line("grey", "The flock", "Grey", (N, G), "a ring " * 14 + "end")
    lines = ledger_lines(replace(LEDGER, lines=(line,)), SYMBOLS)
    assert lines[3:5] == ["    Grey     ·          ✓", "        " + "a ring " * 14 + "end"]


def test_a_name_without_room_leaves_the_columns_where_they_are() -> None:
    name = "Grey" * 25
    lines = ledger_lines(replace(LEDGER, lines=(Line("g", "Flock", name, (N, G)),)), SYMBOLS)
    assert lines[3] == f"    {name}"
    assert lines[4].index("✓") == lines[1].index("Fly")


def test_columns_line_up_under_names_of_any_script() -> None:
    named = (
        Line("a", "Flock", "鳩小屋", (G, G)),
        Line("b", "Flock", "Zo\u0308e", (G, G)),
        Line("c", "Flock", "plain", (G, G)),
    )
    rows = ledger_lines(replace(LEDGER, lines=named), SYMBOLS)[3:6]
    start = rows[2].index("✓")
    assert rows[0].index("✓") == start - 3  # three letters that take two columns each
    assert rows[1].index("✓") == start + 1  # an accent that takes none


def test_wide_ledgers_stay_within_a_hundred_columns() -> None:
    titles = ("View Channel", "Manage Channels", "Manage Webhooks")
    accounts = tuple(replace(SEE, key=title, title=title) for title in titles)
    lines = tuple(
        Line(str(size), "Roles", "r" * size, (G, N, D), "s" * 20) for size in range(1, 49)
    )
    because = replace(accounts[0], because="word " * 60)
    text = ledger_lines(Ledger("p", (because, *accounts[1:]), lines, "word " * 90), SYMBOLS)
    assert max(len(line) for line in text) <= 100


@pytest.mark.parametrize(
    ("encoding", "signs"),
    [
        ("utf-8", SYMBOLS),
        ("cp1252", WORDS),
        ("ascii", WORDS),
        (None, WORDS),
        ("no-such-thing", WORDS),
    ],
)
def test_where_symbols_would_be_lost_words_stand(encoding: str | None, signs: object) -> None:
    assert signs_for(encoding) is signs


def test_in_words_everything_is_still_told_apart() -> None:
    lines = ledger_lines(LEDGER, WORDS)
    assert "    everyone            yes <      yes" in lines
    assert "    Grey                -          no <" in lines


def test_a_change_is_told_cell_by_cell_and_by_permission() -> None:
    free = replace(FLY, allowed=True, decided_by="flock", because="free", fixes=())
    lines = (LEDGER.lines[0], LEDGER.lines[1], replace(LEDGER.lines[2], effects=(N, N)))
    assert changed_lines(LEDGER, replace(LEDGER, accounts=(SEE, free), lines=lines), SYMBOLS) == [
        "Why, changed in the coop:",
        "    The coop | Grey: Fly Out ✗ → ·",
        "  ✓ Fly Out: free",
    ]


def test_another_reason_for_the_same_outcome_is_a_change() -> None:
    otherwise = replace(LEDGER, accounts=(SEE, replace(FLY, because="lame", fixes=())))
    assert changed_lines(LEDGER, otherwise, SYMBOLS)[1:] == ["  ✗ Fly Out: lame"]


def test_lines_that_come_and_go_are_changes() -> None:
    fewer = replace(LEDGER, lines=LEDGER.lines[1:])
    assert changed_lines(LEDGER, fewer, SYMBOLS)[1:] == [
        "    The flock | everyone: See Coops ✓ → ·",
        "    The flock | everyone: Fly Out ✓ → ·",
    ]
    assert changed_lines(fewer, LEDGER, SYMBOLS)[1:] == [
        "    The flock | everyone: See Coops · → ✓",
        "    The flock | everyone: Fly Out · → ✓",
    ]


def test_without_a_change_nothing_is_told() -> None:
    assert changed_lines(LEDGER, LEDGER, SYMBOLS) == []


def test_of_another_place_all_is_told() -> None:
    other = replace(LEDGER, place="the loft")
    assert changed_lines(LEDGER, other, SYMBOLS) == ledger_lines(other, SYMBOLS)
