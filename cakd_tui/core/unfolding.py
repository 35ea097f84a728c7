"""Text as it was before it was wrapped, quoted or encoded, with the way back to where it stands.

Each layer takes one more coat off: line breaks with their margins, colours and invisible signs,
percent-encoding, the escapes of JSON and of Python's `repr`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cakd_tui.core.margins import MARGINS, UNSEEN

_MOST_LAYERS: Final = 6

_ESCAPE: Final = re.compile(
    r"(?!%5C\\)(?P<bytes>%[0-7][0-9A-F]|(?:%[89A-F][0-9A-F])+|\\x[0-7][0-9A-F]|(?:\\x[89A-F][0-9A-F])+)"
    r"|(?-i:\\U)(?P<long>00(?:0[0-9A-F]|10)[0-9A-F]{4})"
    r"|\\u(?P<point>[0-9A-F]{4})|\\(?P<short>[/\"'\\nrtf])",
    re.IGNORECASE,
)
"""One level of it; a coded backslash waits for what the plain one after it stands for."""
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


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
    """The text with its lines joined, then with one more level of encoding undone each time.

    As it is not known what of a line's edges belongs to it, that is done in several readings; what
    comes out alike comes once.
    """
    whole = Unfolded(text, tuple((at, at + 1) for at in range(len(text))))
    given: set[tuple[str, tuple[int, ...]]] = set()
    for margin in MARGINS:
        layer = _bare(whole, margin)
        for _ in range(_MOST_LAYERS):
            if (layer.text, layer.seams) not in given:
                given.add((layer.text, layer.seams))
                yield layer
            decoded = _bare(_replaced(layer, _ESCAPE, _decoded), margin)
            if decoded.text == layer.text:
                break
            layer = decoded


def _bare(layer: Unfolded, margin: re.Pattern[str]) -> Unfolded:
    """Without what is unseen, before its lines are joined and after: one may hide the other."""
    seen = _replaced(layer, UNSEEN, _nothing, seams=False)
    return _replaced(_replaced(seen, margin, _nothing), UNSEEN, _nothing, seams=False)


def _nothing(_: re.Match[str]) -> str:
    return ""


def _decoded(escape: re.Match[str]) -> str:
    if short := escape["short"]:
        return _ESCAPED.get(short.lower(), short)
    if point := escape["point"] or escape["long"]:
        return chr(int(point, 16))
    coded = bytes.fromhex(re.sub(r"%|\\[xX]", "", escape["bytes"]))
    try:
        return coded.decode()
    except UnicodeDecodeError:  # the points of a text, if not the bytes of one
        return escape[0] if escape[0].startswith("%") else coded.decode("latin-1")


def _replaced(
    layer: Unfolded,
    pattern: re.Pattern[str],
    becomes: Callable[[re.Match[str]], str],
    *,
    seams: bool = True,
) -> Unfolded:
    """The layer with each match replaced by one character, by nothing, or left as it is.

    `seams` says whether nothing leaves a seam.
    """
    if not pattern.search(layer.text):
        return layer
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    places: list[int] = []
    old_seams = iter((*layer.seams, len(layer.text) + 1))
    seam = next(old_seams)
    at = 0

    def keep(until: int) -> None:
        nonlocal seam
        while seam <= until:
            places.append(len(spans) + seam - at)
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
        while seam < at:
            seam = next(old_seams)  # a seam inside an escape
        if seams and not new:
            places.append(len(spans))
    keep(len(layer.text))
    return Unfolded("".join(text), tuple(spans), tuple(sorted(set(places))))
