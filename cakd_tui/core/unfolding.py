"""Text as it was before it was wrapped, quoted or encoded, with the way back to where it stands.

Each layer takes one more coat off: line breaks with their indentation, percent-encoding, the
escapes of JSON and of Python's `repr`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_MOST_LAYERS: Final = 6

_BREAKS: Final = (
    re.compile(r"(?<![ \t\"'│|>])[ \t\"'│|>]*[\r\n]+[\s\"'│|>]*"),
    re.compile(r"(?<![ \t\"'│|>])[ \t\"'│|>]*\\?[\r\n]+[\s\"'│|>]*"),
)
"""Line breaks inside something long, with the margins and quotes that wrapping puts around them.

A backslash before one may belong to the break, or begin an escape that goes on in the next line.
"""

_ESCAPE: Final = re.compile(
    r"(?P<bytes>%[0-7][0-9A-F]|(?:%[89A-F][0-9A-F])+|\\x[0-7][0-9A-F]|(?:\\x[89A-F][0-9A-F])+)"
    r"|\\u(?P<point>[0-9A-F]{4})|\\(?P<short>[/\"'\\nrt])",
    re.IGNORECASE,
)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Unfolded:
    """One layer of a text."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Where each character stands in the original."""
    seams: tuple[int, ...] = ()
    """The places, rising, where lines that are joined here were broken in the original."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where this stretch, of one character at least, stands in the original."""
        return self.spans[start][0], self.spans[end - 1][1]

    def seams_in(self, start: int, end: int) -> list[int]:
        """The seams inside this stretch."""
        return list(self.seams[bisect_right(self.seams, start) : bisect_left(self.seams, end)])

    def pieces(self, start: int, end: int) -> list[str]:
        """The lines this stretch was broken into."""
        edges = [start, *self.seams_in(start, end), end]
        return [self.text[a:b] for a, b in pairwise(edges)]


def layers(text: str) -> Iterator[Unfolded]:
    """The text with its lines joined, then with one more level of encoding undone each time."""
    whole = Unfolded(text, tuple((at, at + 1) for at in range(len(text))))
    for line_break in _BREAKS:
        layer = _joined(whole, line_break)
        ambiguous = False
        for _ in range(_MOST_LAYERS):
            yield layer
            ambiguous = ambiguous or "\\" in layer.text
            decoded = _joined(_replaced(layer, _ESCAPE, _decoded), line_break)
            if decoded.text == layer.text:
                break
            layer = decoded
        if not ambiguous:
            return


def _joined(layer: Unfolded, line_break: re.Pattern[str]) -> Unfolded:
    return _replaced(layer, line_break, lambda _: "")


def _decoded(escape: re.Match[str]) -> str:
    if short := escape["short"]:
        return _ESCAPED.get(short.lower(), short)
    if point := escape["point"]:
        return chr(int(point, 16))
    coded = bytes.fromhex(re.sub(r"%|\\[xX]", "", escape["bytes"]))
    return coded.decode(errors="ignore") or escape[0]


def _replaced(
    layer: Unfolded, pattern: re.Pattern[str], becomes: Callable[[re.Match[str]], str]
) -> Unfolded:
    """The layer with each match replaced by one character, by nothing, or left as it is."""
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    seams: list[int] = []
    old_seams = iter((*layer.seams, len(layer.text) + 1))
    seam = next(old_seams)
    at = 0

    def keep(until: int) -> None:
        nonlocal seam
        while seam <= until:
            seams.append(len(spans) + seam - at)
            seam = next(old_seams)
        text.append(layer.text[at:until])
        spans.extend(layer.spans[at:until])

    for match in pattern.finditer(layer.text):
        new = becomes(match)
        if new == match[0]:
            continue
        keep(match.start())
        text.append(new)
        spans.extend([layer.original(*match.span())] * len(new))
        at = match.end()
        while seam <= at:
            seam = next(old_seams)  # a seam inside an escape
        if not new:
            seams.append(len(spans))
    keep(len(layer.text))
    return Unfolded("".join(text), tuple(spans), tuple(sorted(set(seams))))
