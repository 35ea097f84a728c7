"""What a secret may be dressed in: lines, margins, colours, invisible signs, and encodings.

`undressed` takes it off again as whoever reads a report might try.
"""

import json
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from hypothesis import strategies as st

Dress = Callable[[str], str]

LONGEST_LEFT = 7
"""Characters of a secret in a row that may be left."""

BREAKS = ("\n", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
PREFIXES = (
    *("", "    ", "│ ", "> ", "# ", "+ ", "- ", "* ", "; ", ": ", "// ", " * ", "| # "),
    "2026-08-01T10:11:12.345Z ",
    "2026-08-01T10:11:12.345678901+02:00 stdout F ",
    "2026-08-01 10:11:12,345 INFO ",
    "2026-08-01 10:11:12,345 cakd.http WARNING: ",
    "2026/08/01 10:11:12 ",
    "[10:11:12] ERROR ",
    "Aug  1 10:11:12 host cakd[12]: ",
    "2026-08-01T10:11:12+0200 host cakd[12]: ",
    "DEBUG: ",
    "cakd-1  | ",
)
SIGNS = (
    *("\x1b[0m", "\x1b[1;31m", "\x1b[38;5;208m", "\x1b[K", "\x1b(B", "\x9b4m", "^[[32m"),
    *("\x1b]8;;\x1b\\", "\x1b]8;;\x07"),
    *("\u200b", "\xad", "\u200d", "\u2060", "\ufeff", "\u202c", "\ufe0f", "\x00", "\x7f"),
)


def wrapped(width: int, margin: str) -> Dress:
    return lambda text: margin.join(
        text[start : start + width] for start in range(0, len(text), width)
    )


def percent(text: str) -> str:
    return quote(text, safe="")


def all_percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def slashed(text: str) -> str:
    return json.dumps({"url": text}).replace("/", "\\/")


def unicoded(text: str) -> str:
    return json.dumps([text]).replace("/", "\\u002f").replace(".", "\\u002E")


def all_unicoded(text: str) -> str:
    return '{"a": "' + "".join(f"\\u{ord(char):04x}" for char in text) + '"}'


def raised(text: str) -> str:
    return repr(RuntimeError(f"POST {text} failed:\n  {{'a': 1}}"))


margins = st.sampled_from(
    [
        *("\n", "\n    ", "\r\n\t", " \\\n  ", '"\n    "', "│\n│ ", "\n> "),
        *('" +\n    "', '",\n  "', "=\r\n"),
    ]
) | st.builds(str.__add__, st.sampled_from(BREAKS), st.sampled_from(PREFIXES))
wrappings = st.builds(wrapped, st.integers(8, 90), margins)
sprinklings = st.builds(wrapped, st.integers(1, 40), st.sampled_from(SIGNS))
cut_up = st.one_of(
    st.tuples(),
    st.tuples(wrappings),
    st.tuples(wrappings, sprinklings),
    # A sign takes up to half of a line, of which as much as above is left.
    st.tuples(
        st.builds(wrapped, st.integers(12, 40), st.sampled_from(SIGNS)),
        st.builds(wrapped, st.integers(20, 90), margins),
    ),
)
encodings: st.SearchStrategy[Dress] = st.sampled_from(
    [str, percent, all_percent, slashed, unicoded, all_unicoded, json.dumps, repr, raised]
)


def layered(most: int) -> st.SearchStrategy[list[Dress]]:
    """At most so many encodings under what cuts the text up, and as many over it."""
    coats = st.lists(encodings, max_size=most)
    return st.tuples(coats, cut_up, coats).map(
        lambda worn: [each for some in worn for each in some]
    )


dresses = layered(2)
light_dresses = layered(1)
surroundings = st.sampled_from(
    [
        ("", ""),
        ("the answer was ", " and that was it"),
        ("it said:\n", "\nWebhook routing rule saved"),
        ("last word\n   ", "\n   2026-08-01 next line"),
        ("in the log:\n    ", ".\n"),
        ("# it said:\n# ", "\n# and no more"),
        ("2026-08-01T10:11:12Z it said:\n2026-08-01T10:11:13Z ", "\n2026-08-01T10:11:14Z done"),
        ("\x1b[1mit said:\x1b[0m \x1b[32m", "\x1b[0m and no more"),
    ]
)


def dressed(text: str, dresses: list[Dress]) -> str:
    """The text with these on, the first undermost."""
    for dress in dresses:
        text = dress(text)
    return text


_STAMP = r"\[?(?:[\d/T-]{9,11} ?|Aug  1 )?10:11:12\S*(?: stdout F| cakd\.http| host cakd\S*)?"
_LEVEL = r"(?:INFO|ERROR|DEBUG|WARNING):?"
_AFTER = rf"[\s\"'│>|#+*;:/-]*(?:{_STAMP})?(?:\s*{_LEVEL}|cakd-1  \|)?[\s\"'│>|#+*;:/-]*"
_INVISIBLE = re.compile(
    r"\x1b\[[\d;]*[a-zA-Z]|\x9b4m|\^\[\[\d+m|\x1b\]8;;|\x1b\\|\x1b\(B"
    r"|[\x00\x07\x7f\xad\u200b\u200d\u2060\ufeff\u202c\ufe0f]"
)


def undressed(text: str, before_break: str) -> str:
    """All coats off, in the simplest way; whoever reads a report might try as much."""
    for _ in range(5):
        text = _INVISIBLE.sub("", text)
        text = re.sub(
            before_break + rf"(?:[{''.join(BREAKS)}]|\\r|\\n)+(?:[\s\"'│>]|\\t)*", "", text
        )
        text = unquote(text)
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
        text = re.sub(r"\\x([0-9a-fA-F]{2})", lambda match: chr(int(match[1], 16)), text)
        text = text.replace("\\/", "/").replace("\\\\", "\\")
    return text


def without_prefixes(text: str) -> str:
    """Its lines joined as well where a log or a quotation has put something before each."""
    text = _INVISIBLE.sub("", undressed(text, r"(?!)"))
    return re.sub(rf"[\"'\\│ +,=\t]*(?:[{''.join(BREAKS)}]{_AFTER})+", "", text)


def left_of(secret: str, text: str) -> list[str]:
    """The pieces of the secret that are still in the text."""
    length = LONGEST_LEFT + 1
    pieces = (secret[at : at + length] for at in range(len(secret) - LONGEST_LEFT))
    return [piece for piece in pieces if piece in text]
