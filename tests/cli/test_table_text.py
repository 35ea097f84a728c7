from cakd_tui.cli.table_text import table_text


def test_each_column_is_as_wide_as_its_widest_text() -> None:
    rows = [("a", "wide text", "x"), ("longer", "b", "")]
    assert table_text(("One", "Two", "Three"), rows) == (
        "One     Two        Three\na       wide text  x\nlonger  b"
    )


def test_what_steers_a_terminal_is_not_written() -> None:
    assert table_text(("H",), [("a\x1b[31m\nb\u202e",)]) == "H\na?[31m?b?"
