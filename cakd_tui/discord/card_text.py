"""Text of others made fit for a card: nothing unseen in it, no markup, no longer than its place.

Markup is escaped with backslashes, which Discord takes before any punctuation. Addresses stay
links, in the angle brackets that keep whatever is in them from being read as markup; in an embed no
address unfurls and no mention calls anybody, whether or not it is escaped.

Source: Discord docs, Reference (Message Formatting); the rules of the markup are observed.
"""

import re
from collections.abc import Iterator
from typing import Final

from cakd_tui.discord.card_limits import width

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters but for the breaks
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
"""Unicode's control, format and filler characters, and what is no character at all."""
_JOINING_NOTHING: Final = re.compile("(?<!\\S)[\u200c\u200d\ufe0f]+|[\u200c\u200d]+(?!\\S)")

_URL: Final = r"(?P<url>\bhttps?://[^\s<>]*[^\s<>.,:;!?\"'()\[\]{}*_~|`\\])"
_MARKUP: Final = (
    r"(?P<number>^[0-9]+)\.|"  # a list's
    r"(?P<mark>^[#>+-]|[\\*_~`|\[<]|@(?=everyone|here)|:(?=[\w+-]+:))"
)
_PIECE: Final = re.compile(_MARKUP, re.MULTILINE)
_PIECE_OR_URL: Final = re.compile(f"{_URL}|{_MARKUP}", re.MULTILINE)
_ROOM_FOR_WORDS: Final = 160
"""Where there is less, the count of what is left out stands there by itself."""
_IN_BRACKETS: Final = str.maketrans({"*": "%2A", "\\": "%5C", "|": "%7C", "`": "%60"})


def on_one_line(text: str) -> str:
    """What of the text is seen, its white space being single spaces."""
    if not text.isascii() or not text.isprintable():
        text = _JOINING_NOTHING.sub("", _UNSEEN.sub("", text))
    return " ".join(text.split())


def in_lines(text: str) -> str:
    """The same with its line breaks, of which no more than two follow each other."""
    lines = "\n".join(map(on_one_line, text.splitlines()))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def escaped(text: str, *, links: bool = True) -> str:
    """The text as it stands, to Discord; with `links`, addresses in it lead somewhere."""
    return (_PIECE_OR_URL if links else _PIECE).sub(_shown, text)


def escaped_width(text: str, most: int, *, links: bool = True) -> int:
    """How much the escaped text counts, as far as that is no more than `most`."""
    return min(width(escaped(text[:most], links=links)), most)


def fitted(text: str, room: int, *, links: bool = True) -> str:
    """The text, escaped and at most so wide; what is left out of it is counted."""
    if len(text) <= room:
        whole = escaped(text, links=links)
        if width(whole) <= room:
            return whole
    return _cut(_pieces(text, _PIECE_OR_URL if links else _PIECE), len(text), room)


def cut(text: str, room: int) -> str:
    """The text as it is, at most so wide: for where Discord reads no markup."""
    if width(text) <= room:
        return text
    return _cut(((char, 1) for char in text), len(text), room)


def _cut(pieces: Iterator[tuple[str, int]], length: int, room: int) -> str:
    """As many pieces as there is room for beside the count of the characters that are left out."""
    kept: list[tuple[str, int]] = []
    used = taken = 0
    for shown, source in pieces:
        if used + width(shown) > room:
            break
        kept.append((shown, source))
        used, taken = used + width(shown), taken + source
    while kept and used + len(_left(length - taken, room)) > room:
        shown, source = kept.pop()
        used, taken = used - width(shown), taken - source
    left = _left(length - taken, room)
    text = "".join(shown for shown, _ in kept).rstrip("\u200c\u200d ")
    return text + left if len(left) <= room else "…"[:room]


def _left(count: int, room: int) -> str:
    if room < _ROOM_FOR_WORDS:
        return f"… (+{count:,})"
    return f"… ({count:,} more character{'' if count == 1 else 's'})"


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """The escaped text in parts that can't be cut, each with how many characters it stands for."""
    end = 0
    for match in pattern.finditer(text):
        yield from ((char, 1) for char in text[end : match.start()])
        yield _shown(match), match.end() - match.start()
        end = match.end()
    yield from ((char, 1) for char in text[end:])


def _shown(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if url := parts.get("url"):
        return f"<{url.translate(_IN_BRACKETS)}>"
    if number := parts["number"]:
        return f"{number}\\."
    return f"\\{parts['mark']}"
