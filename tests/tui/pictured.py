"""What a picture of the screen says: its lines, or its text as it flows from line to line."""

import html
import re
from typing import Final

_RUN: Final = re.compile(r'<text[^>]* x="([\d.]+)"[^>]*line-(\d+)\)">(.*?)</text>')
_CELL: Final = 12.2
"""Width of a character in Textual's screenshots, in their units."""
_RAIL: Final = "│"
"""What parts the rail from the page; text that is wrapped goes on to the right of it."""
_FRAME: Final = re.compile(r"[\s─-▟]")
"""Blanks, and what edges and scroll bars are drawn with."""


def lines(svg: str) -> tuple[str, ...]:
    """The lines of the screen."""
    found: dict[int, str] = {}
    for x, line, run in _RUN.findall(svg):
        before = found.get(int(line), "").ljust(round(float(x) / _CELL))
        found[int(line)] = before + html.unescape(run).replace("\xa0", " ")
    return tuple(found.get(line, "").rstrip() for line in range(max(found, default=0) + 1))


def flow(svg: str) -> str:
    """The page's text without any blank: what is wrapped over two lines stands in one piece."""
    return _FRAME.sub("", "".join(line.partition(_RAIL)[2] or line for line in lines(svg)))
