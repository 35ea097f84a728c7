"""Rows of texts as columns."""

from collections.abc import Iterable, Sequence


def table_text(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows under their heads, each column as wide as its widest text.

    What can't be printed is written as `?`: the texts may come from anywhere.
    """
    lines = [tuple(heads), *(tuple(map(_printable, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)
